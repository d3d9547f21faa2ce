// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/Rates.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine::metrics {

namespace {

using cgroup::CgroupSample;
using cgroup::Counter;
using cgroup::IoStat;

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
constexpr double kUsPerSecond = 1e6;

double level(const Counter &value)
{
    return value ? static_cast<double>(*value) : kGap;
}

/// What a counter grew by; a gap when it is missing or went backwards, which only a counter made anew does.
double growth(const Counter &before, const Counter &after)
{
    if (!before || !after || *after < *before)
        return kGap;
    return static_cast<double>(*after - *before);
}

double memoryUsed(const CgroupSample &sample)
{
    if (!sample.memoryCurrent)
        return kGap;
    const auto inactive = std::min(sample.memoryInactiveFile.value_or(0), *sample.memoryCurrent);
    return static_cast<double>(*sample.memoryCurrent - inactive);
}

double throttledShare(const CgroupSample &before, const CgroupSample &after)
{
    const double periods = growth(before.nrPeriods, after.nrPeriods);
    const double throttled = growth(before.nrThrottled, after.nrThrottled);
    return periods == 0 ? 0 : std::min(throttled / periods, 1.0);
}

/// Sum over all disks; a disk that was not there before starts at 0. What goes to a stack (LUKS, LVM, RAID) stands
/// there and at the disks below, but what the kernel's own threads pass on (writes through dm-crypt) at the stack
/// alone: so the larger of both sums is what the processes did.
double ioGrowth(const CgroupSample &before, const CgroupSample &after, std::uint64_t IoStat::*member)
{
    if (!before.io || !after.io)
        return kGap;
    double disks = 0;
    double stacks = 0;
    for (const auto &now : *after.io) {
        const auto known = std::find_if(before.io->begin(), before.io->end(),
                                        [&](const IoStat &stat) { return stat.device == now.device; });
        const std::uint64_t base = known == before.io->end() ? 0 : (*known).*member;
        (now.isStacked ? stacks : disks) += growth(base, now.*member);
    }
    // A gap in one of them is a gap of the whole.
    return std::isnan(disks + stacks) ? kGap : std::max(disks, stacks);
}

double pressure(const std::optional<cgroup::Pressure> &value)
{
    return value ? value->someAvg10 : kGap;
}

} // namespace

MetricValues rates(const CgroupSample *previous, const CgroupSample &current)
{
    MetricValues result{ current.at, {} };
    result.values.fill(kGap);
    const auto set = [&](MetricId id, double value) { result.values[static_cast<std::size_t>(id)] = value; };
    set(MetricId::MemoryUsed, memoryUsed(current));
    set(MetricId::MemoryCache, level(current.memoryFile));
    set(MetricId::MemoryKernel, level(current.memoryKernel));
    set(MetricId::MemorySwap, level(current.memorySwapCurrent));
    set(MetricId::Processes, level(current.pidsCurrent));
    set(MetricId::PressureCpu, pressure(current.cpuPressure));
    set(MetricId::PressureMemory, pressure(current.memoryPressure));
    set(MetricId::PressureIo, pressure(current.ioPressure));
    if (!previous || previous->inode != current.inode || current.at <= previous->at)
        return result;

    const double seconds = std::chrono::duration<double>(current.at - previous->at).count();
    set(MetricId::CpuCores, growth(previous->cpuUsageUs, current.cpuUsageUs) / kUsPerSecond / seconds);
    set(MetricId::CpuThrottled, throttledShare(*previous, current));
    set(MetricId::DiskRead, ioGrowth(*previous, current, &IoStat::readBytes) / seconds);
    set(MetricId::DiskWrite, ioGrowth(*previous, current, &IoStat::writeBytes) / seconds);
    set(MetricId::DiskReadOps, ioGrowth(*previous, current, &IoStat::readOps) / seconds);
    set(MetricId::DiskWriteOps, ioGrowth(*previous, current, &IoStat::writeOps) / seconds);
    set(MetricId::NetDown, growth(previous->netReceivedBytes, current.netReceivedBytes) / seconds);
    set(MetricId::NetUp, growth(previous->netSentBytes, current.netSentBytes) / seconds);
    return result;
}

} // namespace vitrine::metrics
