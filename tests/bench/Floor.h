// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>

namespace vitrine::bench {

/// The least that a container of ours can cost: clone3 into seven namespaces, id maps, an overlay of `root` with a
/// fresh upper layer under `scratch`, /proc, pivot_root, exec of `program`, and waiting for its end.
Result<> runFloor(const std::string &root, const std::string &scratch, const std::string &program);

} // namespace vitrine::bench
