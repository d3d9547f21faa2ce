// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/Streams.h"

#include "core/base/Try.h"
#include "privhelper/sys/Pty.h"
#include "privhelper/sys/SafePath.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::shim {

namespace {

constexpr std::uint32_t kTtyGroup = 5;

Result<std::pair<UniqueFd, UniqueFd>> makePipe(const plan::User &user)
{
    std::array<int, 2> ends{ -1, -1 };
    if (::pipe2(ends.data(), O_CLOEXEC) < 0)
        return failErrno(errno, "making a pipe for the command");
    std::pair<UniqueFd, UniqueFd> pipe{ UniqueFd(ends[0]), UniqueFd(ends[1]) };
    if (::fchownat(pipe.first.get(), "", user.uid, user.gid, AT_EMPTY_PATH) < 0)
        return failErrno(errno, "giving a pipe to the command's user");
    return pipe;
}

Result<UniqueFd> openNullInput()
{
    VITRINE_TRY_ASSIGN(UniqueFd null, sys::openPlain(AT_FDCWD, "/dev/null", O_RDONLY | O_NONBLOCK));
    struct stat info { };
    if (::fstat(null.get(), &info) < 0 || !S_ISCHR(info.st_mode) || info.st_rdev != makedev(1, 3))
        return failure(ErrorCode::RootfsUnsafe, "opening /dev/null inside: it is not the kernel's");
    if (::fcntl(null.get(), F_SETFL, 0) < 0)
        return failErrno(errno, "opening /dev/null inside");
    return null;
}

Result<UniqueFd> duplicate(int fd)
{
    UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
    if (!copy)
        return failErrno(errno, "duplicating a stream");
    return copy;
}

Result<Streams> makeTerminal(const plan::User &user)
{
    VITRINE_TRY_ASSIGN(sys::Pty pty, sys::openPty());
    if (::fchownat(pty.terminal.get(), "", user.uid, kTtyGroup, AT_EMPTY_PATH) < 0)
        return failErrno(errno, "giving the terminal to the command's user");
    Streams streams;
    streams.isTerminal = true;
    VITRINE_TRY_ASSIGN(streams.output, duplicate(pty.terminal.get()));
    VITRINE_TRY_ASSIGN(streams.error, duplicate(pty.terminal.get()));
    streams.input = std::move(pty.terminal);
    streams.outer.push_back(std::move(pty.controller));
    return streams;
}

} // namespace

Result<Streams> makeStreams(bool terminal, bool openStdin, const plan::User &user)
{
    if (terminal)
        return makeTerminal(user);
    VITRINE_TRY_ASSIGN(auto input, makePipe(user));
    VITRINE_TRY_ASSIGN(auto output, makePipe(user));
    VITRINE_TRY_ASSIGN(auto error, makePipe(user));
    Streams streams;
    if (openStdin) {
        streams.input = std::move(input.first);
    } else {
        VITRINE_TRY_ASSIGN(streams.input, openNullInput());
    }
    streams.output = std::move(output.second);
    streams.error = std::move(error.second);
    streams.outer.push_back(std::move(input.second));
    streams.outer.push_back(std::move(output.first));
    streams.outer.push_back(std::move(error.first));
    return streams;
}

} // namespace vitrine::shim
