// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/plan/MountPlan.h"
#include "privhelper/shim/MountTree.h"

#include <cstdint>
#include <functional>

namespace vitrine::shim {

/// Attributes of a mount (mount_setattr(2)) that the specification asks for; what every mount has comes to it.
std::uint64_t wishedAttributes(const plan::UserMount &mount);

/// Attaches one mount of the specification below `rootFd`, in the container's own user and mount namespace: at its
/// start and while it runs. `given` holds the detached mounts from the host's side; without one a tmpfs is made. What
/// is missing of the target is made; RootfsUnsafe where it leads to the root or to a window of the kernel. `before` is
/// called with the target and the mount while the target can still be seen. The number of the mount.
using BeforeAttaching = std::function<Result<>(int targetFd, int mountFd)>;
Result<std::uint64_t> attachUserMount(int rootFd, const plan::UserMount &mount, MountTree given,
                                      const BeforeAttaching &before = {});

} // namespace vitrine::shim
