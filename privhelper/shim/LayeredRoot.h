// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <vector>

namespace vitrine::shim {

/// A tmpfs over /run of this mount namespace, which is a copy of the host's: nothing below it is needed any more.
Result<UniqueFd> mountScratch();

/// A directory of that, made.
Result<UniqueFd> scratchDirectory(int scratchFd, const char *name);

/// The overlay of `lowers`, the lowest first, and of the directory `layer`, which holds "upper" and "work", all put
/// below `scratchFd`, as a detached mount. Unsupported where it cannot be written.
Result<UniqueFd> mountOverlay(int scratchFd, const std::vector<UniqueFd> &lowers, int layerFd);

/// The same of two `lowers` and more alone, read-only.
Result<UniqueFd> mountLowers(int scratchFd, const std::vector<UniqueFd> &lowers);

} // namespace vitrine::shim
