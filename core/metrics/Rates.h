// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cgroup/CgroupSample.h"
#include "core/metrics/MetricInfo.h"

#include <array>

namespace vitrine::metrics {

/// One value a metric at one moment; NaN is a gap (no controller, first sample, recreated cgroup), never zero.
struct MetricValues {
    std::chrono::steady_clock::time_point at;
    std::array<double, kMetricCount> values;
    double operator[](MetricId id) const { return values[static_cast<std::size_t>(id)]; }
};

/// Rates need two samples of the same cgroup (same inode) and the time between them; without `previous`
/// rates are gaps while levels (memory, processes) are there.
MetricValues rates(const cgroup::CgroupSample *previous, const cgroup::CgroupSample &current);

} // namespace vitrine::metrics
