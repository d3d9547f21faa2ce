// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/SystemCallFilter.h"

namespace vitrine::shim {

/// What PID 1 takes over from the shim by the fork.
struct InitContext {
    const ShimConfig &config;
    HostMounts &mounts;
    const SystemCallFilter &filter;
    UniqueFd link; ///< to the shim (ChildLink.h)
    UniqueFd status; ///< pipe for the command's wait status
};

/// PID 1 of a new container, from its first instant on: waits for "go", sets everything up, forks the command and
/// becomes the reaper. A failure goes to the shim and ends the process.
[[noreturn]] void runContainerInit(InitContext context);

} // namespace vitrine::shim
