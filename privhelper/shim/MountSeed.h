// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/plan/UserPlan.h"
#include "privhelper/sys/TreeCopy.h"

namespace vitrine::shim {

/// Fills a new mount with what the root has in the place where it is about to be mounted: `targetFd` is that directory.
/// Inside the container's namespaces, so that no file gets an id that is not the container's. Timeout for what takes
/// too long for a start.
Result<sys::TreeTotals> seedMount(int targetFd, int mountFd);

/// The same for a new volume: one that belongs to root takes the directory's owner and mode too; one that was given
/// another owner keeps it.
Result<> seedVolume(int targetFd, int volumeFd);

/// The directory of the volume `volumeFd` becomes this user's.
Result<> giveVolume(int volumeFd, const plan::User &owner);

} // namespace vitrine::shim
