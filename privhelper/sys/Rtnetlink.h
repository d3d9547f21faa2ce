// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/sys/NetworkPlan.h"

#include <memory>
#include <string>
#include <vector>

struct nl_sock;
struct nl_msg;

namespace vitrine::sys {

struct LinkInfo {
    int index = 0;
    std::string name;
    std::string alias; ///< a note that the kernel keeps with the interface
    int master = 0; ///< index of the bridge it is a port of, or 0
    bool isLoopback = false;
};

struct VethPair {
    std::string name; ///< on this side
    int master = 0; ///< index of a bridge, or 0
    std::string peerName;
    std::string peerMac;
    int peerNetnsFd = -1; ///< the peer is made in there
};

/// Interfaces, addresses and routes of the network namespace in which it was opened.
class Rtnetlink {
public:
    static Result<Rtnetlink> open();

    Result<std::vector<LinkInfo>> links();
    /// Destinations of the main table but for the default route and those over the interface `exceptIndex`.
    Result<std::vector<Subnet>> routes(int exceptIndex);
    /// IPv4 subnets of an interface, each with the interface's own address as base.
    Result<std::vector<Subnet>> addresses(int index);

    Result<> makeBridge(const std::string &name);
    Result<> makeVeth(const VethPair &pair);
    Result<> removeLink(int index);
    Result<> setUp(int index);
    Result<> setAlias(int index, const std::string &alias);
    /// As a bridge port it talks to the bridge alone, never to other isolated ports, and takes no bridge protocol.
    Result<> isolatePort(int index);
    Result<> addAddress(int index, std::uint32_t address, unsigned prefixLength);
    Result<> addDefaultRoute(int index, std::uint32_t gateway);

private:
    explicit Rtnetlink(nl_sock *socket);
    std::unique_ptr<nl_sock, void (*)(nl_sock *)> m_socket;
};

/// The link of that name, or null.
const LinkInfo *findLink(const std::vector<LinkInfo> &links, const std::string &name);

} // namespace vitrine::sys
