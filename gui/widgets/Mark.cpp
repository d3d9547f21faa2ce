// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/Mark.h"

#include <QPainter>
#include <QPainterPath>

namespace vitrine::gui {

void paintMark(QPainter &painter, const QRectF &area, Mark mark, const QPalette &palette)
{
    const double side = std::min(area.width(), area.height());
    QRectF box(0, 0, side, side);
    box.moveCenter(area.center());
    const QColor color = toneColor(mark.tone, palette);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (mark.shape) {
    case Mark::Shape::Circle:
        painter.drawEllipse(box);
        break;
    case Mark::Shape::Paused: {
        QPainterPath path;
        path.addEllipse(box);
        QPainterPath bars;
        const double width = side * 0.14;
        bars.addRect(QRectF(box.center().x() - side * 0.22, box.top() + side * 0.28, width, side * 0.44));
        bars.addRect(QRectF(box.center().x() + side * 0.22 - width, box.top() + side * 0.28, width, side * 0.44));
        painter.drawPath(path.subtracted(bars));
        break;
    }
    case Mark::Shape::Ring:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, side * 0.17));
        painter.drawEllipse(box.adjusted(side * 0.1, side * 0.1, -side * 0.1, -side * 0.1));
        break;
    case Mark::Shape::Square:
        painter.drawRect(box.adjusted(side * 0.06, side * 0.06, -side * 0.06, -side * 0.06));
        break;
    case Mark::Shape::Triangle:
        painter.drawPolygon(
            QPolygonF{ QPointF(box.center().x(), box.top() + side * 0.02), box.bottomRight(), box.bottomLeft() });
        break;
    }
    painter.restore();
}

MarkWidget::MarkWidget(int side, QWidget *parent)
    : QWidget(parent)
    , m_side(side)
{
    setFixedSize(side, side);
}

void MarkWidget::setMark(Mark mark, const QString &inWords)
{
    setAccessibleName(inWords);
    setToolTip(inWords);
    if (m_mark == mark)
        return;
    m_mark = mark;
    update();
}

void MarkWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintMark(painter, rect(), m_mark, palette());
}

} // namespace vitrine::gui
