// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/MetricInfo.h"

#include <array>

namespace vitrine::metrics {

namespace {

using enum MetricId;

constexpr std::array<MetricInfo, kMetricCount> kMetrics{ {
    { CpuCores, "cpu_cores", Unit::Cores },
    { CpuThrottled, "cpu_throttled", Unit::Share },
    { MemoryUsed, "memory_used_bytes", Unit::Bytes },
    { MemoryCache, "memory_cache_bytes", Unit::Bytes },
    { MemoryKernel, "memory_kernel_bytes", Unit::Bytes },
    { MemorySwap, "memory_swap_bytes", Unit::Bytes },
    { Processes, "processes", Unit::Count },
    { DiskRead, "disk_read_bytes_per_second", Unit::BytesPerSecond },
    { DiskWrite, "disk_write_bytes_per_second", Unit::BytesPerSecond },
    { DiskReadOps, "disk_read_operations_per_second", Unit::OpsPerSecond },
    { DiskWriteOps, "disk_write_operations_per_second", Unit::OpsPerSecond },
    { NetDown, "network_down_bytes_per_second", Unit::BytesPerSecond },
    { NetUp, "network_up_bytes_per_second", Unit::BytesPerSecond },
    { PressureCpu, "pressure_cpu_percent", Unit::Percent },
    { PressureMemory, "pressure_memory_percent", Unit::Percent },
    { PressureIo, "pressure_io_percent", Unit::Percent },
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
