// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/HostResources.h"

namespace vitrine::test {

/// Stands in for the kernel: cgroups and networks are directories and files below `root`, so that they outlive a helper
/// that is killed. A cgroup's processes are the lines of its file "procs", which FakeShim writes.
/// A fifo "stuck" in a cgroup is a process that cannot be ended or frozen, until it is removed and its
/// writer closes it.
/// The CPU list "63" is refused as a controller that is missing would be.
class FakeHost : public daemon::HostResources {
public:
    explicit FakeHost(std::string root);

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
    Result<> confineToStore() override { return {}; }
    Result<ipc::SystemReport> report(const daemon::HelperFacts &facts) override;

private:
    std::string m_root;
    UniqueFd m_filter;
    unsigned m_reports = 0; ///< each names its number as a controller
};

} // namespace vitrine::test
