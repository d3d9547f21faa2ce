// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/SystemReport.h"
#include "core/spec/ContainerSpec.h"
#include "privhelper/shim/ShimConfig.h"
#include "privhelper/sys/CgroupTree.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// What a report on this computer cannot find out by itself.
struct HelperFacts {
    ipc::ItemStatus authorizationStatus = ipc::ItemStatus::Ok;
    std::string authorizationDetail;
    std::string authorizationAdvice;
    std::uint32_t freePlaces = 0; ///< containers that the id pool has room for
};

/// What the helper asks of the host's kernel, so that tests can stand in for it. The contracts are those of
/// privhelper/sys. Every call is short: none waits for anything that a caller can hold up.
class HostResources {
public:
    HostResources() = default;
    HostResources(const HostResources &) = delete;
    HostResources &operator=(const HostResources &) = delete;
    virtual ~HostResources() = default;

    /// The default system-call filter; built once, borrowed by every start.
    virtual Result<int> seccompFilter() = 0;

    virtual Result<sys::ContainerCgroup> createCgroup(const std::string &id) = 0;
    virtual Result<sys::ContainerCgroup> findCgroup(const std::string &id) = 0;
    virtual std::vector<std::string> cgroups() = 0;
    virtual Result<bool> isOfContainer(const std::string &id, pid_t pid) = 0;
    virtual Result<UniqueFd> destroyCgroup(const std::string &id) = 0;
    /// For what is done for a user beside the containers, so that nobody's work takes what all others' needs. Empty
    /// where that cannot be had: then it is done in the helper's own cgroup.
    virtual UniqueFd jobCgroup(std::uint32_t uid) = 0;
    virtual Result<> applyLimits(int payloadFd, const spec::Limits *current, const spec::Limits &wanted) = 0;
    virtual Result<UniqueFd> setFrozen(int payloadFd, bool frozen) = 0;
    virtual Result<> killAll(int payloadFd) = 0;

    virtual std::string interfaceName(const std::string &id) = 0;
    virtual Result<shim::NetworkConfig> planNetwork(std::uint32_t index) = 0;
    virtual Result<> attachNetwork(const std::string &id, int netnsFd, const shim::NetworkConfig &config) = 0;
    virtual Result<> detachNetwork(const std::string &id) = 0;
    virtual Result<std::vector<std::string>> attachedNetworks() = 0;
    virtual Result<std::vector<UniqueFd>> openNetworkWatch() = 0;
    virtual Result<> refreshNetwork() = 0;

    /// A new directory of the store that belongs to these ids inside.
    virtual Result<> makeStoredDirectory(int parentFd, const std::string &name, std::uint32_t uid,
                                         std::uint32_t gid) = 0;
    /// Leaves this process no right but over the files of the store.
    virtual Result<> confineToStore() = 0;

    virtual Result<ipc::SystemReport> report(const HelperFacts &facts) = 0;
};

} // namespace vitrine::daemon
