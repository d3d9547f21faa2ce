// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/Marks.h"

#include "core/spec/Sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace vitrine::metrics {

namespace {

using cgroup::CgroupSample;
using cgroup::Counter;
using cgroup::LimitValue;

std::uint64_t growth(const Counter &before, const Counter &after)
{
    return before && after && *after > *before ? *after - *before : 0;
}

std::string eventText(MarkKind kind, std::uint64_t count)
{
    const std::string_view plural = count == 1 ? "" : "s";
    switch (kind) {
    case MarkKind::OutOfMemory:
        return fmt::format("out of memory: {} process{} killed", count, count == 1 ? "" : "es");
    case MarkKind::StartRefused:
        return fmt::format("{} start{} refused", count, plural);
    case MarkKind::Throttled:
        return fmt::format("throttled in {} period{}", count, plural);
    case MarkKind::SlowedDown:
        return fmt::format("slowed down {} time{} above memory.high", count, plural);
    default:
        return {};
    }
}

std::string bytesText(const LimitValue &limit)
{
    return limit.isMax ? "no limit" : spec::formatSize(limit.value);
}
std::string countText(const LimitValue &limit)
{
    return limit.isMax ? "no limit" : fmt::format("{}", limit.value);
}

class Collector {
public:
    explicit Collector(double time)
        : m_time(time)
    {
    }

    void event(MarkKind kind, MetricId metric, std::uint64_t count)
    {
        if (count > 0)
            m_marks.push_back({ m_time, kind, metric, count, eventText(kind, count), m_time });
    }
    template <typename Value, typename Text>
    void limit(std::string_view file, MetricId metric, const std::optional<Value> &before,
               const std::optional<Value> &after, const Text &text)
    {
        // A file that comes or goes is a controller being enabled, not a limit being set.
        if (before && after && *before != *after)
            m_marks.push_back({ m_time, MarkKind::LimitChanged, metric, 1,
                                fmt::format("{}: {}, was {}", file, text(*after), text(*before)), m_time });
    }
    std::vector<Mark> take() { return std::move(m_marks); }

private:
    double m_time;
    std::vector<Mark> m_marks;
};

/// cpu.max in cores: the quota alone says nothing.
std::optional<std::string> cpuMaxText(const CgroupSample &sample)
{
    if (!sample.cpuMaxQuotaUs || !sample.cpuMaxPeriodUs || *sample.cpuMaxPeriodUs == 0)
        return std::nullopt;
    if (sample.cpuMaxQuotaUs->isMax)
        return "no limit";
    return fmt::format("{:.4g} cores",
                       static_cast<double>(sample.cpuMaxQuotaUs->value) / static_cast<double>(*sample.cpuMaxPeriodUs));
}

} // namespace

std::vector<Mark> marks(const CgroupSample *previous, const CgroupSample &current)
{
    if (!previous || previous->inode != current.inode)
        return {};
    Collector collector(std::chrono::duration<double>(current.at.time_since_epoch()).count());
    const auto itself = [](const auto &value) { return fmt::format("{}", value); };
    collector.event(MarkKind::OutOfMemory, MetricId::MemoryUsed,
                    growth(previous->memoryEventsOomKill, current.memoryEventsOomKill));
    collector.event(MarkKind::StartRefused, MetricId::Processes,
                    growth(previous->pidsEventsMax, current.pidsEventsMax));
    collector.event(MarkKind::Throttled, MetricId::CpuCores, growth(previous->nrThrottled, current.nrThrottled));
    collector.event(MarkKind::SlowedDown, MetricId::MemoryUsed,
                    growth(previous->memoryEventsHigh, current.memoryEventsHigh));
    collector.limit("cpu.max", MetricId::CpuCores, cpuMaxText(*previous), cpuMaxText(current), itself);
    collector.limit("cpu.weight", MetricId::CpuCores, previous->cpuWeight, current.cpuWeight, itself);
    collector.limit("cpuset.cpus", MetricId::CpuCores, previous->cpusetCpus, current.cpusetCpus, itself);
    collector.limit("memory.max", MetricId::MemoryUsed, previous->memoryMax, current.memoryMax, bytesText);
    collector.limit("memory.high", MetricId::MemoryUsed, previous->memoryHigh, current.memoryHigh, bytesText);
    collector.limit("memory.swap.max", MetricId::MemoryUsed, previous->memorySwapMax, current.memorySwapMax, bytesText);
    collector.limit("pids.max", MetricId::Processes, previous->pidsMax, current.pidsMax, countText);
    return collector.take();
}

void addMarks(std::vector<Mark> &history, const std::vector<Mark> &fresh)
{
    for (const auto &mark : fresh) {
        const auto isSameKind = [&](const Mark &known) { return known.kind == mark.kind; };
        const auto last = std::find_if(history.rbegin(), history.rend(), isSameKind);
        const bool goesOn =
            last != history.rend() && !eventText(mark.kind, 1).empty() && mark.time - last->endTime <= kMergeSeconds;
        if (goesOn) {
            last->count += mark.count;
            last->endTime = mark.time;
            last->text = eventText(last->kind, last->count);
        } else {
            history.push_back(mark);
        }
    }
    if (history.size() > kMaxMarks)
        history.erase(history.begin(), history.end() - static_cast<std::ptrdiff_t>(kMaxMarks));
}

} // namespace vitrine::metrics
