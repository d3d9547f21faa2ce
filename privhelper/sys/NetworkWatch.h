// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <vector>

namespace vitrine::sys {

/// Sockets that become readable when anybody changes interfaces, their IPv4 addresses, or the firewall's rules in this
/// network namespace. What comes is only good for being read away: look what there is, and do not trust the order.
Result<std::vector<UniqueFd>> openNetworkWatch();

} // namespace vitrine::sys
