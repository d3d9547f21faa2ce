// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/SeriesStore.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine::metrics {

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
/// A hole of more than this many steps of a tier is drawn as a hole: nobody sampled then.
constexpr double kHoleSteps = 2.5;

double secondsOf(const MetricValues &values)
{
    return std::chrono::duration<double>(values.at.time_since_epoch()).count();
}

long long bucketOf(const MetricValues &values, int tierSeconds)
{
    return static_cast<long long>(std::floor(secondsOf(values) / tierSeconds));
}

MetricValues meanOf(const std::vector<MetricValues> &samples)
{
    const auto first = samples.front().at;
    MetricValues mean{ first + (samples.back().at - first) / 2, {} };
    for (std::size_t metric = 0; metric < kMetricCount; ++metric) {
        double sum = 0;
        int count = 0;
        for (const auto &sample : samples) {
            if (std::isnan(sample.values[metric]))
                continue;
            sum += sample.values[metric];
            ++count;
        }
        mean.values[metric] = count == 0 ? kGap : sum / count;
    }
    return mean;
}

} // namespace

void SeriesStore::push(const std::string &containerId, const MetricValues &values)
{
    auto &tiers = m_series[containerId];
    tiers[0].ring.push(values);
    MetricValues fresh = values;
    for (std::size_t i = 1; i < tiers.size(); ++i) {
        auto &tier = tiers[i];
        const bool isComplete = !tier.pending.empty()
            && bucketOf(tier.pending.front(), kTierSeconds[i]) != bucketOf(fresh, kTierSeconds[i]);
        if (!isComplete) {
            tier.pending.push_back(fresh);
            return;
        }
        const MetricValues mean = meanOf(tier.pending);
        tier.pending.assign(1, fresh);
        tier.ring.push(mean);
        fresh = mean;
    }
}

void SeriesStore::forget(const std::string &containerId)
{
    m_series.erase(containerId);
}

std::vector<Point> SeriesStore::points(const std::string &containerId, MetricId metric, double fromSeconds) const
{
    const auto series = m_series.find(containerId);
    if (series == m_series.end())
        return {};
    const auto &tiers = series->second;
    std::size_t coarsest = 0;
    // A ring that is not full yet holds everything there is.
    while (coarsest + 1 < tiers.size() && tiers[coarsest].ring.size() == kTierLength
           && secondsOf(tiers[coarsest].ring[0]) > fromSeconds)
        ++coarsest;

    std::vector<Point> result;
    double last = -std::numeric_limits<double>::infinity();
    double lastStep = 0;
    // A coarse tier ends before the newest samples: the finer ones complete it, from the end of its last bucket on.
    for (std::size_t tier = coarsest + 1; tier-- > 0;) {
        const double step = kTierSeconds[tier];
        const double after = result.empty() ? fromSeconds : last + lastStep / 2;
        const auto &ring = tiers[tier].ring;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const double time = secondsOf(ring[i]);
            if (time < after || time <= last)
                continue;
            if (!result.empty() && time - last > kHoleSteps * std::max(step, lastStep))
                result.push_back({ (last + time) / 2, kGap });
            result.push_back({ time, ring[i][metric] });
            last = time;
            lastStep = step;
        }
    }
    return result;
}

double SeriesStore::latest(const std::string &containerId, MetricId metric) const
{
    const auto series = m_series.find(containerId);
    if (series == m_series.end() || series->second[0].ring.empty())
        return kGap;
    return series->second[0].ring.back()[metric];
}

} // namespace vitrine::metrics
