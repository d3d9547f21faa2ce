// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/sys/NetworkPlan.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::sys {

/// What the rules are made from.
struct NetworkRules {
    struct Port {
        std::string interface; ///< the host's side of a pair
        std::uint32_t address = 0; ///< the only one that may be used behind it, with macOf(address)
    };
    std::string bridge;
    Subnet pool;
    std::vector<Port> ports;
    /// Interfaces that forward for Vitrine's sake only: nothing else may be forwarded from them.
    std::vector<std::string> borrowed;
};

/// nft commands that replace the tables `inet vitrine` and `bridge vitrine` by those for these rules. Pure.
std::string rulesText(const NetworkRules &rules);

/// Runs rulesText() as one transaction of the kernel's. Unsupported when the host has no nftables.
Result<> applyRules(const NetworkRules &rules);
Result<> removeRules();
/// Both tables as the kernel has them; "" when neither is there.
Result<std::string> listRules();

/// Number of the kernel's state of all rules, of every table: each transaction adds one
/// (net/netfilter/nf_tables_api.c).
Result<std::uint32_t> rulesGeneration();

/// Chains, other than Vitrine's, that drop what is forwarded by policy, each as "family table chain" ("ip filter
/// FORWARD", as docker and ufw set it), and firewalld's, from the JSON of `nft -j list chains`. Pure.
std::vector<std::string> forwardDroppers(std::string_view json);
/// The same of this host.
Result<std::vector<std::string>> findForwardDroppers();

} // namespace vitrine::sys
