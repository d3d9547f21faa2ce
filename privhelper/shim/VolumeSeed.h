// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

namespace vitrine::shim {

/// Fills a new volume with what the root has in the place where it is about to be mounted: `targetFd` is that
/// directory, `volumeFd` the mount. A volume that belongs to root takes the directory's owner and mode too; one that
/// was given another owner keeps it. Inside the container's namespaces, so that no file gets an id that is not the
/// container's. Timeout for what takes too long for a start.
Result<> seedVolume(int targetFd, int volumeFd);

} // namespace vitrine::shim
