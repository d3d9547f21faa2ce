// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/HostProbe.h"

#include "core/base/UniqueFd.h"
#include "privhelper/sys/CgroupFs.h"
#include "privhelper/sys/Disks.h"
#include "privhelper/sys/NftRules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace vitrine::sys {

namespace {

using ipc::ItemStatus;
using ipc::ReportItem;

constexpr const char *kUnifiedOption = "systemd.unified_cgroup_hierarchy=1";
constexpr std::array<std::string_view, 5> kWantedControllers{ "cpu", "cpuset", "io", "memory", "pids" };

/// "cpu, io and pids"
template <typename Names> std::string sentenceList(const Names &names)
{
    const std::vector<std::string> all(names.begin(), names.end());
    if (all.size() < 2)
        return all.empty() ? "" : all.front();
    return fmt::format("{} and {}", fmt::join(all.begin(), all.end() - 1, ", "), all.back());
}

std::string readText(const char *directory, const char *name)
{
    const UniqueFd parent(::open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC));
    return readControlFile(parent.get(), name).value_or("");
}

ReportItem mixedCgroupItem(ReportItem item, const cgroup::CgroupMounts &mounts)
{
    // In the words of version 2, and only what containers could be given.
    std::vector<std::string> bound;
    for (const std::string_view controller : kWantedControllers) {
        const std::string_view old = controller == "io" ? "blkio" : controller;
        if (std::ranges::find(mounts.version1Controllers, old) != mounts.version1Controllers.end())
            bound.emplace_back(controller);
    }
    item.status = ItemStatus::NotAvailable;
    if (mounts.mode == cgroup::Mode::Hybrid)
        item.detail = bound.empty() ? "hybrid: no controller is left for version 2"
                                    : fmt::format("hybrid: {} are bound to version 1", sentenceList(bound));
    else
        item.detail = mounts.mode == cgroup::Mode::V1 ? "only version 1 is mounted" : "none are mounted";
    item.advice = fmt::format("Limits need version 2: add {} to the kernel command line and restart.", kUnifiedOption);
    item.command = kUnifiedOption;
    return item;
}

std::vector<std::pair<std::string, std::string>> namespaceLimits()
{
    constexpr std::array<std::pair<const char *, const char *>, 7> kNamespaces{ { { "user", "max_user_namespaces" },
                                                                                  { "mount", "max_mnt_namespaces" },
                                                                                  { "pid", "max_pid_namespaces" },
                                                                                  { "network", "max_net_namespaces" },
                                                                                  { "uts", "max_uts_namespaces" },
                                                                                  { "ipc", "max_ipc_namespaces" },
                                                                                  { "cgroup",
                                                                                    "max_cgroup_namespaces" } } };
    std::vector<std::pair<std::string, std::string>> limits;
    for (const auto &[name, file] : kNamespaces)
        limits.emplace_back(name, readText("/proc/sys/user", file));
    return limits;
}

/// What `command` lets through: packets from the bridge, and answers to them.
std::string forwardCommand(const std::string &chain, bool isDocker)
{
    const std::string ruled = isDocker ? "DOCKER-USER" : "FORWARD";
    if (chain.starts_with("ip filter"))
        return fmt::format("iptables -I {0} -i vitrine0 -j ACCEPT && iptables -I {0} -o vitrine0 -m conntrack "
                           "--ctstate RELATED,ESTABLISHED -j ACCEPT",
                           ruled);
    if (chain.starts_with("inet firewalld"))
        return "firewall-cmd --permanent --zone=trusted --add-interface=vitrine0 && firewall-cmd --reload";
    return fmt::format("nft 'insert rule {0} iifname vitrine0 accept; insert rule {0} oifname vitrine0 "
                       "ct state established,related accept'",
                       chain);
}

ReportItem helperItem(const ProbeFacts &facts)
{
    return { "helper", "Helper", ItemStatus::Ok, facts.helperDetail, "", "" };
}

std::string withThousands(std::uint64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

ReportItem idItem(std::uint32_t ranges)
{
    ReportItem item{ "ids", "Ids", ItemStatus::Ok, "", "", "" };
    item.detail = fmt::format("65,536 each for up to {} containers", withThousands(ranges));
    if (ranges == 0) {
        item.status = ItemStatus::NotAvailable;
        item.detail = "no range of ids is free for containers";
        item.advice = "Give the helper a range that no account and no /etc/subuid entry uses.";
    }
    return item;
}

} // namespace

