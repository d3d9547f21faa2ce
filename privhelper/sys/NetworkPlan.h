// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::sys {

/// A range of IPv4 addresses, in host byte order.
struct Subnet {
    std::uint32_t base = 0;
    unsigned prefixLength = 0;
    bool operator==(const Subnet &) const = default;
};

std::optional<std::uint32_t> parseIpv4(std::string_view text);
std::string ipv4Text(std::uint32_t address);
std::string subnetText(Subnet subnet); ///< "10.213.0.0/16"
bool overlap(Subnet a, Subnet b);

/// The first of Vitrine's candidates (10.213.0.0/16 to 10.229.0.0/16, then 172.29.0.0/16 to 172.31.0.0/16) that none of
/// the host's routes covers or lies in. Routes shorter than /8 are ways to everywhere and do not count.
/// AddressPoolExhausted when there is none.
Result<Subnet> choosePool(const std::vector<Subnet> &hostRoutes);

/// The candidate that an address of it lies in.
Subnet poolAround(std::uint32_t address);
/// Pool address 1.
std::uint32_t gatewayOf(Subnet pool);
/// Address of the container with this index: 250 to each block of 256, so that no last part is 0 or 255.
/// AddressPoolExhausted when the pool is too small.
Result<std::uint32_t> addressOf(Subnet pool, std::uint32_t index);
/// The locally administered MAC address that belongs to an address.
std::string macOf(std::uint32_t address);

/// IPv4 name servers of a resolv.conf that a container can reach (not a loopback resolver), three at most.
std::vector<std::string> nameserversOf(std::string_view resolvConf);

} // namespace vitrine::sys
