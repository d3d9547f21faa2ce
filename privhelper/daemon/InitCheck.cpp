// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/InitCheck.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/daemon/Pidfd.h"

#include <fmt/format.h>

#include <fcntl.h>

#include <cerrno>

namespace vitrine::daemon {

namespace {

/// The process that a descriptor stands for.
Result<pid_t> pidOf(int pidfd)
{
    const auto number = readFieldAt(AT_FDCWD, fmt::format("/proc/self/fdinfo/{}", pidfd), "Pid:");
    if (!number)
        return failure(ErrorCode::Protocol, "the shim passed something that is no process");
    if (const auto pid = parseNumber<pid_t>(*number); pid && *pid > 0)
        return *pid;
    return failure(ErrorCode::NotFound, "the container's first process has ended");
}

} // namespace

Result<> checkInit(HostResources &host, const std::string &id, std::uint32_t initPid, int pidfd)
{
    VITRINE_TRY_ASSIGN(const pid_t pid, pidOf(pidfd));
    if (static_cast<std::uint32_t>(pid) != initPid)
        return failure(ErrorCode::Protocol, fmt::format("the shim passed process {} for its container's", pid));
    VITRINE_TRY_ASSIGN(const bool isInside, host.isOfContainer(id, pid));
    if (!isInside)
        return failure(ErrorCode::Protocol, fmt::format("process {} is not in the container's cgroup", pid));
    // Reaped in the meantime, its number may have been another's when the cgroup was read.
    if (::pidfd_send_signal(pidfd, 0, nullptr, 0) != 0)
        return failErrno(errno, "looking for the container's first process");
    return {};
}

} // namespace vitrine::daemon
