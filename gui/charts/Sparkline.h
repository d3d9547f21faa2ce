// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/SeriesStore.h"

#include <QPalette>
#include <QRectF>
#include <QString>

#include <optional>

class QPainter;

namespace vitrine::gui {

inline constexpr double kSparklineSeconds = 60;

/// What a list row shows of one metric: its last 60 seconds, filled, without axis or text.
struct Sparkline {
    metrics::MetricId metric = metrics::MetricId::CpuCores;
    /// The value that the top stands for, usually the limit; a higher value raises it. Unset: the highest one shown.
    std::optional<double> top;

    /// Draws into `area` from the store; a gap stays a gap, and nothing is drawn where there is no history.
    /// `nowSeconds` is the right edge, in seconds of the steady clock (MetricsFeed::nowSeconds()).
    void paint(QPainter &painter, const QRectF &area, const QPalette &palette, const metrics::SeriesStore &store,
               const QString &containerId, double nowSeconds) const;
};

} // namespace vitrine::gui
