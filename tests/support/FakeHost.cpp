// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakeHost.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/SpecJson.h"
#include "privhelper/daemon/Directory.h"
#include "privhelper/daemon/Spawn.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>

namespace vitrine::test {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kInterfaceDigits = 12;

Result<UniqueFd> openDirectory(const std::string &path)
{
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd)
        return failErrno(errno, "opening " + path, ErrorCode::NotFound);
    return fd;
}

void killListed(int directoryFd)
{
    const auto text = readFileAt(directoryFd, "procs", 4096);
    if (!text)
        return;
    for (const auto line : split(*text, '\n')) {
        if (const auto pid = parseNumber<int>(line))
            ::kill(*pid, SIGKILL);
    }
}

/// The reader of "stuck", which hangs up when its writer closes; empty when there is none.
UniqueFd openStuck(const std::string &cgroup)
{
    return UniqueFd(::open((cgroup + "/stuck").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
}

} // namespace

FakeHost::FakeHost(std::string root)
    : m_root(std::move(root))
{
    fs::create_directories(m_root + "/cgroup");
    fs::create_directories(m_root + "/network");
}

Result<int> FakeHost::seccompFilter()
{
    if (!m_filter) {
        VITRINE_TRY_ASSIGN(m_filter, daemon::sealedMemfd("fake-filter", "none"));
    }
    return m_filter.get();
}

Result<sys::ContainerCgroup> FakeHost::createCgroup(const std::string &id)
{
    if (fs::exists(m_root + "/cgroup/" + id))
        return failure(ErrorCode::NameInUse, "the cgroup " + id + " is there already");
    fs::create_directories(m_root + "/cgroup/" + id + "/shim");
    fs::create_directories(m_root + "/cgroup/" + id + "/payload");
    return findCgroup(id);
}

Result<sys::ContainerCgroup> FakeHost::findCgroup(const std::string &id)
{
    sys::ContainerCgroup cgroup;
    cgroup.payloadPath = m_root + "/cgroup/" + id + "/payload";
    VITRINE_TRY_ASSIGN(cgroup.shim, openDirectory(m_root + "/cgroup/" + id + "/shim"));
    VITRINE_TRY_ASSIGN(cgroup.payload, openDirectory(cgroup.payloadPath));
    return cgroup;
}

std::vector<std::string> FakeHost::cgroups()
{
    const auto directory = openDirectory(m_root + "/cgroup");
    return directory ? daemon::listDirectory(directory->get()) : std::vector<std::string>();
}

Result<bool> FakeHost::isOfContainer(const std::string &id, pid_t pid)
{
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, findCgroup(id));
    VITRINE_TRY_ASSIGN(const std::string text, readFileAt(cgroup.payload.get(), "procs", 4096));
    const auto pids = split(text, '\n');
    return std::find(pids.begin(), pids.end(), std::to_string(pid)) != pids.end();
}

Result<UniqueFd> FakeHost::destroyCgroup(const std::string &id)
{
    if (const auto cgroup = findCgroup(id)) {
        killListed(cgroup->payload.get());
        killListed(cgroup->shim.get());
    }
    if (UniqueFd stuck = openStuck(m_root + "/cgroup/" + id))
        return stuck;
    fs::remove_all(m_root + "/cgroup/" + id);
    return UniqueFd();
}

UniqueFd FakeHost::jobCgroup(std::uint32_t uid)
{
    const std::string path = m_root + "/jobs/" + std::to_string(uid);
    fs::create_directories(path);
    auto made = openDirectory(path);
    return made ? std::move(*made) : UniqueFd();
}

Result<> FakeHost::applyLimits(int payloadFd, const spec::Limits *, const spec::Limits &wanted)
{
    if (wanted.cpusetCpus == "63")
        return failure(ErrorCode::Unsupported, "the controller cpuset is not available");
    return daemon::replaceFileAt(payloadFd, "limits", spec::limitsToJson(wanted));
}

Result<UniqueFd> FakeHost::setFrozen(int payloadFd, bool frozen)
{
    VITRINE_TRY(daemon::replaceFileAt(payloadFd, "frozen", frozen ? "1" : "0"));
    return frozen ? openStuck("/proc/self/fd/" + std::to_string(payloadFd) + "/..") : UniqueFd();
}

Result<> FakeHost::killAll(int payloadFd)
{
    killListed(payloadFd);
    return {};
}

std::string FakeHost::interfaceName(const std::string &id)
{
    return "vt" + id.substr(0, kInterfaceDigits);
}

Result<shim::NetworkConfig> FakeHost::planNetwork(std::uint32_t index)
{
    shim::NetworkConfig config;
    config.address = "10.213.0." + std::to_string(index + 2);
    config.gateway = "10.213.0.1";
    return config;
}

Result<> FakeHost::attachNetwork(const std::string &id, int, const shim::NetworkConfig &config)
{
    const auto directory = openDirectory(m_root + "/network");
    if (!directory)
        return failure(directory.error());
    return daemon::replaceFileAt(directory->get(), id.substr(0, kInterfaceDigits), config.address);
}

Result<> FakeHost::detachNetwork(const std::string &id)
{
    fs::remove(m_root + "/network/" + id.substr(0, kInterfaceDigits));
    return {};
}

Result<std::vector<std::string>> FakeHost::attachedNetworks()
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openDirectory(m_root + "/network"));
    return daemon::listDirectory(directory.get());
}

Result<std::vector<UniqueFd>> FakeHost::openNetworkWatch()
{
    return std::vector<UniqueFd>();
}

Result<> FakeHost::refreshNetwork()
{
    return {};
}

Result<> FakeHost::makeStoredDirectory(int parentFd, const std::string &name, std::uint32_t, std::uint32_t)
{
    if (::mkdirat(parentFd, name.c_str(), 0755) != 0)
        return failErrno(errno, "making " + name);
    return {};
}

Result<ipc::SystemReport> FakeHost::report(const daemon::HelperFacts &)
{
    ipc::SystemReport report;
    report.cgroupMode = "v2";
    report.controllers = { "report " + std::to_string(++m_reports) };
    report.cpus = 2;
    return report;
}

} // namespace vitrine::test
