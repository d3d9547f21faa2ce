// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/SessionDisplay.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "gui/backend/X11Cookie.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

using plan::DisplayServer;

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

Result<> checkSocket(const std::string &path, std::string_view what)
{
    struct stat info { };
    if (::stat(path.c_str(), &info) != 0 || !S_ISSOCK(info.st_mode))
        return failure(ErrorCode::Unsupported, fmt::format("There is no socket of {} at {}", what, path));
    return {};
}

Result<SessionDisplay> findWayland(const std::string &name)
{
    std::string path = name;
    if (!path.starts_with('/')) {
        const std::string runtime = variable("XDG_RUNTIME_DIR");
        if (runtime.empty())
            return failure(ErrorCode::Unsupported, "The display cannot be found: XDG_RUNTIME_DIR is not set");
        path = fmt::format("{}/{}", runtime, path);
    }
    VITRINE_TRY(checkSocket(path, "the Wayland display"));
    return SessionDisplay{ DisplayServer::Wayland, path, name, !variable("DISPLAY").empty() };
}

/// ":0", ":0.1" and "unix:0" are displays of this computer; all else names another one, or a tunnel to it.
Result<SessionDisplay> findX11(const std::string &name)
{
    std::string_view number = name;
    if (number.starts_with("unix:"))
        number.remove_prefix(4);
    const bool isLocal = number.starts_with(':');
    number = isLocal ? number.substr(1, number.find('.') - 1) : std::string_view();
    if (!isLocal || !parseNumber<std::uint32_t>(number))
        return failure(
            ErrorCode::Unsupported,
            fmt::format("The X display {} is not one of this computer, so a container cannot use it", printable(name)));
    const std::string path = fmt::format("/tmp/.X11-unix/X{}", number);
    VITRINE_TRY(checkSocket(path, "the X display"));
    return SessionDisplay{ DisplayServer::X11, path, name, false };
}

/// Nobody can change what it holds any more, so that the helper can read it without waiting for anybody.
Result<UniqueFd> sealedMemory(const std::string &bytes)
{
    UniqueFd fd(::memfd_create("x11-cookie", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd || ::write(fd.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())
        || ::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return failErrno(errno, "Keeping the cookie of the X display");
    return fd;
}

} // namespace

Result<SessionDisplay> findSessionDisplay()
{
    if (const std::string wayland = variable("WAYLAND_DISPLAY"); !wayland.empty())
        return findWayland(wayland);
    if (const std::string x11 = variable("DISPLAY"); !x11.empty())
        return findX11(x11);
    return failure(ErrorCode::Unsupported,
                   "This session has no display, so nothing in a container could show a window (neither "
                   "WAYLAND_DISPLAY nor DISPLAY is set)");
}

Result<std::vector<Source>> openSessionDisplay()
{
    VITRINE_TRY_ASSIGN(const SessionDisplay display, findSessionDisplay());
    UniqueFd socket(::open(display.socket.c_str(), O_PATH | O_CLOEXEC));
    if (!socket)
        return failErrno(errno, fmt::format("Opening the display's socket {}", display.socket),
                         ErrorCode::SourceNotAllowed);
    std::vector<Source> sources;
    if (display.server == DisplayServer::Wayland) {
        sources.push_back({ ipc::kSourceDisplay, std::move(socket) });
        return sources;
    }
    VITRINE_TRY_ASSIGN(const std::string cookie, makeUntrustedCookie(display.name));
    VITRINE_TRY_ASSIGN(UniqueFd memory, sealedMemory(cookie));
    sources.push_back({ ipc::kSourceX11, std::move(socket) });
    sources.push_back({ ipc::kSourceX11Cookie, std::move(memory) });
    return sources;
}

} // namespace vitrine::gui
