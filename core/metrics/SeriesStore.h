// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/Rates.h"
#include "core/metrics/RingBuffer.h"

#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

namespace vitrine::metrics {

struct Point {
    double time = 0; ///< seconds of the steady clock
    double value = 0; ///< NaN is a gap
};

/// History of every container in three tiers: 1 s x 5 min, 6 s x 30 min, 36 s x 6 h. Coarser tiers hold the mean of
/// what they cover; a tier with nothing but gaps holds a gap.
class SeriesStore {
public:
    void push(const std::string &containerId, const MetricValues &values);
    void forget(const std::string &containerId);

    /// Points of one metric from `fromSeconds` on, from the finest tier that reaches back so far, oldest first.
    [[nodiscard]] std::vector<Point> points(const std::string &containerId, MetricId metric, double fromSeconds) const;
    /// The newest value; NaN when there is none.
    [[nodiscard]] double latest(const std::string &containerId, MetricId metric) const;

    static constexpr std::size_t kTierLength = 300;
    static constexpr std::array<int, 3> kTierSeconds{ 1, 6, 36 };

private:
    struct Tier {
        RingBuffer<MetricValues, kTierLength> ring;
        std::vector<MetricValues> pending; ///< of the finer tier, not yet averaged
    };
    std::unordered_map<std::string, std::array<Tier, 3>> m_series;
};

} // namespace vitrine::metrics
