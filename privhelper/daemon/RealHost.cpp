// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/RealHost.h"

#include "core/base/Try.h"
#include "privhelper/sys/HostProbe.h"
#include "privhelper/sys/NetworkWatch.h"
#include "privhelper/sys/SeccompFilter.h"
#include "privhelper/sys/StoredTrees.h"

namespace vitrine::daemon {

RealHost::~RealHost()
{
    if (m_tree)
        m_tree->dropJobs();
}

Result<int> RealHost::seccompFilter()
{
    if (!m_filter) {
        VITRINE_TRY_ASSIGN(m_filter, sys::buildDefaultFilter());
    }
    return m_filter.get();
}

Result<sys::CgroupTree *> RealHost::tree()
{
    if (!m_tree) {
        VITRINE_TRY_ASSIGN(sys::CgroupTree opened, sys::CgroupTree::open());
        m_tree = std::move(opened);
    }
    return &*m_tree;
}

Result<sys::ContainerCgroup> RealHost::createCgroup(const std::string &id)
{
    VITRINE_TRY_ASSIGN(sys::CgroupTree * opened, tree());
    return opened->create(id);
}

Result<sys::ContainerCgroup> RealHost::findCgroup(const std::string &id)
{
    VITRINE_TRY_ASSIGN(const sys::CgroupTree *opened, tree());
    return opened->find(id);
}

std::vector<std::string> RealHost::cgroups()
{
    const auto opened = tree();
    return opened ? (*opened)->list() : std::vector<std::string>();
}

Result<bool> RealHost::isOfContainer(const std::string &id, pid_t pid)
{
    VITRINE_TRY_ASSIGN(const sys::CgroupTree *opened, tree());
    return opened->holds(id, pid);
}

Result<UniqueFd> RealHost::destroyCgroup(const std::string &id)
{
    const auto opened = tree();
    return opened ? (*opened)->destroy(id) : Result<UniqueFd>();
}

UniqueFd RealHost::jobCgroup(std::uint32_t uid)
{
    const auto opened = tree();
    auto jobs = opened ? (*opened)->jobs(uid) : failure(opened.error());
    return jobs ? std::move(*jobs) : UniqueFd();
}

Result<> RealHost::applyLimits(int payloadFd, const spec::Limits *current, const spec::Limits &wanted)
{
    return sys::applyLimits(payloadFd, current, wanted);
}

Result<UniqueFd> RealHost::setFrozen(int payloadFd, bool frozen)
{
    return sys::setFrozen(payloadFd, frozen);
}

Result<> RealHost::killAll(int payloadFd)
{
    return sys::killAll(payloadFd);
}

std::string RealHost::interfaceName(const std::string &id)
{
    return sys::hostInterfaceName(id);
}

Result<shim::NetworkConfig> RealHost::planNetwork(std::uint32_t index)
{
    return sys::planNetwork(index);
}

Result<> RealHost::attachNetwork(const std::string &id, int netnsFd, const shim::NetworkConfig &config)
{
    return sys::attachNetwork(id, netnsFd, config);
}

Result<> RealHost::detachNetwork(const std::string &id)
{
    return sys::detachNetwork(id);
}

Result<std::vector<std::string>> RealHost::attachedNetworks()
{
    return sys::attachedNetworks();
}

Result<std::vector<UniqueFd>> RealHost::openNetworkWatch()
{
    return sys::openNetworkWatch();
}

Result<> RealHost::refreshNetwork()
{
    return sys::refreshNetwork(m_rules);
}

Result<> RealHost::makeStoredDirectory(int parentFd, const std::string &name, std::uint32_t uid, std::uint32_t gid)
{
    return sys::makeOwnedDirectory(parentFd, name, shim::kStoredRange.base + uid, shim::kStoredRange.base + gid);
}

Result<> RealHost::confineToStore()
{
    return sys::confineToRange(shim::kStoredRange.base, shim::kStoredRange.size);
}

Result<ipc::SystemReport> RealHost::report(const HelperFacts &facts)
{
    const auto opened = tree();
    sys::ProbeFacts probe;
    probe.treeProblem = opened ? std::string() : opened.error().what;
    probe.polkitStatus = facts.authorizationStatus;
    probe.polkitDetail = facts.authorizationDetail;
    probe.polkitAdvice = facts.authorizationAdvice;
    probe.idRanges = facts.freePlaces;
    return sys::probeHost(opened ? *opened : nullptr, probe);
}

} // namespace vitrine::daemon
