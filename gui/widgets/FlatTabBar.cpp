// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/FlatTabBar.h"

#include "gui/widgets/Theme.h"

#include <QPainter>
#include <QPainterPath>

namespace vitrine::gui {

namespace {
constexpr int kSide = 14;
constexpr int kAbove = 7;
constexpr double kRadius = 3;

QFont chosenFont(QFont font)
{
    font.setBold(true);
    return font;
}
} // namespace

FlatTabBar::FlatTabBar(QWidget *parent)
    : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setMouseTracking(true);
}

QSize FlatTabBar::tabSizeHint(int index) const
{
    const QFontMetrics metrics(chosenFont(font()));
    return { metrics.horizontalAdvance(tabText(index)) + 2 * kSide, metrics.height() + 2 * kAbove };
}

void FlatTabBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int tab = 0; tab < count(); ++tab) {
        const QRect place = tabRect(tab);
        const bool chosen = tab == currentIndex();
        if (chosen) {
            const QRectF box = QRectF(place).adjusted(0.5, 0.5, -0.5, 8);
            painter.setPen(mix(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.18));
            painter.setBrush(palette().color(QPalette::Base));
            painter.drawRoundedRect(box, kRadius, kRadius);
        }
        painter.setFont(chosen ? chosenFont(font()) : font());
        const bool hovered = place.contains(mapFromGlobal(QCursor::pos())) && underMouse();
        painter.setPen(chosen || hovered ? palette().color(QPalette::WindowText)
                                         : mix(palette().color(QPalette::WindowText), dimText(palette()), 0.4));
        painter.drawText(place, Qt::AlignCenter, tabText(tab));
        if (chosen && hasFocus()) {
            painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
            painter.drawLine(place.left() + kSide, place.bottom() - 3, place.right() - kSide, place.bottom() - 3);
        }
    }
}

} // namespace vitrine::gui
