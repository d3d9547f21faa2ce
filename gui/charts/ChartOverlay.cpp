// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/ChartOverlay.h"

#include "gui/feed/MarkText.h"

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr double kMarkReach = 5;
constexpr double kSpanHeight = 3; // of the bar along the time axis while something goes on

} // namespace

ChartOverlay::ChartOverlay(QCustomPlot *plot)
    : QCPAbstractItem(plot)
    , theme(plot->palette())
{
    setClipToAxisRect(false);
    setSelectable(false);
}

double ChartOverlay::lineY() const
{
    const QRectF area = parentPlot()->axisRect()->rect();
    return limit ? std::clamp(parentPlot()->yAxis2->coordToPixel(*limit), area.top(), area.bottom()) : area.top();
}

QRectF ChartOverlay::grip() const
{
    const QRectF area = parentPlot()->axisRect()->rect();
    const QFontMetricsF metrics(parentPlot()->font());
    const double height = std::ceil(metrics.height() * 0.92);
    const double least = limit ? 7.2 * height : 0.0;
    const double width = std::ceil(std::max(metrics.horizontalAdvance(gripText) + 3.2 * height, least));
    // On whole pixels, so that its edges are sharp.
    return { area.right() - width, std::round(lineY() - height / 2), width, height };
}

const metrics::Mark *ChartOverlay::markAt(double x) const
{
    const metrics::Mark *nearest = nullptr;
    double reach = kMarkReach;
    for (const metrics::Mark &mark : marks) {
        const double start = parentPlot()->xAxis->coordToPixel(mark.time);
        const bool isInside = x > start && x <= parentPlot()->xAxis->coordToPixel(mark.endTime);
        // What happened here is told before what went on at the time.
        const double distance = std::min(std::abs(start - x), isInside ? kMarkReach : kMarkReach + 1);
        if (distance <= reach) {
            nearest = &mark;
            reach = distance;
        }
    }
    return nearest;
}

void ChartOverlay::draw(QCPPainter *painter)
{
    const QRectF area = parentPlot()->axisRect()->rect();
    drawMarks(*painter, area);
    if (cursor) {
        const double x = parentPlot()->xAxis->coordToPixel(*cursor);
        if (x >= area.left() && x <= area.right()) {
            painter->setPen(QPen(theme.cursor, 1));
            painter->drawLine(QLineF(x, area.top(), x, area.bottom()));
        }
    }
    if (hasGrip)
        drawLimit(*painter, area);
}

void ChartOverlay::drawMarks(QCPPainter &painter, const QRectF &area) const
{
    // Trouble last, so that the end that it came to does not hide it.
    for (const bool trouble : { false, true }) {
        QColor color = trouble ? theme.mark : theme.quietText;
        color.setAlphaF(trouble ? 1.0F : 0.5F);
        painter.setPen(QPen(color, 1, trouble ? Qt::SolidLine : Qt::DotLine));
        for (const metrics::Mark &mark : marks) {
            if (isTrouble(mark.kind) != trouble)
                continue;
            const double x = parentPlot()->xAxis->coordToPixel(mark.time);
            const double from = std::max(x, area.left());
            const double to = std::min(parentPlot()->xAxis->coordToPixel(mark.endTime), area.right());
            if (to > from)
                painter.fillRect(QRectF(from, area.bottom() - kSpanHeight, to - from, kSpanHeight), color);
            if (x < area.left() || x > area.right())
                continue;
            const double column = std::floor(x); // one whole pixel, not two halves: the painter adds half a one
            painter.drawLine(QLineF(column, area.top(), column, area.bottom()));
        }
    }
}

void ChartOverlay::drawLimit(QCPPainter &painter, const QRectF &area) const
{
    if (limit) {
        QPen pen(theme.limit, 1.3);
        pen.setDashPattern({ 6, 3.5 });
        painter.setPen(pen);
        const double y = lineY();
        painter.drawLine(QLineF(area.left(), y, grip().left(), y));
    }
    drawGrip(painter);
}

void ChartOverlay::drawGrip(QCPPainter &painter) const
{
    const QRectF box = grip();
    const double radius = box.height() / 2;
    const QColor text = limit ? theme.limitText : theme.quietText;
    painter.save();
    painter.setAntialiasing(true);
    if (limit) {
        painter.setPen(gripActive ? QPen(theme.text, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(theme.limit);
    } else {
        painter.setPen(QPen(gripActive ? theme.text : theme.noLimit, 1));
        painter.setBrush(theme.background);
    }
    // QCPPainter moves everything by half a pixel, which is right for lines and wrong for areas.
    painter.drawRoundedRect(limit ? box.translated(-0.5, -0.5) : box.adjusted(0, 0, -1, -1), radius, radius);

    const QFont font = parentPlot()->font();
    painter.setFont(font);
    const double textWidth = QFontMetricsF(font).horizontalAdvance(gripText);
    const double arrow = box.height() * 0.36; // half the height of the arrow
    const double left = box.center().x() - (textWidth + 3.4 * arrow) / 2;
    const double x = left + arrow;
    const double y = box.center().y();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(text, 1.2));
    painter.drawLine(QLineF(x, y - arrow, x, y + arrow));
    for (const double direction : { -1.0, 1.0 }) {
        const QPointF tip(x, y + direction * arrow);
        painter.drawLine(QLineF(tip, tip + QPointF(-arrow * 0.5, -direction * arrow * 0.5)));
        painter.drawLine(QLineF(tip, tip + QPointF(arrow * 0.5, -direction * arrow * 0.5)));
    }
    painter.drawText(QRectF(left + 3.4 * arrow, box.top() - 1, textWidth + 4, box.height() + 2),
                     Qt::AlignVCenter | Qt::AlignLeft, gripText);
    painter.restore();
}

} // namespace vitrine::gui
