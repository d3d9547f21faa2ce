// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/MountPlan.h"
#include "core/plan/UserPlan.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/MountTree.h"

namespace vitrine::shim {

/// A detached copy of bind mount `sourceFd`, in which the owner's files are those of `user` inside (under Me: the
/// owner's) and files of no other id can be made. A socket is not mapped, and its mount read-only. Unsupported, with
/// what to do, where the file system cannot map ids and the mount is to be writable.
///
/// With `wish.recursive` also what is mounted below it, as this computer shows it now: each is mapped alike. One whose
/// file system cannot map ids can be read only, and a window of the kernel (proc) is left out; the notes name them.
/// What is hidden by another mount stays so.
Result<MountTree> makeBindMount(const ShimConfig &config, const Ids &ids, int sourceFd, const plan::UserMount &wish,
                                const plan::User &user);

} // namespace vitrine::shim
