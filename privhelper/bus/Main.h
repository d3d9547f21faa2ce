// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/Options.h"
#include "privhelper/daemon/HostResources.h"

namespace vitrine::bus {

/// Serves or purges as the options say; the exit status. Failures are told on stderr.
int runHelper(const Options &options, daemon::HostResources &host);

} // namespace vitrine::bus
