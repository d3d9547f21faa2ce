// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace vitrine::sys {

/// The result of a fork: pid is 0 in the child, which has no descriptor of itself.
struct Cloned {
    pid_t pid = 0;
    UniqueFd pidFd;
};

/// Forks into new namespaces (CLONE_NEW…, CLONE_PARENT) and, from its first instant, into the cgroup `cgroupFd` (-1:
/// stays). The child must end with _exit() or exec.
Result<Cloned> cloneProcess(std::uint64_t flags, int cgroupFd);

/// The namespace `name` ("net", "user"…) of `pid`.
Result<UniqueFd> openNamespace(pid_t pid, const std::string &name);

/// Enters all seven namespaces of a container by the pidfd of one of its processes. A fork later is in its pid
/// namespace.
Result<> joinNamespaces(int pidFd);

/// Enters only the two in which mounts are made, so that no process of the container comes to see this one.
Result<> joinMounts(int pidFd);

/// The number of the process that `pidFd` holds, as this process sees it; NotFound when it has ended.
Result<pid_t> pidOf(int pidFd);

Result<> setHostname(const std::string &name);
Result<> bringLoopbackUp();

/// Best effort: a process that is gone is no failure.
void killProcess(int pidFd);

/// Waits for a child; its status is as waitpid() gives it.
Result<int> waitForProcess(int pidFd);

} // namespace vitrine::sys
