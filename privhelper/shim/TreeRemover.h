// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <functional>
#include <string>

namespace vitrine::shim {

/// Removes `name` from the directory `parentFd` with everything in it, however deep, and says how many files and
/// folders that were. Never leaves the mount: what something is mounted on stays (Busy), and what is mounted there is
/// not touched. Others may change the tree meanwhile. `goesOn` is asked now and then; Cancelled when it says no.
Result<std::uint64_t> removeTree(int parentFd, const std::string &name, const std::function<bool()> &goesOn);

} // namespace vitrine::shim
