// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <limits>
#include <string>

namespace vitrine::daemon {

inline constexpr std::size_t kNoPurgeBudget = std::numeric_limits<std::size_t>::max();

/// Deletes the tree `name` in the directory `parentFd`, whatever a container has put there: it follows no link, knows
/// no depth (a directory found deeper down is first moved up) and holds few descriptors. False when `budget` entries
/// were looked at and some are left.
Result<bool> purgeTree(int parentFd, const std::string &name, std::size_t budget = kNoPurgeBudget);

} // namespace vitrine::daemon
