// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

namespace vitrine::sys {

/// Makes the mount `rootFd` the root of this mount namespace and lets go of everything that was mounted before.
Result<> pivotInto(int rootFd);

} // namespace vitrine::sys
