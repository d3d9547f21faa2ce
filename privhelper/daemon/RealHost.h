// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/HostResources.h"
#include "privhelper/sys/PrivateNetwork.h"

#include <optional>

namespace vitrine::daemon {

/// The kernel of this computer, by way of privhelper/sys.
class RealHost : public HostResources {
public:
    RealHost() = default;
    ~RealHost() override;

    Result<int> seccompFilter() override;

    Result<sys::ContainerCgroup> createCgroup(const std::string &id) override;
    Result<sys::ContainerCgroup> findCgroup(const std::string &id) override;
    std::vector<std::string> cgroups() override;
    Result<bool> isOfContainer(const std::string &id, pid_t pid) override;
    Result<UniqueFd> destroyCgroup(const std::string &id) override;
    UniqueFd jobCgroup(std::uint32_t uid) override;
    Result<> applyLimits(int payloadFd, const spec::Limits *current, const spec::Limits &wanted) override;
    Result<UniqueFd> setFrozen(int payloadFd, bool frozen) override;
    Result<> killAll(int payloadFd) override;

    std::string interfaceName(const std::string &id) override;
    Result<shim::NetworkConfig> planNetwork(std::uint32_t index) override;
    Result<> attachNetwork(const std::string &id, int netnsFd, const shim::NetworkConfig &config) override;
    Result<> detachNetwork(const std::string &id) override;
    Result<std::vector<std::string>> attachedNetworks() override;
    Result<std::vector<UniqueFd>> openNetworkWatch() override;
    Result<> refreshNetwork() override;

    Result<> makeStoredDirectory(int parentFd, const std::string &name, std::uint32_t uid, std::uint32_t gid) override;
    Result<> confineToStore() override;
    Result<ipc::SystemReport> report(const HelperFacts &facts) override;

private:
    /// Opened when it is needed first, so that a computer without version 2 still gets answers.
    Result<sys::CgroupTree *> tree();

    std::optional<sys::CgroupTree> m_tree;
    UniqueFd m_filter;
    sys::KnownRules m_rules;
};

} // namespace vitrine::daemon
