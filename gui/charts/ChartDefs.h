// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/Marks.h"
#include "core/metrics/SeriesStore.h"
#include "gui/limits/LimitKeys.h"

#include <QString>

#include <optional>
#include <vector>

namespace vitrine::gui {

class LimitsModel;
class MetricsFeed;

enum class ChartKind : std::uint8_t { Cpu, Memory, Processes, Disk, Network };
inline constexpr ChartKind kChartKinds[] = { ChartKind::Cpu, ChartKind::Memory, ChartKind::Processes, ChartKind::Disk,
                                             ChartKind::Network };

/// How one metric is drawn: lines of a chart share its colour and differ by dash.
struct ChartSeries {
    metrics::MetricId metric;
    Qt::PenStyle line = Qt::SolidLine;
    bool filled = false;
    bool stepped = false;
};

QString chartTitle(ChartKind kind);
QString chartHelp(ChartKind kind); ///< for F1
metrics::Unit chartUnit(ChartKind kind);
std::vector<ChartSeries> chartSeries(ChartKind kind); ///< the headline first
/// The limit that this chart's line moves; none on the network chart, and where the host cannot hold it.
std::optional<LimitKey> chartLimit(ChartKind kind, const LimitsModel &limits);
/// "187 MiB · cache 46 MiB · limit 256 MiB": what holds now, or at `time`.
QString chartSentence(ChartKind kind, const MetricsFeed &feed, const LimitsModel &limits, const QString &containerId,
                      std::optional<double> time);
/// Whether a mark stands on this chart: running out of memory says nothing about the disk.
bool concerns(ChartKind kind, const metrics::Mark &mark);

/// The value of the last point at or before `time`; NaN when there is none near it.
double valueAt(const std::vector<metrics::Point> &points, double time);

} // namespace vitrine::gui
