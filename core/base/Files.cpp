// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Files.h"

#include "core/base/ScopeExit.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vitrine {

Result<std::string> readAll(int fd, std::size_t maxBytes)
{
    std::string content;
    std::array<char, 16 * 1024> buffer;
    while (true) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno(errno, "reading");
        if (count == 0)
            return content;
        if (content.size() + static_cast<std::size_t>(count) > maxBytes)
            return failure(ErrorCode::TooLarge, fmt::format("there are more than {} bytes", maxBytes));
        content.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

Result<std::string> readFileAt(int dirFd, const char *name, std::size_t maxBytes)
{
    // O_NONBLOCK: opening a FIFO that somebody put there must not wait for its other end.
    const UniqueFd fd(::openat(dirFd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    if (!fd) {
        const int err = errno;
        return failErrno(err, fmt::format("opening {}", name), err == ENOENT ? ErrorCode::NotFound : ErrorCode::System);
    }
    struct stat status = {};
    if (::fstat(fd.get(), &status) != 0)
        return failErrno(errno, fmt::format("looking at {}", name));
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::System, fmt::format("opening {}: it is not a regular file", name));
    auto content = readAll(fd.get(), maxBytes);
    if (!content)
        return failure(content.error().wrap(fmt::format("reading {}", name)));
    return content;
}

Result<std::string> readFieldAt(int dirFd, const std::string &file, std::string_view key)
{
    constexpr std::size_t kMaxBytes = 64 * 1024;
    VITRINE_TRY_ASSIGN(const std::string text, readFileAt(dirFd, file.c_str(), kMaxBytes));
    for (const std::string_view line : split(text, '\n')) {
        if (line.starts_with(key))
            return std::string(trimmed(line.substr(key.size())));
    }
    return failure(ErrorCode::NotFound, fmt::format("reading {}: no line {}", file, key));
}

Result<> writeAll(int fd, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t count = ::write(fd, content.data(), content.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno(errno, "writing");
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

namespace {

Result<std::string> temporaryName(const std::string &name)
{
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof number, 0) != sizeof number)
        return failErrno(errno, "drawing a random number");
    return fmt::format(".{}.{:016x}.new", name, number);
}

Result<> writeSynced(int fd, std::string_view content)
{
    VITRINE_TRY(writeAll(fd, content));
    if (::fsync(fd) != 0)
        return failErrno(errno, "syncing");
    return {};
}

} // namespace

Result<> writeFileAtomicAt(int dirFd, const std::string &name, std::string_view content, mode_t mode)
{
    const auto doing = fmt::format("writing {}", name);
    VITRINE_TRY_ASSIGN(const auto temporary, temporaryName(name));
    const UniqueFd fd(::openat(dirFd, temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd)
        return failErrno(errno, doing);
    ScopeExit undo([&] { ::unlinkat(dirFd, temporary.c_str(), 0); });
    // fchmod, not the mode of openat: the umask must not matter.
    if (::fchmod(fd.get(), mode) != 0)
        return failErrno(errno, doing);
    if (auto written = writeSynced(fd.get(), content); !written)
        return failure(written.error().wrap(doing));
    if (::renameat(dirFd, temporary.c_str(), dirFd, name.c_str()) != 0)
        return failErrno(errno, doing);
    undo.dismiss();
    // dirFd may be an O_PATH descriptor, which cannot be synced.
    const UniqueFd directory(::openat(dirFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || ::fsync(directory.get()) != 0)
        return failErrno(errno, fmt::format("{}: syncing its directory", doing));
    return {};
}

} // namespace vitrine
