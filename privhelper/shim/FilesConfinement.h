// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/shim/HostMounts.h"

namespace vitrine::shim {

/// Becomes root of new namespaces (user, mount, network, ipc, uts, cgroup) that have the ids of a container which does
/// not run. The mounts are a private copy of the host's.
Result<> enterIds(const Ids &ids);

/// Becomes root in the user and mount namespace of a container that runs, and in no other of its namespaces: nothing
/// inside can see, signal or trace this process.
Result<> enterContainer(int initPidFd);

/// Ends with the helper, may use little memory, has only the rights over files that root inside has, and makes only the
/// system calls of FilesFilter.h.
Result<> confineToFiles();

} // namespace vitrine::shim
