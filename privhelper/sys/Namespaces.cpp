// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Namespaces.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace vitrine::sys {

Result<Cloned> cloneProcess(std::uint64_t flags, int cgroupFd)
{
    int pidFd = -1;
    clone_args args{};
    args.flags = flags | CLONE_PIDFD | (cgroupFd >= 0 ? CLONE_INTO_CGROUP : 0);
    args.pidfd = reinterpret_cast<std::uint64_t>(&pidFd);
    // With CLONE_PARENT the kernel takes the signal from the calling process and wants none here.
    args.exit_signal = (flags & CLONE_PARENT) != 0 ? 0 : SIGCHLD;
    args.cgroup = cgroupFd >= 0 ? static_cast<std::uint64_t>(cgroupFd) : 0;
    const long pid = ::syscall(SYS_clone3, &args, sizeof args);
    if (pid < 0)
        return failErrno(errno, "making a process in new namespaces");
    if (pid == 0)
        return Cloned{};
    return Cloned{ static_cast<pid_t>(pid), UniqueFd(pidFd) };
}

Result<UniqueFd> openNamespace(pid_t pid, const std::string &name)
{
    const std::string path = fmt::format("/proc/{}/ns/{}", pid, name);
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd)
        return failErrno(errno, fmt::format("opening {}", path));
    return fd;
}

Result<> joinNamespaces(int pidFd)
{
    constexpr int kAll =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP;
    if (::setns(pidFd, kAll) < 0)
        return failErrno(errno, "entering the namespaces of the container");
    return {};
}

Result<> joinMounts(int pidFd)
{
    if (::setns(pidFd, CLONE_NEWUSER | CLONE_NEWNS) < 0)
        return failErrno(errno, "entering the mounts of the container");
    return {};
}

Result<pid_t> pidOf(int pidFd)
{
    VITRINE_TRY_ASSIGN(const std::string number,
                       readFieldAt(AT_FDCWD, fmt::format("/proc/self/fdinfo/{}", pidFd), "Pid:"));
    if (const auto pid = parseNumber<int>(number); pid && *pid > 0)
        return *pid;
    return failure(ErrorCode::NotFound, "the process has ended");
}

Result<> setHostname(const std::string &name)
{
    if (::sethostname(name.data(), name.size()) < 0)
        return failErrno(errno, fmt::format("setting the host name to {}", name));
    return {};
}

Result<> bringLoopbackUp()
{
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket)
        return failErrno(errno, "opening a socket for the loopback device");
    ifreq request{};
    std::memcpy(request.ifr_name, "lo", sizeof "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) < 0)
        return failErrno(errno, "bringing the loopback device up");
    return {};
}

void killProcess(int pidFd)
{
    ::syscall(SYS_pidfd_send_signal, pidFd, SIGKILL, nullptr, 0);
}

Result<int> waitForProcess(int pidFd)
{
    siginfo_t info{};
    while (::waitid(P_PIDFD, static_cast<id_t>(pidFd), &info, WEXITED) < 0) {
        if (errno != EINTR)
            return failErrno(errno, "waiting for a process");
    }
    if (info.si_code == CLD_EXITED)
        return W_EXITCODE(info.si_status, 0);
    return W_EXITCODE(0, info.si_status);
}

} // namespace vitrine::sys