ReportItem cgroupItem(const cgroup::CgroupMounts &mounts, const std::vector<std::string> &controllers,
                      const std::string &treeProblem)
{
    ReportItem item{ "cgroups", "Control groups", ItemStatus::Ok, "", "", "" };
    if (mounts.mode != cgroup::Mode::V2)
        return mixedCgroupItem(std::move(item), mounts);
    if (!treeProblem.empty()) {
        item.status = ItemStatus::NotAvailable;
        item.detail = fmt::format("version 2, but: {}", treeProblem);
        item.advice = "Start the unit that holds the containers.";
        item.command = "systemctl start vitrine-containers.service";
        return item;
    }
    std::vector<std::string> missing;
    for (const std::string_view wanted : kWantedControllers) {
        if (std::ranges::find(controllers, wanted) == controllers.end())
            missing.emplace_back(wanted);
    }
    item.detail = fmt::format("version 2: {}", fmt::join(controllers, ", "));
    if (missing.empty())
        return item;
    item.status = ItemStatus::Limited;
    item.detail = controllers.empty() ? "version 2, without any controller"
                                      : fmt::format("{}; without {}", item.detail, sentenceList(missing));
    // All of them missing is a matter of delegation; single ones were left out of the kernel.
    if (controllers.empty()) {
        item.advice = "The unit that holds the containers needs Delegate=yes.";
        item.command = "systemctl restart vitrine-containers.service";
    } else {
        item.advice =
            fmt::format("Take cgroup_disable={} off the kernel command line, or use a kernel that has it, and "
                        "restart.",
                        fmt::join(missing, ","));
        item.command = fmt::format("cgroup_disable={}", fmt::join(missing, ","));
    }
    return item;
}

ReportItem namespaceItem(const std::vector<std::pair<std::string, std::string>> &limits)
{
    ReportItem item{ "namespaces", "Namespaces", ItemStatus::Ok, "", "", "" };
    std::vector<std::string> there;
    std::vector<std::string> missing;
    std::string zero;
    for (const auto &[name, limit] : limits) {
        if (!limit.empty() && limit != "0")
            there.push_back(name);
        else
            (limit.empty() ? missing.emplace_back(name) : zero = name);
    }
    item.detail = fmt::format("{}", fmt::join(there, ", "));
    if (!missing.empty()) {
        item.status = ItemStatus::NotAvailable;
        item.detail = fmt::format("this kernel lacks {}", sentenceList(missing));
        item.advice = "Use a kernel that has all namespaces.";
    } else if (!zero.empty()) {
        const std::string_view shortName = zero == "mount" ? "mnt" : zero == "network" ? "net" : std::string_view(zero);
        item.status = ItemStatus::NotAvailable;
        item.detail = fmt::format("{} namespaces are switched off", zero);
        item.command = fmt::format("sysctl user.max_{}_namespaces=15000", shortName);
        item.advice = "Allow them, and keep the setting in /etc/sysctl.d.";
    }
    return item;
}

ReportItem layerItem(std::string_view release, bool hasOverlay)
{
    constexpr std::pair<int, int> kOldestKernel{ 6, 1 };
    ReportItem item{ "layers", "Layers", ItemStatus::Ok, "", "", "" };
    std::pair<int, int> version{ 0, 0 };
    const char *const last = release.data() + release.size();
    const char *const dot = std::from_chars(release.data(), last, version.first).ptr;
    const char *const end = dot != last ? std::from_chars(dot + 1, last, version.second).ptr : dot;
    const std::string_view kernel = release.substr(0, static_cast<std::size_t>(end - release.data()));
    item.detail = fmt::format("overlayfs with id-mapped layers (kernel {})", kernel);
    if (version < kOldestKernel) {
        item.status = ItemStatus::NotAvailable;
        item.detail = fmt::format("kernel {} has no overlayfs with id-mapped layers", kernel);
        item.advice = "Use kernel 6.1 or newer.";
    } else if (!hasOverlay) {
        item.status = ItemStatus::NotAvailable;
        item.detail = fmt::format("kernel {} has no overlayfs", kernel);
        item.advice = "Load the module, or use a kernel that has it.";
        item.command = "modprobe overlay";
    }
    return item;
}

