// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/HostResources.h"

#include <cstdint>
#include <string>

namespace vitrine::daemon {

/// Whether `pidfd` stands for the first process of the container, which is known to be `initPid`. The shim that passes
/// it has given its rights up, and the container may have taken it over; but root signals and enters what it passes.
Result<> checkInit(HostResources &host, const std::string &id, std::uint32_t initPid, int pidfd);

} // namespace vitrine::daemon
