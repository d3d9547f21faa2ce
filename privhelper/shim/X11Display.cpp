// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/X11Display.h"

#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/plan/DisplayPlan.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/Listener.h"
#include "privhelper/shim/X11Relay.h"
#include "privhelper/sys/Mounts.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::shim {

namespace {

constexpr const char *kSocketName = "x11.sock";

Result<std::string> readCookie(int fd)
{
    std::array<char, plan::kX11CookieBytes + 1> bytes{};
    const ssize_t size = ::pread(fd, bytes.data(), bytes.size(), 0);
    if (size != static_cast<ssize_t>(plan::kX11CookieBytes))
        return failure(ErrorCode::SourceNotAllowed, "the cookie for the X display is not one of 16 bytes");
    return std::string(bytes.data(), plan::kX11CookieBytes);
}

[[noreturn]] void becomeRelay(pid_t shim, UniqueFd listener, int serverFd)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != shim)
        ::_exit(0);
    // Nothing of the shim's goes along: neither the helper's socket nor what the container writes.
    constexpr int kListener = 3;
    constexpr int kServer = 4;
    const UniqueFd keptListener(::fcntl(listener.get(), F_DUPFD_CLOEXEC, kServer + 1));
    const UniqueFd keptServer(::fcntl(serverFd, F_DUPFD_CLOEXEC, kServer + 1));
    if (!keptListener || !keptServer || ::dup3(keptListener.get(), kListener, O_CLOEXEC) < 0
        || ::dup3(keptServer.get(), kServer, O_CLOEXEC) < 0
        || ::syscall(SYS_close_range, static_cast<unsigned>(kServer + 1), ~0U, 0U) < 0)
        ::_exit(1);
    runX11Relay(kListener, kServer);
    ::_exit(0);
}

} // namespace

Result<X11Display> openX11Display(const ShimConfig &config, int runDirFd)
{
    X11Display display;
    VITRINE_TRY_ASSIGN(display.cookie, readCookie(sourceFd(config, ipc::kSourceX11Cookie)));
    VITRINE_TRY_ASSIGN(display.listener, listenIn(runDirFd, kSocketName, SOCK_STREAM, 0666));
    VITRINE_TRY_ASSIGN(display.socket, sys::cloneMount(runDirFd, kSocketName));
    VITRINE_TRY(sys::addAttributes(display.socket.get(), sys::kNoSuidNoDev));
    return display;
}

void removeX11Socket(int runDirFd)
{
    ::unlinkat(runDirFd, kSocketName, 0);
}

Result<> startX11Relay(UniqueFd listener, int serverFd)
{
    const pid_t shim = ::getpid();
    const pid_t relay = ::fork();
    if (relay < 0)
        return failErrno(errno, "making the process that relays the X display");
    if (relay == 0)
        becomeRelay(shim, std::move(listener), serverFd);
    return {};
}

} // namespace vitrine::shim
