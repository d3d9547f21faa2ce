// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/Marks.h"
#include "gui/charts/ChartTheme.h"
#include "gui/charts/Plot.h"

#include <optional>
#include <vector>

namespace vitrine::gui {

/// What lies over the curves of one chart: marks, the cursor, and the limit line with its grip.
class ChartOverlay : public QCPAbstractItem {
public:
    explicit ChartOverlay(QCustomPlot *plot);

    /// Where the grip was drawn, or is to be: in pixels of the plot.
    [[nodiscard]] QRectF grip() const;
    [[nodiscard]] double lineY() const; ///< in pixels; the top edge without a limit
    /// The mark under a pixel column, for its tool tip.
    [[nodiscard]] const metrics::Mark *markAt(double x) const;

    double selectTest(const QPointF &, bool, QVariant *) const override { return -1; }

    ChartTheme theme;
    std::vector<metrics::Mark> marks;
    std::optional<double> cursor; ///< seconds
    bool hasGrip = false; ///< a limit can be set on this chart
    std::optional<double> limit;
    QString gripText;
    bool gripActive = false; ///< held, or the chart has the focus

protected:
    void draw(QCPPainter *painter) override;
    QPointF anchorPixelPosition(int) const override { return {}; }

private:
    void drawMarks(QCPPainter &painter, const QRectF &area) const;
    void drawLimit(QCPPainter &painter, const QRectF &area) const;
    void drawGrip(QCPPainter &painter) const;
};

} // namespace vitrine::gui
