// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

namespace vitrine::shim {

/// A tmpfs over /run of this mount namespace, which is a copy of the host's: nothing below it is needed any more.
Result<UniqueFd> mountScratch();

/// A directory of that, made.
Result<UniqueFd> scratchDirectory(int scratchFd, const char *name);

/// The overlay of `lower` and of the directory `layer`, which holds "upper" and "work", both put below `scratchFd`, as
/// a detached mount. Unsupported where it cannot be written.
Result<UniqueFd> mountOverlay(int scratchFd, int lowerFd, int layerFd);

} // namespace vitrine::shim
