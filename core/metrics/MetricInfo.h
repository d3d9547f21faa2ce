// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace vitrine::metrics {

enum class MetricId : std::uint8_t {
    CpuCores, ///< cores in use
    CpuThrottled, ///< share of scheduling periods in which the quota was used up, 0 to 1
    MemoryUsed, ///< memory.current less inactive file cache
    MemoryCache, ///< file cache
    MemoryKernel,
    MemorySwap,
    Processes,
    DiskRead, ///< bytes a second over all disks, a stack of devices counted once
    DiskWrite,
    DiskReadOps,
    DiskWriteOps,
    NetDown, ///< bytes a second, as the container sees it
    NetUp,
    PressureCpu, ///< share of time some process waited, in per cent, over 10 s
    PressureMemory,
    PressureIo,
};
inline constexpr std::size_t kMetricCount = 16;

enum class Unit : std::uint8_t { Cores, Share, Bytes, Count, BytesPerSecond, OpsPerSecond, Percent };

/// Names a series once for table columns, axes and export headers.
struct MetricInfo {
    MetricId id;
    std::string_view key; ///< "cpu_cores"
    Unit unit;
};

std::span<const MetricInfo> metrics();
const MetricInfo &metric(MetricId id);

} // namespace vitrine::metrics
