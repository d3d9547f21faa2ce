// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/NetworkWatch.h"

#include "core/base/Try.h"

#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <cerrno>
#include <initializer_list>

namespace vitrine::sys {

namespace {

Result<UniqueFd> openGroups(int protocol, std::initializer_list<int> groups)
{
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    if (!socket || ::bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return failErrno(errno, "watching the network");
    for (const int group : groups) {
        if (::setsockopt(socket.get(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) < 0)
            return failErrno(errno, "watching the network");
    }
    return socket;
}

} // namespace

Result<std::vector<UniqueFd>> openNetworkWatch()
{
    std::vector<UniqueFd> sockets(2);
    VITRINE_TRY_ASSIGN(sockets[0], openGroups(NETLINK_ROUTE, { RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR }));
    VITRINE_TRY_ASSIGN(sockets[1], openGroups(NETLINK_NETFILTER, { NFNLGRP_NFTABLES }));
    return sockets;
}

} // namespace vitrine::sys
