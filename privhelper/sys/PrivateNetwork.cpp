// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/PrivateNetwork.h"

#include "core/base/ScopeExit.h"
#include "core/base/Try.h"
#include "privhelper/sys/NetworkPlan.h"
#include "privhelper/sys/NftRules.h"
#include "privhelper/sys/ProcSys.h"
#include "privhelper/sys/Rtnetlink.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <sstream>
#include <thread>

namespace vitrine::sys {

namespace {

// Nothing of all this is kept in a file. The kernel keeps it, and a helper that was started anew reads it there: the
// pool is the bridge's address, a container's address is the alias of its interface, and the interfaces that forward
// for our sake are the bridge's alias.
constexpr const char *kBridge = "vitrine0";
constexpr std::string_view kPortPrefix = "vt";
constexpr std::size_t kIdDigits = 12;
constexpr std::string_view kBorrowedPrefix = "forwards ";
constexpr std::size_t kMaxAlias = 255; // IFALIASZ - 1

std::string setting(const std::string &interface, const char *name)
{
    return fmt::format("net/ipv4/conf/{}/{}", interface, name);
}

/// Setting for IPv6, which may not be in the kernel at all.
Result<> switchOffIpv6(const ProcSys &proc, const std::string &interface)
{
    for (const auto &[name, value] : { std::pair("accept_ra", "0"), std::pair("disable_ipv6", "1") }) {
        const auto written = proc.write(fmt::format("net/ipv6/conf/{}/{}", interface, name), value);
        if (!written && written.error().code != ErrorCode::NotFound)
            return written;
    }
    return {};
}

std::vector<std::string> borrowedBy(const LinkInfo &bridge)
{
    std::vector<std::string> names;
    if (!bridge.alias.starts_with(kBorrowedPrefix))
        return names;
    std::istringstream words(bridge.alias.substr(kBorrowedPrefix.size()));
    for (std::string name; words >> name;)
        names.push_back(name);
    return names;
}

bool isPort(const LinkInfo &link)
{
    return link.name.starts_with(kPortPrefix) && link.name.size() == kPortPrefix.size() + kIdDigits
        && parseIpv4(link.alias).has_value();
}

/// Per-interface forwarding, never the global switch. The kernel asks the interface that a packet comes in by, so
/// answers need it on the way in from outside, too. Those that were off are noted before they are switched on.
Result<> borrowForwarding(Rtnetlink &netlink, const ProcSys &proc, const std::vector<LinkInfo> &links,
                          const LinkInfo &bridge)
{
    std::vector<std::string> borrowed = borrowedBy(bridge);
    for (const LinkInfo &link : links) {
        if (link.isLoopback || link.index == bridge.index || link.master != 0 || isPort(link))
            continue;
        if (proc.read(setting(link.name, "forwarding")).value_or("1") != "0")
            continue;
        if (std::ranges::find(borrowed, link.name) == borrowed.end()) {
            std::string alias(kBorrowedPrefix);
            for (const std::string &name : borrowed)
                alias += name + " ";
            alias += link.name;
            if (alias.size() > kMaxAlias)
                continue;
            VITRINE_TRY(netlink.setAlias(bridge.index, alias));
            borrowed.push_back(link.name);
        }
        VITRINE_TRY(proc.write(setting(link.name, "forwarding"), "1"));
    }
    return {};
}

/// Puts back what borrowForwarding() changed, unless somebody has made the whole computer a router since.
void returnForwarding(const ProcSys &proc, const std::vector<std::string> &borrowed)
{
    if (proc.read("net/ipv4/ip_forward").value_or("0") != "0")
        return;
    for (const std::string &name : borrowed)
        (void)proc.write(setting(name, "forwarding"), "0"); // an interface that is gone took its setting with it
}

Result<Subnet> poolOfBridge(Rtnetlink &netlink, int index)
{
    VITRINE_TRY_ASSIGN(const auto addresses, netlink.addresses(index));
    if (addresses.empty())
        return failure(ErrorCode::BadState, fmt::format("reading the address of {}: it has none", kBridge));
    const Subnet own = addresses.front();
    return Subnet{ own.base & ~std::uint32_t(0) << (32 - own.prefixLength), own.prefixLength };
}

Result<> setUpBridge(Rtnetlink &netlink, const ProcSys &proc, const shim::NetworkConfig &config)
{
    VITRINE_TRY(netlink.makeBridge(kBridge));
    VITRINE_TRY_ASSIGN(const auto links, netlink.links());
    const LinkInfo *bridge = findLink(links, kBridge);
    const auto gateway = parseIpv4(config.gateway);
    if (bridge == nullptr || !gateway)
        return failure(ErrorCode::BadState, fmt::format("setting up {}: no gateway address", kBridge));
    ScopeExit undo([&] { (void)netlink.removeLink(bridge->index); });
    VITRINE_TRY(switchOffIpv6(proc, kBridge));
    for (const auto &[name, value] : { std::pair("route_localnet", "0"), std::pair("send_redirects", "0"),
                                       std::pair("accept_redirects", "0"), std::pair("forwarding", "1") })
        VITRINE_TRY(proc.write(setting(kBridge, name), value));
    VITRINE_TRY(netlink.addAddress(bridge->index, *gateway, config.prefixLength));
    VITRINE_TRY(netlink.setUp(bridge->index));
    undo.dismiss();
    return {};
}

/// Forwarding, and the rules for what is there now.
Result<NetworkRules> planRules(Rtnetlink &netlink, const ProcSys &proc)
{
    VITRINE_TRY_ASSIGN(auto links, netlink.links());
    const LinkInfo *bridge = findLink(links, kBridge);
    if (bridge == nullptr)
        return failure(ErrorCode::NotFound, fmt::format("setting the rules of {}: it is gone", kBridge));
    VITRINE_TRY(borrowForwarding(netlink, proc, links, *bridge));
    VITRINE_TRY_ASSIGN(links, netlink.links());
    bridge = findLink(links, kBridge);
    if (bridge == nullptr)
        return failure(ErrorCode::NotFound, fmt::format("setting the rules of {}: it is gone", kBridge));
    NetworkRules rules;
    rules.bridge = kBridge;
    VITRINE_TRY_ASSIGN(rules.pool, poolOfBridge(netlink, bridge->index));
    rules.borrowed = borrowedBy(*bridge);
    for (const LinkInfo &link : links) {
        if (isPort(link) && link.master == bridge->index)
            rules.ports.push_back({ link.name, *parseIpv4(link.alias) });
    }
    return rules;
}

/// A bridge that somebody has taken its address from: its ports know where it was.
Result<> repairBridge(Rtnetlink &netlink, const ProcSys &proc, const std::vector<LinkInfo> &links,
                      const LinkInfo &bridge)
{
    const auto port = std::ranges::find_if(links, isPort);
    VITRINE_TRY_ASSIGN(const auto addresses, netlink.addresses(bridge.index));
    if (addresses.empty() && port != links.end()) {
        const Subnet pool = poolAround(*parseIpv4(port->alias));
        VITRINE_TRY(netlink.addAddress(bridge.index, gatewayOf(pool), pool.prefixLength));
    }
    VITRINE_TRY(netlink.setUp(bridge.index));
    return proc.write(setting(kBridge, "forwarding"), "1");
}

Result<> takeDownIfLast(Rtnetlink &netlink)
{
    VITRINE_TRY_ASSIGN(const auto links, netlink.links());
    if (std::ranges::any_of(links, isPort))
        return {};
    if (const LinkInfo *bridge = findLink(links, kBridge)) {
        VITRINE_TRY_ASSIGN(const ProcSys proc, ProcSys::open());
        returnForwarding(proc, borrowedBy(*bridge));
        // The bridge last: while it is there, a helper that was killed on the way finds that there is something to
        // remove.
        VITRINE_TRY(removeRules());
        return netlink.removeLink(bridge->index);
    }
    return removeRules();
}

Result<> configureInside(const shim::NetworkConfig &config)
{
    const auto address = parseIpv4(config.address);
    const auto gateway = parseIpv4(config.gateway);
    if (!address || !gateway)
        return failure(ErrorCode::InvalidArgs, "setting up the container's network: an address is none");
    VITRINE_TRY_ASSIGN(const ProcSys proc, ProcSys::open());
    VITRINE_TRY_ASSIGN(Rtnetlink netlink, Rtnetlink::open());
    VITRINE_TRY_ASSIGN(const auto links, netlink.links());
    const LinkInfo *loopback = findLink(links, "lo");
    const LinkInfo *inner = findLink(links, "eth0");
    if (loopback == nullptr || inner == nullptr)
        return failure(ErrorCode::BadState, "setting up the container's network: its interfaces are gone");
    for (const char *interface : { "all", "default", "eth0" })
        VITRINE_TRY(switchOffIpv6(proc, interface));
    VITRINE_TRY(netlink.setUp(loopback->index));
    VITRINE_TRY(netlink.addAddress(inner->index, *address, config.prefixLength));
    VITRINE_TRY(netlink.setUp(inner->index));
    return netlink.addDefaultRoute(inner->index, *gateway);
}

/// A thread of its own enters the namespace: nothing of this process ever has to find its way back.
Result<> configureNamespace(int netnsFd, const shim::NetworkConfig &config)
{
    Result<> result;
    std::thread inside([&] {
        if (::setns(netnsFd, CLONE_NEWNET) < 0)
            result = failErrno(errno, "entering the container's network namespace");
        else
            result = configureInside(config);
    });
    inside.join();
    return result;
}

std::vector<std::string> hostNameservers()
{
    // The second is what systemd-resolved knows itself, where the first names only its loopback address.
    for (const auto &[directory, name] :
         { std::pair("/etc", "resolv.conf"), std::pair("/run/systemd/resolve", "resolv.conf") }) {
        const UniqueFd parent(::open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC));
        const UniqueFd file(::openat(parent.get(), name, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        std::string text(16 * 1024, '\0');
        const ssize_t got = ::read(file.get(), text.data(), text.size());
        text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        if (auto servers = nameserversOf(text); !servers.empty())
            return servers;
    }
    return {};
}

} // namespace

std::string hostInterfaceName(const std::string &id)
{
    return std::string(kPortPrefix) + id.substr(0, kIdDigits);
}

Result<shim::NetworkConfig> planNetwork(std::uint32_t index)
{
    VITRINE_TRY_ASSIGN(Rtnetlink netlink, Rtnetlink::open());
    VITRINE_TRY_ASSIGN(const auto links, netlink.links());
    Subnet pool;
    if (const LinkInfo *bridge = findLink(links, kBridge)) {
        VITRINE_TRY_ASSIGN(pool, poolOfBridge(netlink, bridge->index));
    } else {
        VITRINE_TRY_ASSIGN(const auto routes, netlink.routes(0));
        VITRINE_TRY_ASSIGN(pool, choosePool(routes));
    }
    VITRINE_TRY_ASSIGN(const std::uint32_t address, addressOf(pool, index));
    return shim::NetworkConfig{ ipv4Text(address), pool.prefixLength, ipv4Text(gatewayOf(pool)), hostNameservers() };
}

Result<> attachNetwork(const std::string &id, int netnsFd, const shim::NetworkConfig &config)
{
    const std::string name = hostInterfaceName(id);
    const auto address = parseIpv4(config.address);
    if (!address || name.size() != kPortPrefix.size() + kIdDigits)
        return failure(ErrorCode::InvalidArgs, fmt::format("setting up the network of {}: no address or no id", id));
    VITRINE_TRY_ASSIGN(Rtnetlink netlink, Rtnetlink::open());
    VITRINE_TRY_ASSIGN(const ProcSys proc, ProcSys::open());
    ScopeExit undo([&] { (void)detachNetwork(id); });
    VITRINE_TRY_ASSIGN(auto links, netlink.links());
    if (findLink(links, name) != nullptr) {
        undo.dismiss(); // somebody else's, or this container's from before: not ours to remove
        return failure(ErrorCode::NameInUse,
                       fmt::format("setting up the network of {}: {} is there already", id, name));
    }
    if (findLink(links, kBridge) == nullptr)
        VITRINE_TRY(setUpBridge(netlink, proc, config));
    VITRINE_TRY_ASSIGN(links, netlink.links());
    const LinkInfo *bridge = findLink(links, kBridge);
    VITRINE_TRY_ASSIGN(const Subnet pool, poolOfBridge(netlink, bridge != nullptr ? bridge->index : 0));
    if (bridge == nullptr || !overlap(pool, { *address, 32 }))
        return failure(
            ErrorCode::BadState,
            fmt::format("setting up the network of {}: {} is not in {}", id, config.address, subnetText(pool)));
    VITRINE_TRY(netlink.makeVeth({ name, bridge->index, "eth0", macOf(*address), netnsFd }));
    VITRINE_TRY_ASSIGN(links, netlink.links());
    const LinkInfo *port = findLink(links, name);
    if (port == nullptr)
        return failure(ErrorCode::BadState, fmt::format("setting up the network of {}: {} is gone", id, name));
    VITRINE_TRY(netlink.setAlias(port->index, config.address));
    VITRINE_TRY(netlink.isolatePort(port->index));
    VITRINE_TRY(switchOffIpv6(proc, name));
    VITRINE_TRY_ASSIGN(const NetworkRules rules, planRules(netlink, proc));
    VITRINE_TRY(applyRules(rules));
    VITRINE_TRY(configureNamespace(netnsFd, config));
    VITRINE_TRY(netlink.setUp(port->index)); // last: no packet before the rules
    undo.dismiss();
    return {};
}

Result<> detachNetwork(const std::string &id)
{
    VITRINE_TRY_ASSIGN(Rtnetlink netlink, Rtnetlink::open());
    VITRINE_TRY_ASSIGN(const auto links, netlink.links());
    const LinkInfo *port = findLink(links, hostInterfaceName(id));
    const LinkInfo *bridge = findLink(links, kBridge);
    if (port != nullptr && (isPort(*port) || (bridge != nullptr && port->master == bridge->index)))
        VITRINE_TRY(netlink.removeLink(port->index));
    if (bridge == nullptr && port == nullptr)
        return {};
    return takeDownIfLast(netlink);
}

Result<> refreshNetwork(KnownRules &known)
{
    VITRINE_TRY_ASSIGN(Rtnetlink netlink, Rtnetlink::open());
    VITRINE_TRY_ASSIGN(const auto links, netlink.links());
    const LinkInfo *bridge = findLink(links, kBridge);
    if (bridge == nullptr)
        return {};
    if (std::ranges::none_of(links, isPort))
        return takeDownIfLast(netlink);
    VITRINE_TRY_ASSIGN(const ProcSys proc, ProcSys::open());
    VITRINE_TRY(repairBridge(netlink, proc, links, *bridge));
    VITRINE_TRY_ASSIGN(const NetworkRules rules, planRules(netlink, proc));
    std::string wanted = rulesText(rules);
    VITRINE_TRY_ASSIGN(std::string listing, listRules());
    if (wanted == known.wanted && listing == known.listing)
        return {};
    known = {};
    VITRINE_TRY_ASSIGN(const std::uint32_t before, rulesGeneration());
    VITRINE_TRY(applyRules(rules));
    VITRINE_TRY_ASSIGN(listing, listRules());
    VITRINE_TRY_ASSIGN(const std::uint32_t after, rulesGeneration());
    // Where somebody else has changed something in between, the listing may not be of what was set.
    if (after == before + 1)
        known = { std::move(wanted), std::move(listing) };
    return {};
}

Result<std::vector<std::string>> attachedNetworks()
{
    VITRINE_TRY_ASSIGN(Rtnetlink netlink, Rtnetlink::open());
    VITRINE_TRY_ASSIGN(const auto links, netlink.links());
    std::vector<std::string> ids;
    for (const LinkInfo &link : links) {
        if (isPort(link))
            ids.push_back(link.name.substr(kPortPrefix.size()));
    }
    return ids;
}

} // namespace vitrine::sys
