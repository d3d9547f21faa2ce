// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/ChartDefs.h"

#include "gui/feed/MarkText.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/format/Translate.h"
#include "gui/format/Units.h"
#include "gui/limits/LimitsModel.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine::gui {

namespace {

using metrics::MetricId;

/// What a sentence needs: values now or at the cursor.
struct Reading {
    const MetricsFeed &feed;
    const std::string id;
    const std::optional<double> time;

    double operator()(MetricId metric) const
    {
        if (!time)
            return feed.store().latest(id, metric);
        return valueAt(feed.store().points(id, metric, *time - 2 * metrics::SeriesStore::kTierSeconds.back()), *time);
    }
};

QString cpuSentence(const Reading &read, const LimitsModel &limits)
{
    const double used = read(MetricId::CpuCores);
    const unsigned cpus = limits.host().cpus;
    return cpus > 0 ? tr("%1 of %2 cores").arg(units::cores(used)).arg(cpus) : tr("%1 cores").arg(units::cores(used));
}

QStringList memorySentence(const Reading &read)
{
    QStringList parts{ units::bytes(read(MetricId::MemoryUsed)) };
    if (const double cache = read(MetricId::MemoryCache); std::isfinite(cache))
        parts << tr("cache %1").arg(units::bytes(cache));
    if (const double kernel = read(MetricId::MemoryKernel); kernel >= 1024 * 1024)
        parts << tr("kernel %1").arg(units::bytes(kernel));
    return parts;
}

QStringList processSentence(const Reading &read, const LimitsModel &limits, const QString &id)
{
    const QString now = units::count(read(MetricId::Processes));
    const auto limit = limits.limits().pids;
    QStringList parts{ limit ? tr("%1 of %2").arg(now, units::count(static_cast<double>(*limit))) : now };
    const cgroup::CgroupSample *sample = read.feed.latest(id);
    if (sample && sample->pidsEventsMax.value_or(0) > 0)
        parts << tr("%1 refused").arg(*sample->pidsEventsMax);
    return parts;
}

QStringList diskSentence(const Reading &read, const LimitsModel &limits, const std::optional<LimitKey> &limit)
{
    const auto [reads, writes] = units::byteRates(read(MetricId::DiskRead), read(MetricId::DiskWrite));
    // The numbers are sums over all disks: with more than one, none is named.
    QString device = limit && limits.host().disks.size() == 1 ? limit->device : QString();
    if (device.startsWith(QStringLiteral("/dev/")))
        device.remove(0, 5);
    const QString write = tr("write %1").arg(writes);
    return { tr("read %1").arg(reads), device.isEmpty() ? write : QStringLiteral("%1 (%2)").arg(write, device) };
}

} // namespace

QString chartTitle(ChartKind kind)
{
    switch (kind) {
    case ChartKind::Cpu:
        return tr("CPU");
    case ChartKind::Memory:
        return tr("Memory");
    case ChartKind::Processes:
        return tr("Processes");
    case ChartKind::Disk:
        return tr("Disk");
    case ChartKind::Network:
        return tr("Network");
    }
    return {};
}

QString chartHelp(ChartKind kind)
{
    QString help =
        tr("What the container uses over time. Where there is a dashed line, it is the limit: drag it, or use "
           "the arrow keys; Del or a double click on its grip removes it.");
    if (kind == ChartKind::Memory)
        help +=
            u' ' + tr("The number leaves out inactive file cache, which the kernel gives back whenever it is needed.");
    return help;
}

metrics::Unit chartUnit(ChartKind kind)
{
    switch (kind) {
    case ChartKind::Cpu:
        return metrics::Unit::Cores;
    case ChartKind::Memory:
        return metrics::Unit::Bytes;
    case ChartKind::Processes:
        return metrics::Unit::Count;
    case ChartKind::Disk:
    case ChartKind::Network:
        return metrics::Unit::BytesPerSecond;
    }
    return metrics::Unit::Count;
}

