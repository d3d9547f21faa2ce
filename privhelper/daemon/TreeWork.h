// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/daemon/HostResources.h"

#include <cstdint>

namespace vitrine::daemon {

enum class TreeWork : std::uint8_t { Copy, Measure };

/// What this program does when the helper has started it for a tree of the store (TreeJob.h): first it gives up every
/// right but those over the files of the store.
Result<> runTreeWork(TreeWork work, HostResources &host);

} // namespace vitrine::daemon
