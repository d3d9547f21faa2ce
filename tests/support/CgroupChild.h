// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/sys/CgroupFs.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

namespace vitrine::test {

/// Runs `body` in a child that sits in the cgroup; its exit status.
inline int runInside(int cgroupFd, const std::function<int()> &body)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(sys::writeControlFile(cgroupFd, "cgroup.procs", "0") ? body() : 99);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// A child that sits in the cgroup until it is killed.
inline pid_t leaveInside(int cgroupFd)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (!sys::writeControlFile(cgroupFd, "cgroup.procs", "0"))
            ::_exit(99);
        while (true)
            ::pause();
    }
    return child;
}

/// Does `step` again on each event of the kernel until nothing is left to wait for, as the helper's event loop does.
template <typename Step> Result<> untilDone(Step step)
{
    for (;;) {
        const Result<UniqueFd> events = step();
        if (!events)
            return failure(events.error());
        pollfd wait{ events->get(), POLLPRI, 0 };
        if (!*events)
            return {};
        if (::poll(&wait, 1, 5000) != 1)
            return failure(ErrorCode::Timeout, "nothing has changed within five seconds");
    }
}

inline Result<> awaitEvent(int cgroupFd, const char *key, const char *value)
{
    return untilDone([&] { return sys::watchCgroupEvent(cgroupFd, key, value); });
}

} // namespace vitrine::test
