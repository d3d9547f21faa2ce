// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/Sparkline.h"

#include "gui/charts/ChartTheme.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

void drawRun(QPainter &painter, const QPolygonF &line, double bottom, const QPen &pen, const QColor &fill)
{
    if (line.size() < 2)
        return;
    QPolygonF body = line;
    body << QPointF(line.last().x(), bottom) << QPointF(line.first().x(), bottom);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(body);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPolyline(line);
}

} // namespace

void Sparkline::paint(QPainter &painter, const QRectF &area, const QPalette &palette, const metrics::SeriesStore &store,
                      const QString &containerId, double nowSeconds) const
{
    const auto points = store.points(containerId.toStdString(), metric, nowSeconds - kSparklineSeconds);
    double highest = top.value_or(0);
    for (const metrics::Point &point : points) {
        if (point.value > highest)
            highest = point.value;
    }
    if (highest <= 0)
        highest = 1;

    const ChartTheme theme(palette);
    const int color = chartColor(metric);
    const QPen pen(theme.series(color), 1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF run;
    for (const metrics::Point &point : points) {
        if (!std::isfinite(point.value)) {
            drawRun(painter, run, area.bottom(), pen, theme.fill(color));
            run.clear();
            continue;
        }
        const double x = area.right() - (nowSeconds - point.time) / kSparklineSeconds * area.width();
        const double y = area.bottom() - std::max(0.0, point.value) / highest * (area.height() - 1);
        run << QPointF(std::max(area.left(), x), y);
    }
    drawRun(painter, run, area.bottom(), pen, theme.fill(color));
    painter.restore();
}

} // namespace vitrine::gui
