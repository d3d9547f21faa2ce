// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupLimits.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/sys/CgroupFs.h"
#include "privhelper/sys/CgroupTree.h"
#include "privhelper/sys/DeviceProgram.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <map>
#include <ranges>

namespace vitrine::sys {

namespace {

constexpr std::uint64_t kCpuPeriodUs = 100'000;
constexpr std::uint64_t kMinCpuQuotaUs = 1'000; // the kernel refuses less (kernel/sched/core.c)
constexpr std::uint64_t kDefaultWeight = 100;

std::string cpuMax(double cpus)
{
    const auto quota = static_cast<std::uint64_t>(std::llround(cpus * static_cast<double>(kCpuPeriodUs)));
    return fmt::format("{} {}", std::max(quota, kMinCpuQuotaUs), kCpuPeriodUs);
}

/// bfq takes 1 to 1,000 where io.weight takes 1 to 10,000; both have 100 as the middle.
std::uint64_t bfqWeight(std::uint64_t weight)
{
    constexpr std::uint64_t kMaxWeight = 10'000;
    constexpr std::uint64_t kMaxBfqWeight = 1'000;
    if (weight <= kDefaultWeight)
        return weight;
    return kDefaultWeight
        + (weight - kDefaultWeight) * (kMaxBfqWeight - kDefaultWeight) / (kMaxWeight - kDefaultWeight);
}

std::string orMax(const std::optional<std::uint64_t> &value)
{
    return value ? std::to_string(*value) : "max";
}

std::string ioMax(DeviceNumber disk, const spec::IoLimit &limit)
{
    return fmt::format("{} rbps={} wbps={} riops={} wiops={}", deviceNumberText(disk), orMax(limit.readBytesPerSec),
                       orMax(limit.writeBytesPerSec), orMax(limit.readOpsPerSec), orMax(limit.writeOpsPerSec));
}

void takeStricter(std::optional<std::uint64_t> &value, const std::optional<std::uint64_t> &other)
{
    if (other && (!value || *other < *value))
        value = other;
}

std::map<DeviceNumber, spec::IoLimit> byDisk(const std::vector<DiskLimit> &limits)
{
    std::map<DeviceNumber, spec::IoLimit> merged;
    for (const auto &[disk, limit] : limits) {
        spec::IoLimit &sum = merged[disk];
        takeStricter(sum.readBytesPerSec, limit.readBytesPerSec);
        takeStricter(sum.writeBytesPerSec, limit.writeBytesPerSec);
        takeStricter(sum.readOpsPerSec, limit.readOpsPerSec);
        takeStricter(sum.writeOpsPerSec, limit.writeOpsPerSec);
    }
    return merged;
}

/// The text that gives a file its present value again.
Result<std::string> presentText(int cgroupFd, const LimitWrite &write)
{
    VITRINE_TRY_ASSIGN(const std::string text, readControlFile(cgroupFd, write.file));
    if (write.file == "io.max") {
        const std::string disk = write.text.substr(0, write.text.find(' '));
        const auto line = flatKey(text, disk);
        return line ? disk + " " + *line : disk + " rbps=max wbps=max riops=max wiops=max";
    }
    if (write.controller == "io")
        return text.substr(0, text.find('\n')); // "default 100", then lines for single disks that are not ours
    return text.empty() ? "\n" : text; // an empty write would do nothing (cpuset.cpus)
}

CgroupHost cgroupHost(std::string_view controller)
{
    struct statfs info { };
    if (::statfs("/sys/fs/cgroup", &info) < 0 || info.f_type != CGROUP2_SUPER_MAGIC)
        return CgroupHost::NotUnified;
    const UniqueFd top(::open("/sys/fs/cgroup", O_PATH | O_DIRECTORY | O_CLOEXEC));
    const std::string offered = " " + readControlFile(top.get(), "cgroup.controllers").value_or("") + " ";
    return offered.find(fmt::format(" {} ", controller)) != std::string::npos ? CgroupHost::NotDelegated
                                                                              : CgroupHost::KernelLacks;
}

Error missingFile(int cgroupFd, const LimitWrite &write)
{
    const std::string offered = " " + readControlFile(cgroupFd, "cgroup.controllers").value_or("") + " ";
    std::string why;
    if (offered.find(fmt::format(" {} ", write.controller)) == std::string::npos)
        why = controllerAdvice(write.controller, cgroupHost(write.controller));
    else if (write.file == "io.weight")
        why = "no disk scheduler of this computer shares by weight; io.weight needs a kernel with the io cost model "
              "or disks that use bfq";
    else if (write.file == "memory.swap.max")
        why = "this kernel does not count swap; take swapaccount=0 off the kernel command line and restart";
    else
        why = "this kernel does not offer it";
    return Error{ ErrorCode::Unsupported, ENOENT, fmt::format("setting {}: {}", write.file, why) };
}

Result<std::vector<DiskLimit>> findDisks(const std::vector<spec::IoLimit> &limits)
{
    std::vector<DiskLimit> found;
    for (const spec::IoLimit &limit : limits) {
        auto disk = limitedDisk(limit.device);
        if (!disk)
            return failure(disk.error().wrap("setting io.max"));
        found.push_back({ *disk, limit });
    }
    return found;
}

/// The payload competes with its own shim only: containers share with one another by the weight of the cgroup above it.
void addSharesAmongContainers(std::vector<LimitWrite> &writes)
{
    for (std::size_t i = 0, count = writes.size(); i < count; ++i) {
        if (writes[i].file.ends_with("weight"))
            writes.push_back({ writes[i].controller, "../" + writes[i].file, writes[i].text, writes[i].removes });
    }
}

/// A cpuset that holds processes cannot be made empty again (ENOSPC, kernel/cgroup/cpuset.c): all that the parent has
/// is as much as no limit.
Result<> writeLimit(int cgroupFd, const std::string &file, const std::string &text)
{
    auto done = writeControlFile(cgroupFd, file, text);
    if (done || done.error().sysErrno != ENOSPC || file != "cpuset.cpus" || text != "\n")
        return done;
    VITRINE_TRY_ASSIGN(const std::string all, readControlFile(cgroupFd, "../cpuset.cpus.effective"));
    return writeControlFile(cgroupFd, file, all);
}

} // namespace

std::string controllerAdvice(std::string_view controller, CgroupHost host)
{
    switch (host) {
    case CgroupHost::NotUnified:
        return fmt::format("the {} controller is bound to version 1 on this computer; add "
                           "systemd.unified_cgroup_hierarchy=1 to the kernel command line and restart",
                           controller);
    case CgroupHost::NotDelegated:
        return fmt::format("the {} controller is not handed down to containers; the unit "
                           "vitrine-containers.service needs Delegate=yes",
                           controller);
    case CgroupHost::KernelLacks:
        break;
    }
    return fmt::format("this kernel runs without the {0} controller; take cgroup_disable={0} off the kernel command "
                       "line, or use a kernel that has it, and restart",
                       controller);
}

std::vector<LimitWrite> planLimitWrites(const spec::Limits *current, const std::vector<DiskLimit> &currentDisks,
                                        const spec::Limits &wanted, const std::vector<DiskLimit> &wantedDisks)
{
    std::vector<LimitWrite> writes;
    const spec::Limits before = current != nullptr ? *current : spec::Limits{};
    const auto plan = [&](const char *controller, const char *file, const auto &was, const auto &wants, auto text,
                          const std::string &removed) {
        if (wants)
            writes.push_back({ controller, file, text(*wants), false });
        else if (was)
            writes.push_back({ controller, file, removed, true });
    };
    const auto number = [](std::uint64_t value) { return std::to_string(value); };
    const auto weight = [](std::uint64_t value) { return fmt::format("default {}", value); };
    plan("cpu", "cpu.max", before.cpus, wanted.cpus, cpuMax, fmt::format("max {}", kCpuPeriodUs));
    plan("cpu", "cpu.weight", before.cpuWeight, wanted.cpuWeight, number, number(kDefaultWeight));
    plan("cpuset", "cpuset.cpus", before.cpusetCpus, wanted.cpusetCpus, std::identity(), "\n");
    // memory.high first: it makes room gently before memory.max makes it by force.
    plan("memory", "memory.high", before.memoryHighBytes, wanted.memoryHighBytes, number, "max");
    plan("memory", "memory.max", before.memoryBytes, wanted.memoryBytes, number, "max");
    plan("memory", "memory.swap.max", before.memorySwapBytes, wanted.memorySwapBytes, number, "max");
    plan("pids", "pids.max", before.pids, wanted.pids, number, "max");
    plan("io", "io.weight", before.ioWeight, wanted.ioWeight, weight, weight(kDefaultWeight));
    const auto disks = byDisk(wantedDisks);
    for (const auto &[disk, limit] : disks)
        writes.push_back({ "io", "io.max", ioMax(disk, limit), false });
    for (const DeviceNumber disk : byDisk(currentDisks) | std::views::keys) {
        if (!disks.contains(disk))
            writes.push_back({ "io", "io.max", ioMax(disk, {}), true });
    }
    return writes;
}

Result<> applyLimitWrites(int cgroupFd, const std::vector<LimitWrite> &writes)
{
    std::vector<LimitWrite> undo;
    const auto putBack = [&] {
        for (const LimitWrite &write : undo | std::views::reverse)
            (void)writeLimit(cgroupFd, write.file, write.text);
    };
    for (const LimitWrite &write : writes) {
        const auto before = presentText(cgroupFd, write);
        if (!before && before.error().sysErrno == ENOENT) {
            if (write.removes)
                continue;
            putBack();
            return failure(missingFile(cgroupFd, write));
        }
        auto done = before ? writeLimit(cgroupFd, write.file, write.text) : failure(before.error());
        if (!done) {
            putBack();
            return failure(done.error().wrap(fmt::format("setting {}", write.file)));
        }
        undo.push_back({ write.controller, write.file, *before, false });
    }
    return {};
}

Result<> applyLimits(int payloadFd, const spec::Limits *current, const spec::Limits &wanted)
{
    VITRINE_TRY_ASSIGN(const std::vector<DiskLimit> wantedDisks, findDisks(wanted.io));
    VITRINE_TRY_ASSIGN(const std::vector<DeviceGrant> grants, resolveGrants(wanted.devices));
    std::vector<DiskLimit> currentDisks;
    for (const spec::IoLimit &limit : current != nullptr ? current->io : std::vector<spec::IoLimit>{}) {
        if (const auto disk = limitedDisk(limit.device)) // a disk that was pulled out took its limit with it
            currentDisks.push_back({ *disk, limit });
    }
    std::vector<LimitWrite> writes = planLimitWrites(current, currentDisks, wanted, wantedDisks);
    // Weights go to the scheduler that the disks use; where bfq is one, it has a file of its own.
    const bool hasWeight = ::faccessat(payloadFd, "io.weight", F_OK, 0) == 0;
    const bool hasBfq = ::faccessat(payloadFd, "io.bfq.weight", F_OK, 0) == 0;
    const auto weight = std::ranges::find(writes, "io.weight", &LimitWrite::file);
    if (hasBfq && weight != writes.end()) {
        LimitWrite bfq = *weight;
        bfq.file = "io.bfq.weight";
        bfq.text = fmt::format("default {}", bfqWeight(wanted.ioWeight.value_or(kDefaultWeight)));
        if (hasWeight)
            writes.push_back(std::move(bfq));
        else
            *weight = std::move(bfq);
    }
    std::vector<LimitWrite> back =
        planLimitWrites(&wanted, wantedDisks, current != nullptr ? *current : spec::Limits{}, currentDisks);
    addSharesAmongContainers(writes);
    addSharesAmongContainers(back);
    VITRINE_TRY(applyLimitWrites(payloadFd, writes));
    if (current != nullptr && current->devices == wanted.devices)
        return {};
    auto attached = attachDeviceProgram(payloadFd, grants);
    if (!attached)
        (void)applyLimitWrites(payloadFd, back);
    return attached;
}

} // namespace vitrine::sys
