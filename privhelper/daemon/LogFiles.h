// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <vector>

namespace vitrine::daemon {

/// The halves of the log in a container's state directory, for reading, the one that was written to last at the end.
/// Empty before the first start.
Result<std::vector<UniqueFd>> openLogFiles(int containerDirFd);

} // namespace vitrine::daemon
