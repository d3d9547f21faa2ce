// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Rtnetlink.h"

#include "core/base/Try.h"

#include <fmt/format.h>

#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/route.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>

namespace vitrine::sys {

namespace {

template <typename T> using Handle = std::unique_ptr<T, void (*)(T *)>;
using Link = Handle<rtnl_link>;
using Cache = Handle<nl_cache>;
using Address = Handle<nl_addr>;

/// libnl has numbers of its own; errno is found again for those that matter to callers.
tl::unexpected<Error> netlinkFailure(int error, const std::string &doing)
{
    int number = 0;
    switch (-error) {
    case NLE_EXIST:
        number = EEXIST;
        break;
    case NLE_OBJ_NOTFOUND:
    case NLE_NODEV:
        number = ENODEV;
        break;
    case NLE_PERM:
        number = EPERM;
        break;
    case NLE_OPNOTSUPP:
        number = EOPNOTSUPP;
        break;
    case NLE_BUSY:
        number = EBUSY;
        break;
    default:
        break;
    }
    const ErrorCode code = number == EOPNOTSUPP ? ErrorCode::Unsupported : ErrorCode::System;
    return failure(Error{ code, number, fmt::format("{}: {}", doing, nl_geterror(error)) });
}

Result<> check(int error, const std::string &doing)
{
    if (error < 0)
        return netlinkFailure(error, doing);
    return {};
}

Address ipv4Address(std::uint32_t address, unsigned prefixLength)
{
    const std::uint32_t network = htonl(address);
    Address made(nl_addr_build(AF_INET, &network, sizeof network), nl_addr_put);
    if (made)
        nl_addr_set_prefixlen(made.get(), static_cast<int>(prefixLength));
    return made;
}

std::optional<Subnet> subnetOf(nl_addr *address)
{
    if (address == nullptr || nl_addr_get_family(address) != AF_INET || nl_addr_get_len(address) != sizeof(in_addr))
        return std::nullopt;
    const auto *bytes = static_cast<const unsigned char *>(nl_addr_get_binary_addr(address));
    const std::uint32_t base = static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16
        | static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
    return Subnet{ base, nl_addr_get_prefixlen(address) };
}

Link newLink(int index = 0)
{
    Link link(rtnl_link_alloc(), rtnl_link_put);
    if (link && index != 0)
        rtnl_link_set_ifindex(link.get(), index);
    return link;
}

tl::unexpected<Error> outOfMemory(const char *doing)
{
    return failErrno(ENOMEM, doing);
}

} // namespace

Rtnetlink::Rtnetlink(nl_sock *socket)
    : m_socket(socket, nl_socket_free)
{
}

Result<Rtnetlink> Rtnetlink::open()
{
    Rtnetlink opened(nl_socket_alloc());
    if (!opened.m_socket)
        return outOfMemory("opening a netlink socket");
    VITRINE_TRY(check(nl_connect(opened.m_socket.get(), NETLINK_ROUTE), "opening a netlink socket"));
    return opened;
}

Result<std::vector<LinkInfo>> Rtnetlink::links()
{
    nl_cache *raw = nullptr;
    VITRINE_TRY(check(rtnl_link_alloc_cache(m_socket.get(), AF_UNSPEC, &raw), "listing network interfaces"));
    const Cache cache(raw, nl_cache_free);
    std::vector<LinkInfo> found;
    for (nl_object *at = nl_cache_get_first(cache.get()); at != nullptr; at = nl_cache_get_next(at)) {
        auto *link = reinterpret_cast<rtnl_link *>(at);
        LinkInfo info;
        info.index = rtnl_link_get_ifindex(link);
        info.name = rtnl_link_get_name(link);
        if (const char *alias = rtnl_link_get_ifalias(link))
            info.alias = alias;
        info.master = rtnl_link_get_master(link);
        info.isLoopback = (rtnl_link_get_flags(link) & IFF_LOOPBACK) != 0;
        found.push_back(std::move(info));
    }
    return found;
}

Result<std::vector<Subnet>> Rtnetlink::routes(int exceptIndex)
{
    nl_cache *raw = nullptr;
    VITRINE_TRY(check(rtnl_route_alloc_cache(m_socket.get(), AF_INET, 0, &raw), "listing routes"));
    const Cache cache(raw, nl_cache_free);
    std::vector<Subnet> found;
    for (nl_object *at = nl_cache_get_first(cache.get()); at != nullptr; at = nl_cache_get_next(at)) {
        auto *route = reinterpret_cast<rtnl_route *>(at);
        rtnl_nexthop *hop = rtnl_route_nexthop_n(route, 0);
        const auto subnet = subnetOf(rtnl_route_get_dst(route));
        const bool isExcepted = hop != nullptr && exceptIndex != 0 && rtnl_route_nh_get_ifindex(hop) == exceptIndex;
        if (subnet && subnet->prefixLength != 0 && !isExcepted && rtnl_route_get_table(route) != RT_TABLE_LOCAL)
            found.push_back(*subnet);
    }
    return found;
}

Result<std::vector<Subnet>> Rtnetlink::addresses(int index)
{
    nl_cache *raw = nullptr;
    VITRINE_TRY(check(rtnl_addr_alloc_cache(m_socket.get(), &raw), "listing addresses"));
    const Cache cache(raw, nl_cache_free);
    std::vector<Subnet> found;
    for (nl_object *at = nl_cache_get_first(cache.get()); at != nullptr; at = nl_cache_get_next(at)) {
        auto *address = reinterpret_cast<rtnl_addr *>(at);
        const auto subnet = subnetOf(rtnl_addr_get_local(address));
        if (subnet && rtnl_addr_get_ifindex(address) == index)
            found.push_back(*subnet);
    }
    return found;
}

Result<> Rtnetlink::makeBridge(const std::string &name)
{
    const Link link(rtnl_link_bridge_alloc(), rtnl_link_put);
    if (!link)
        return outOfMemory("making a bridge");
    rtnl_link_set_name(link.get(), name.c_str());
    return check(rtnl_link_add(m_socket.get(), link.get(), NLM_F_CREATE | NLM_F_EXCL),
                 fmt::format("making the bridge {}", name));
}

Result<> Rtnetlink::makeVeth(const VethPair &pair)
{
    const Link link(rtnl_link_veth_alloc(), rtnl_link_veth_release);
    if (!link)
        return outOfMemory("making a pair of interfaces");
    rtnl_link_set_name(link.get(), pair.name.c_str());
    if (pair.master != 0)
        rtnl_link_set_master(link.get(), pair.master);
    const Link peer(rtnl_link_veth_get_peer(link.get()), rtnl_link_put);
    rtnl_link_set_name(peer.get(), pair.peerName.c_str());
    rtnl_link_set_ns_fd(peer.get(), pair.peerNetnsFd);
    if (!pair.peerMac.empty()) {
        nl_addr *raw = nullptr;
        VITRINE_TRY(check(nl_addr_parse(pair.peerMac.c_str(), AF_LLC, &raw), "reading a MAC address"));
        const Address mac(raw, nl_addr_put);
        rtnl_link_set_addr(peer.get(), mac.get());
    }
    return check(rtnl_link_add(m_socket.get(), link.get(), NLM_F_CREATE | NLM_F_EXCL),
                 fmt::format("making the pair of interfaces {} and {}", pair.name, pair.peerName));
}

Result<> Rtnetlink::removeLink(int index)
{
    const Link link = newLink(index);
    if (!link)
        return outOfMemory("removing an interface");
    const int failed = rtnl_link_delete(m_socket.get(), link.get());
    return check(failed == -NLE_NODEV || failed == -NLE_OBJ_NOTFOUND ? 0 : failed, "removing an interface");
}

Result<> Rtnetlink::setUp(int index)
{
    const Link link = newLink(index);
    const Link change = newLink();
    if (!link || !change)
        return outOfMemory("bringing up an interface");
    rtnl_link_set_flags(change.get(), IFF_UP);
    return check(rtnl_link_change(m_socket.get(), link.get(), change.get(), 0), "bringing up an interface");
}

Result<> Rtnetlink::setAlias(int index, const std::string &alias)
{
    const Link link = newLink(index);
    const Link change = newLink();
    if (!link || !change)
        return outOfMemory("naming an interface");
    rtnl_link_set_ifalias(change.get(), alias.c_str());
    return check(rtnl_link_change(m_socket.get(), link.get(), change.get(), 0), "writing an interface's alias");
}

Result<> Rtnetlink::isolatePort(int index)
{
    // libnl 3.7 has no word for an isolated port, so the message is put together here.
    const Handle<nl_msg> message(nlmsg_alloc_simple(RTM_SETLINK, 0), nlmsg_free);
    ifinfomsg header{};
    header.ifi_family = AF_BRIDGE;
    header.ifi_index = index;
    if (!message || nlmsg_append(message.get(), &header, sizeof header, NLMSG_ALIGNTO) < 0)
        return outOfMemory("isolating a bridge port");
    nlattr *const port = nla_nest_start(message.get(), IFLA_PROTINFO | NLA_F_NESTED);
    if (port == nullptr || nla_put_u8(message.get(), IFLA_BRPORT_ISOLATED, 1) < 0
        || nla_put_u8(message.get(), IFLA_BRPORT_MODE, 0) < 0 || nla_put_u8(message.get(), IFLA_BRPORT_GUARD, 1) < 0)
        return outOfMemory("isolating a bridge port");
    nla_nest_end(message.get(), port);
    VITRINE_TRY(check(nl_send_auto(m_socket.get(), message.get()), "isolating a bridge port"));
    return check(nl_wait_for_ack(m_socket.get()), "isolating a bridge port");
}

Result<> Rtnetlink::addAddress(int index, std::uint32_t address, unsigned prefixLength)
{
    const Handle<rtnl_addr> wanted(rtnl_addr_alloc(), rtnl_addr_put);
    const Address local = ipv4Address(address, prefixLength);
    if (!wanted || !local)
        return outOfMemory("adding an address");
    rtnl_addr_set_ifindex(wanted.get(), index);
    rtnl_addr_set_local(wanted.get(), local.get());
    return check(rtnl_addr_add(m_socket.get(), wanted.get(), 0),
                 fmt::format("adding the address {}/{}", ipv4Text(address), prefixLength));
}

Result<> Rtnetlink::addDefaultRoute(int index, std::uint32_t gateway)
{
    const Handle<rtnl_route> route(rtnl_route_alloc(), rtnl_route_put);
    const Address everywhere = ipv4Address(0, 0);
    const Address via = ipv4Address(gateway, 32);
    rtnl_nexthop *const hop = rtnl_route_nh_alloc();
    if (!route || !everywhere || !via || hop == nullptr)
        return outOfMemory("adding the default route");
    rtnl_route_nh_set_ifindex(hop, index);
    rtnl_route_nh_set_gateway(hop, via.get());
    rtnl_route_add_nexthop(route.get(), hop); // which owns it from here on
    rtnl_route_set_family(route.get(), AF_INET);
    rtnl_route_set_table(route.get(), RT_TABLE_MAIN);
    rtnl_route_set_dst(route.get(), everywhere.get());
    return check(rtnl_route_add(m_socket.get(), route.get(), 0),
                 fmt::format("adding the default route by {}", ipv4Text(gateway)));
}

const LinkInfo *findLink(const std::vector<LinkInfo> &links, const std::string &name)
{
    const auto found = std::ranges::find(links, name, &LinkInfo::name);
    return found == links.end() ? nullptr : &*found;
}

} // namespace vitrine::sys
