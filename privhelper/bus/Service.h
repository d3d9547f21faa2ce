// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/bus/Options.h"
#include "privhelper/daemon/HostResources.h"

namespace vitrine::bus {

/// Serves io.vitrine.Helper1 until it has been idle for a while, or SIGTERM. Containers run on without it. The signals
/// that it waits for must not be needed by the caller.
Result<> runService(const Options &options, daemon::HostResources &host);

/// Wakes the helper of the system bus: one Ping.
Result<> wakeService();

} // namespace vitrine::bus
