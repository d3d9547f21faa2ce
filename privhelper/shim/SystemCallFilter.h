// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <linux/filter.h>

#include <vector>

namespace vitrine::shim {

using SystemCallFilter = std::vector<sock_filter>;

/// The program that the helper compiled, from its memfd.
Result<SystemCallFilter> readFilter(int fd);
/// Holds this process, and what it forks and becomes, to the filter, and gives up new privileges. The filter lets
/// through what the set-up of a command still has to do. Once a container and once an exec: the kernel takes some half
/// a millisecond to compile it, and a process that is forked afterwards has it for nothing.
Result<> loadFilter(const SystemCallFilter &filter);

} // namespace vitrine::shim
