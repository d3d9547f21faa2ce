// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/AccentButton.h"

#include "gui/widgets/Theme.h"

#include <QPainter>

namespace vitrine::gui {

namespace {
constexpr int kSide = 14;
constexpr int kAbove = 7;
constexpr double kRadius = 3;
} // namespace

AccentButton::AccentButton(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    setAttribute(Qt::WA_Hover);
}

QSize AccentButton::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(text()) + 2 * kSide, fontMetrics().height() + 2 * kAbove };
}

void AccentButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = palette().color(QPalette::Active, QPalette::Highlight);
    const QColor window = palette().color(QPalette::Window);
    QColor ground = accent;
    if (!isEnabled())
        ground = mix(accent, window, 0.6);
    else if (isDown())
        ground = accent.darker(118);
    else if (underMouse())
        ground = accent.lighter(110);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(ground.darker(112));
    painter.setBrush(ground);
    painter.drawRoundedRect(box, kRadius, kRadius);
    painter.setPen(palette().color(QPalette::Active, QPalette::HighlightedText));
    if (hasFocus())
        painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), kRadius - 1, kRadius - 1);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextShowMnemonic, text());
}

} // namespace vitrine::gui
