// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/MetricInfo.h"

#include <QColor>
#include <QPalette>

namespace vitrine::gui {

/// Colours of the charts on the person's own palette: deeper on a light one, brighter on a dark one.
struct ChartTheme {
    explicit ChartTheme(const QPalette &palette);

    [[nodiscard]] QColor series(int colorIndex) const; ///< 0 CPU, 1 memory, 2 processes, 3 disk, 4 network, 5 pressure
    [[nodiscard]] QColor fill(int colorIndex) const; ///< the same, thin enough for the grid to show through

    bool dark = false;
    QColor background;
    QColor text;
    QColor quietText; ///< sentences and axis labels
    QColor grid;
    QColor limit; ///< the limit line and its grip
    QColor limitText; ///< on the grip
    QColor noLimit; ///< outline of the grip while there is no limit
    QColor mark;
    QColor cursor;
};

/// The colour of a metric's chart: read and write, used and cache share one.
int chartColor(metrics::MetricId metric);

} // namespace vitrine::gui
