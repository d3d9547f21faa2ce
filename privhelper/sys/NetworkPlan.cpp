// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/NetworkPlan.h"

#include <fmt/format.h>

#include <arpa/inet.h>

#include <algorithm>

namespace vitrine::sys {

namespace {

constexpr unsigned kPoolPrefix = 16;
constexpr std::uint32_t kAddressesPerBlock = 250;
constexpr std::uint32_t kFirstAddress = 2; // 1 is the gateway

constexpr std::uint32_t poolBase(std::uint32_t first, std::uint32_t second)
{
    return first << 24 | second << 16;
}

std::uint32_t maskOf(unsigned prefixLength)
{
    return prefixLength == 0 ? 0 : ~std::uint32_t(0) << (32 - prefixLength);
}

} // namespace

std::optional<std::uint32_t> parseIpv4(std::string_view text)
{
    in_addr address{};
    if (::inet_pton(AF_INET, std::string(text).c_str(), &address) != 1)
        return std::nullopt;
    return ntohl(address.s_addr);
}

std::string ipv4Text(std::uint32_t address)
{
    return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 0xff, address >> 8 & 0xff, address & 0xff);
}

std::string subnetText(Subnet subnet)
{
    return fmt::format("{}/{}", ipv4Text(subnet.base), subnet.prefixLength);
}

bool overlap(Subnet a, Subnet b)
{
    const std::uint32_t mask = maskOf(std::min(a.prefixLength, b.prefixLength));
    return (a.base & mask) == (b.base & mask);
}

Result<Subnet> choosePool(const std::vector<Subnet> &hostRoutes)
{
    constexpr unsigned kShortestThatCounts = 8;
    std::vector<Subnet> candidates;
    for (std::uint32_t second = 213; second <= 229; ++second)
        candidates.push_back({ poolBase(10, second), kPoolPrefix });
    for (std::uint32_t second = 29; second <= 31; ++second)
        candidates.push_back({ poolBase(172, second), kPoolPrefix });
    for (const Subnet candidate : candidates) {
        if (std::ranges::none_of(hostRoutes, [&](Subnet route) {
                return route.prefixLength >= kShortestThatCounts && overlap(route, candidate);
            }))
            return candidate;
    }
    return failure(ErrorCode::AddressPoolExhausted,
                   "choosing addresses for the private network: this computer's routes cover all of "
                   "10.213.0.0/16 to 10.229.0.0/16 and 172.29.0.0/16 to 172.31.0.0/16");
}

Subnet poolAround(std::uint32_t address)
{
    return { address & maskOf(kPoolPrefix), kPoolPrefix };
}

std::uint32_t gatewayOf(Subnet pool)
{
    return pool.base + 1;
}

Result<std::uint32_t> addressOf(Subnet pool, std::uint32_t index)
{
    const std::uint32_t blocks = 1U << (24 - pool.prefixLength);
    if (index / kAddressesPerBlock >= blocks)
        return failure(ErrorCode::AddressPoolExhausted,
                       fmt::format("choosing an address: {} has room for {} containers", subnetText(pool),
                                   blocks * kAddressesPerBlock));
    return pool.base + (index / kAddressesPerBlock << 8) + kFirstAddress + index % kAddressesPerBlock;
}

std::string macOf(std::uint32_t address)
{
    return fmt::format("02:76:{:02x}:{:02x}:{:02x}:{:02x}", address >> 24, address >> 16 & 0xff, address >> 8 & 0xff,
                       address & 0xff);
}

std::vector<std::string> nameserversOf(std::string_view resolvConf)
{
    constexpr std::size_t kMaxNameservers = 3; // MAXNS of the resolver
    constexpr std::string_view kKeyword = "nameserver";
    constexpr std::uint32_t kLoopback = 127;
    std::vector<std::string> servers;
    while (!resolvConf.empty() && servers.size() < kMaxNameservers) {
        const std::size_t end = resolvConf.find('\n');
        std::string_view line = resolvConf.substr(0, end);
        resolvConf = end == std::string_view::npos ? std::string_view() : resolvConf.substr(end + 1);
        if (!line.starts_with(kKeyword))
            continue;
        line.remove_prefix(kKeyword.size());
        const std::size_t start = line.find_first_not_of(" \t");
        if (start == 0 || start == std::string_view::npos)
            continue;
        line = line.substr(start, line.find_first_of(" \t\r", start) - start);
        const auto address = parseIpv4(line);
        if (address && *address >> 24 != kLoopback && *address != 0)
            servers.push_back(ipv4Text(*address));
    }
    return servers;
}

} // namespace vitrine::sys
