// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/HeaderSentence.h"

#include "gui/feed/MetricsFeed.h"
#include "gui/format/Translate.h"
#include "gui/format/Units.h"
#include "gui/list/NewsLine.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine::gui {

namespace {

constexpr double kFactSeconds = 60;
constexpr double kWorthSaying = 0.01; // of the periods throttled
constexpr double kNearlyFull = 0.95; // of memory.max

int number(std::uint64_t count)
{
    return static_cast<int>(std::min<std::uint64_t>(count, std::numeric_limits<int>::max()));
}

QString refused(std::uint64_t count)
{
    return tr("%n process start(s) refused", nullptr, number(count));
}

QString killed(std::uint64_t count)
{
    return tr("%n process(es) killed for lack of memory", nullptr, number(count));
}

QStringList runningParts(const ContainerInfo &info, const RunFacts &facts)
{
    QStringList parts;
    if (facts.throttledShare.value_or(0) >= kWorthSaying)
        parts << tr("Throttled in %1 of its periods").arg(units::share(*facts.throttledShare));
    if (facts.oomKills.value_or(0) > 0)
        parts << killed(*facts.oomKills);
    const auto &limit = info.spec.limits.memoryBytes;
    if (limit && facts.memoryUsed.value_or(0) >= kNearlyFull * static_cast<double>(*limit))
        parts << tr("Memory nearly full");
    if (facts.startsRefused.value_or(0) > 0)
        parts << refused(*facts.startsRefused);
    return parts;
}

} // namespace

RunFacts runFacts(const MetricsFeed &feed, const QString &id)
{
    RunFacts facts;
    const cgroup::CgroupSample *sample = feed.latest(id);
    if (!sample)
        return facts;
    facts.startsRefused = sample->pidsEventsMax;
    facts.oomKills = sample->memoryEventsOomKill;
    const std::string key = id.toStdString();
    const double memory = feed.store().latest(key, metrics::MetricId::MemoryUsed);
    if (std::isfinite(memory))
        facts.memoryUsed = memory;

    double sum = 0;
    int count = 0;
    for (const metrics::Point &point :
         feed.store().points(key, metrics::MetricId::CpuThrottled, feed.nowSeconds() - kFactSeconds)) {
        if (!std::isfinite(point.value))
            continue;
        sum += point.value;
        ++count;
    }
    if (count > 0)
        facts.throttledShare = sum / count;
    return facts;
}

QString headerSentence(const ContainerInfo &info, const RunFacts &facts, std::int64_t nowUs)
{
    QStringList parts;
    if (ipc::isAlive(info.state))
        parts = runningParts(info, facts);
    if (info.state == ipc::ContainerState::Ended && info.ended) {
        parts << newsLine(info, nowUs).text;
        if (info.ended->pidsRefused > 0)
            parts << refused(info.ended->pidsRefused);
        if (info.ended->memoryPeakBytes)
            parts << tr("used at most %1").arg(units::bytes(static_cast<double>(*info.ended->memoryPeakBytes)));
        return parts.join(QStringLiteral(" · "));
    }
    if (parts.isEmpty() || info.state != ipc::ContainerState::Running) {
        ContainerInfo withoutChanges = info; // for which the page has a line of its own
        withoutChanges.waiting.clear();
        parts.prepend(newsLine(withoutChanges, nowUs).text);
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace vitrine::gui