std::vector<ChartSeries> chartSeries(ChartKind kind)
{
    switch (kind) {
    case ChartKind::Cpu:
        return { { MetricId::CpuCores, Qt::SolidLine, true, false } };
    case ChartKind::Memory:
        return { { MetricId::MemoryUsed, Qt::SolidLine, true, false },
                 { MetricId::MemoryCache, Qt::DotLine, false, false },
                 { MetricId::MemoryKernel, Qt::DashDotLine, false, false } };
    case ChartKind::Processes:
        return { { MetricId::Processes, Qt::SolidLine, true, true } };
    case ChartKind::Disk:
        return { { MetricId::DiskWrite, Qt::SolidLine, true, false },
                 { MetricId::DiskRead, Qt::DotLine, false, false } };
    case ChartKind::Network:
        return { { MetricId::NetDown, Qt::SolidLine, true, false }, { MetricId::NetUp, Qt::DotLine, false, false } };
    }
    return {};
}

std::optional<LimitKey> chartLimit(ChartKind kind, const LimitsModel &limits)
{
    std::optional<LimitKey> key;
    switch (kind) {
    case ChartKind::Cpu:
        key = LimitKey{ LimitId::Cpus, {} };
        break;
    case ChartKind::Memory:
        key = LimitKey{ LimitId::Memory, {} };
        break;
    case ChartKind::Processes:
        key = LimitKey{ LimitId::Pids, {} };
        break;
    case ChartKind::Disk:
        if (const QString disk = limits.disk(); !disk.isEmpty())
            key = LimitKey{ LimitId::DiskWrite, disk };
        break;
    case ChartKind::Network:
        break;
    }
    return key && !limits.containerId().isEmpty() && limits.missing(key->id).isEmpty() ? key : std::nullopt;
}

QString chartSentence(ChartKind kind, const MetricsFeed &feed, const LimitsModel &limits, const QString &containerId,
                      std::optional<double> time)
{
    const Reading read{ feed, containerId.toStdString(), time };
    const auto limit = chartLimit(kind, limits);
    QStringList parts;
    switch (kind) {
    case ChartKind::Cpu:
        parts << cpuSentence(read, limits);
        break;
    case ChartKind::Memory:
        parts << memorySentence(read);
        break;
    case ChartKind::Processes:
        parts << processSentence(read, limits, containerId);
        break;
    case ChartKind::Disk:
        parts << diskSentence(read, limits, limit);
        break;
    case ChartKind::Network: {
        if (!limits.hasNetwork())
            return tr("no network");
        const auto [down, up] = units::byteRates(read(MetricId::NetDown), read(MetricId::NetUp));
        parts << tr("down %1").arg(down) << tr("up %1").arg(up);
        break;
    }
    }
    if (time)
        parts.prepend(tr("%1 ago").arg(units::duration(feed.lastSeconds(containerId) - *time)));
    else if (!limits.isAlive())
        parts.prepend(tr("at the end"));
    else if (limit && limits.value(*limit) && (kind == ChartKind::Cpu || kind == ChartKind::Memory))
        parts << tr("limit %1").arg(limitText(*limit, limits.value(*limit)));
    return parts.join(QStringLiteral(" · "));
}

bool concerns(ChartKind kind, const metrics::Mark &mark)
{
    const auto series = chartSeries(kind);
    return !isTrouble(mark.kind) || std::any_of(series.begin(), series.end(), [&mark](const ChartSeries &other) {
        return other.metric == mark.metric;
    });
}

double valueAt(const std::vector<metrics::Point> &points, double time)
{
    const auto after = std::upper_bound(points.begin(), points.end(), time,
                                        [](double at, const metrics::Point &point) { return at < point.time; });
    return after == points.begin() ? std::numeric_limits<double>::quiet_NaN() : std::prev(after)->value;
}

} // namespace vitrine::gui
