// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/MetricInfo.h"

#include <array>

namespace vitrine::metrics {

namespace {

using enum MetricId;

// Lines that share a chart have different colours.
constexpr std::array<MetricInfo, kMetricCount> kMetrics{ {
    { CpuCores, "cpu_cores", Unit::Cores, 0 },
    { CpuThrottled, "cpu_throttled", Unit::Share, 3 },
    { MemoryUsed, "memory_used_bytes", Unit::Bytes, 1 },
    { MemoryCache, "memory_cache_bytes", Unit::Bytes, 4 },
    { MemoryKernel, "memory_kernel_bytes", Unit::Bytes, 5 },
    { MemorySwap, "memory_swap_bytes", Unit::Bytes, 3 },
    { Processes, "processes", Unit::Count, 2 },
    { DiskRead, "disk_read_bytes_per_second", Unit::BytesPerSecond, 4 },
    { DiskWrite, "disk_write_bytes_per_second", Unit::BytesPerSecond, 5 },
    { DiskReadOps, "disk_read_operations_per_second", Unit::OpsPerSecond, 4 },
    { DiskWriteOps, "disk_write_operations_per_second", Unit::OpsPerSecond, 5 },
    { NetDown, "network_down_bytes_per_second", Unit::BytesPerSecond, 6 },
    { NetUp, "network_up_bytes_per_second", Unit::BytesPerSecond, 7 },
    { PressureCpu, "pressure_cpu_percent", Unit::Percent, 0 },
    { PressureMemory, "pressure_memory_percent", Unit::Percent, 1 },
    { PressureIo, "pressure_io_percent", Unit::Percent, 4 },
} };

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kMetrics.size(); ++i) {
        if (static_cast<std::size_t>(kMetrics[i].id) != i)
            return false;
    }
    return true;
}
static_assert(isInOrder(), "metric() finds a line by the number of its id");

} // namespace

std::span<const MetricInfo> metrics()
{
    return kMetrics;
}

const MetricInfo &metric(MetricId id)
{
    return kMetrics[static_cast<std::size_t>(id)];
}

} // namespace vitrine::metrics
