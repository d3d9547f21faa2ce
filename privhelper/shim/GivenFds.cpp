// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/GivenFds.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/sys/Capabilities.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <vector>

namespace vitrine::shim {

namespace {

constexpr std::size_t kMaxConfigBytes = 4 * 1024 * 1024;

/// The helper starts the shim right in its cgroup where it can: to move a process costs a grace period of the kernel,
/// which is many times the rest of a start. Then there is nothing left to do.
Result<> enterCgroup(int cgroupFd)
{
    const UniqueFd processes(::openat(cgroupFd, "cgroup.procs", O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (!processes)
        return failErrno(errno, "opening the shim's cgroup");
    VITRINE_TRY_ASSIGN(const std::string inside, readAll(processes.get(), kMaxConfigBytes));
    const std::vector<std::string_view> pids = split(inside, '\n');
    if (std::ranges::find(pids, std::to_string(::getpid())) != pids.end())
        return {};
    if (::write(processes.get(), "0", 1) != 1)
        return failErrno(errno, "entering the shim's cgroup");
    return {};
}

/// exec is given fewer descriptors than start: so that no other comes to stand where closeGiven() closes.
Result<> fillHoles()
{
    UniqueFd low(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const UniqueFd null(::fcntl(low.get(), F_DUPFD_CLOEXEC, kFirstSourceFd));
    low.reset(); // it may have been given one of these places
    for (int fd = kConfigFd; fd < kFirstSourceFd; ++fd) {
        if (::fcntl(fd, F_GETFD) < 0 && ::fcntl(null.get(), F_DUPFD_CLOEXEC, fd) != fd)
            return failErrno(errno, "filling the places of descriptors");
    }
    return {};
}

} // namespace

Result<> settleIn(OwnCgroup cgroup)
{
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) < 0)
        return failErrno(errno, "holding descriptors back");
    ::umask(0);
    struct sigaction ignore { };
    ignore.sa_handler = SIG_IGN;
    // The end of a session or of the computer comes to the container, and the shim is there to say how it took it.
    for (const int number : { SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGQUIT })
        ::sigaction(number, &ignore, nullptr);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (::chdir("/") < 0)
        return failErrno(errno, "entering /");
    if (cgroup == OwnCgroup::Enter && ::fcntl(kShimCgroupFd, F_GETFD) >= 0)
        VITRINE_TRY(enterCgroup(kShimCgroupFd));
    return fillHoles();
}

Result<std::string> readConfig()
{
    if (::lseek(kConfigFd, 0, SEEK_SET) < 0)
        return failErrno(errno, "reading the configuration");
    return readAll(kConfigFd, kMaxConfigBytes);
}

Result<> becomeUnprivileged(std::uint32_t shimUid)
{
    if (shimUid == 0)
        return failure(ErrorCode::InvalidConfig, "the shim has no id to become");
    VITRINE_TRY(sys::limitCapabilities(0));
    if (::setgroups(0, nullptr) < 0 || ::setresgid(shimUid, shimUid, shimUid) < 0
        || ::setresuid(shimUid, shimUid, shimUid) < 0)
        return failErrno(errno, "giving up the rights of root");
    VITRINE_TRY(sys::setCapabilities(0));
    VITRINE_TRY(sys::setNoNewPrivileges());
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    return {};
}

void closeGiven(std::size_t sourceCount)
{
    const unsigned last = static_cast<unsigned>(kFirstSourceFd) + static_cast<unsigned>(sourceCount) - 1;
    ::syscall(SYS_close_range, static_cast<unsigned>(kConfigFd), last, 0U);
}

} // namespace vitrine::shim
