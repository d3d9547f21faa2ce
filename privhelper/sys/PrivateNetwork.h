// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/shim/ShimConfig.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::sys {

/// Name of the host's side of the veth pair: "vt" + the first 12 digits of the id.
std::string hostInterfaceName(const std::string &id);

/// Address, gateway and name servers for the container with this index in the id pool. Pure but for the name servers,
/// which are the host's own (never a loopback resolver), and the pool, which avoids the host's routes.
Result<shim::NetworkConfig> planNetwork(std::uint32_t index);

/// Makes the bridge and Vitrine's nft table if they are not there, then a veth pair into the network namespace
/// `netnsFd`, with address, route, isolation from other containers and from the host, and NAT.
Result<> attachNetwork(const std::string &id, int netnsFd, const shim::NetworkConfig &config);

/// Removes the pair, and with the last one the bridge, the table and what was changed for forwarding. Not an error when
/// absent.
Result<> detachNetwork(const std::string &id);

/// The rules as they were set last, and as the kernel has listed them since.
struct KnownRules {
    std::string wanted;
    std::string listing;
};

/// Puts back what the networks that are there need: the bridge's address, forwarding, and the rules unless they are
/// still as `known`. After `nft flush ruleset`, a reload of another firewall, or a new interface to the outside.
/// Removes what a killed helper left of a last network.
Result<> refreshNetwork(KnownRules &known);

/// Ids (their first 12 digits) that have a host interface: what a restarted helper finds.
Result<std::vector<std::string>> attachedNetworks();

} // namespace vitrine::sys
