// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <linux/filter.h>

#include <vector>

namespace vitrine::shim {

using SystemCallFilter = std::vector<sock_filter>;

/// The program that the helper compiled, from its memfd.
Result<SystemCallFilter> readFilter(int fd);
/// Holds this process and what it becomes to the filter. Needs no_new_privs.
Result<> loadFilter(const SystemCallFilter &filter);

} // namespace vitrine::shim
