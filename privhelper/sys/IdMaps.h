// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/plan/IdMapPlan.h"

#include <sys/types.h>

namespace vitrine::sys {

/// Writes the maps of the user namespace of `pid` and reads them back. They can be written once only.
Result<> writeIdMaps(pid_t pid, const plan::IdMap &uids, const plan::IdMap &gids);

/// A user namespace that holds nothing but these maps, for sys::mapIds().
Result<UniqueFd> makeMappingNamespace(const plan::IdMap &uids, const plan::IdMap &gids);

} // namespace vitrine::sys