ReportItem networkItem(const Result<std::vector<std::string>> &droppers, bool hasDocker)
{
    ReportItem item{ "network", "Network", ItemStatus::Ok, "nftables works", "", "" };
    if (!droppers) {
        item.status = ItemStatus::NotAvailable;
        item.detail = fmt::format("nftables does not work: {}", droppers.error().what);
        item.advice = "Load the module, or use a kernel that has it. Containers without a network work.";
        item.command = "modprobe nf_tables";
        return item;
    }
    if (droppers->empty())
        return item;
    const std::string &chain = droppers->front();
    const bool isDocker = hasDocker && chain.starts_with("ip filter");
    const bool isFirewalld = chain.starts_with("inet firewalld");
    item.status = ItemStatus::Limited;
    item.detail = isFirewalld ? "nftables works; firewalld lets nothing through that no zone allows, so private "
                                "networks reach nothing outside."
        : isDocker
        ? "nftables works; docker sets FORWARD to drop, so private networks reach nothing outside."
        : fmt::format("nftables works; the chain {} drops by policy, so private networks reach nothing outside.",
                      chain);
    item.advice = "Let packets of vitrine0 through.";
    item.command = forwardCommand(chain, isDocker);
    return item;
}

std::vector<MountedDisk> mountedDisks(std::string_view mountinfo, const std::string &sysRoot)
{
    std::vector<MountedDisk> disks;
    for (const WholeDisk &disk : wholeDisks(sysRoot))
        disks.push_back({ { disk.name, deviceNumberText(disk.number), "" }, "" });
    std::istringstream lines{ std::string(mountinfo) };
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string id, parent, device, root, mountPoint, word, fileSystem, source;
        words >> id >> parent >> device >> root >> mountPoint;
        while (words >> word && word != "-") { }
        words >> fileSystem >> source;
        auto number = parseDeviceNumber(device);
        if (number && number->major == 0 && source.starts_with("/dev/")) { // btrfs has numbers of its own
            const auto node = deviceNode(source);
            number = node ? std::optional(node->number) : std::nullopt;
        }
        const auto whole = number ? wholeDisk(*number, sysRoot) : failure(ErrorCode::NotFound, "");
        if (!whole)
            continue;
        const auto found =
            std::ranges::find(disks, deviceNumberText(*whole), [](const auto &d) { return d.disk.device; });
        if (found == disks.end())
            continue;
        if (found->disk.mountedOn.empty() || mountPoint.size() < found->disk.mountedOn.size()) {
            found->disk.mountedOn = mountPoint;
            found->fileSystem = fileSystem;
        }
    }
    return disks;
}

ReportItem diskItem(const std::vector<MountedDisk> &disks)
{
    ReportItem item{ "disks", "Disks for I/O limits", ItemStatus::Ok, "", "", "" };
    std::vector<std::string> mounted;
    for (const auto &[disk, fileSystem] : disks) {
        if (!disk.mountedOn.empty())
            mounted.push_back(fmt::format("{} ({} on {})", disk.name, fileSystem, disk.mountedOn));
    }
    item.detail = fmt::format("{}", fmt::join(mounted, ", "));
    if (mounted.empty()) {
        item.status = ItemStatus::Limited;
        item.detail = "no file system lies on a disk of this computer";
    }
    return item;
}

ipc::SystemReport probeHost(const CgroupTree *tree, const ProbeFacts &facts)
{
    ipc::SystemReport report;
    const cgroup::CgroupMounts mounts = cgroup::readCgroupMounts(readText("/proc/self", "mounts"));
    report.cgroupMode = cgroup::modeName(mounts.mode);
    if (tree != nullptr)
        report.controllers = tree->controllers();
    report.cpus = static_cast<unsigned>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
    report.memoryBytes =
        static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const auto disks = mountedDisks(readText("/proc/self", "mountinfo"));
    for (const MountedDisk &disk : disks)
        report.disks.push_back(disk.disk);
    utsname system{};
    ::uname(&system);
    const UniqueFd overlay(::fsopen("overlay", FSOPEN_CLOEXEC)); // loads the module if need be
    const bool hasDocker = ::access("/sys/class/net/docker0", F_OK) == 0;
    report.items = { cgroupItem(mounts, report.controllers, tree == nullptr ? facts.treeProblem : ""),
                     namespaceItem(namespaceLimits()),
                     layerItem(system.release, static_cast<bool>(overlay)),
                     networkItem(findForwardDroppers(), hasDocker),
                     diskItem(disks),
                     helperItem(facts),
                     { "polkit", "Password prompts", facts.polkitStatus, facts.polkitDetail, facts.polkitAdvice, "" },
                     idItem(facts.idRanges) };
    return report;
}

} // namespace vitrine::sys
