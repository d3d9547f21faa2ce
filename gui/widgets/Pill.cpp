// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/Pill.h"

#include <QPainter>

namespace vitrine::gui {

Pill::Pill(QWidget *parent)
    : QLabel(parent)
{
    setFont(smallFont(font()));
    setContentsMargins(10, 2, 10, 2);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAlignment(Qt::AlignCenter);
    setTextFormat(Qt::PlainText);
}

void Pill::setVerdict(const QString &text, Tone tone)
{
    m_tone = tone;
    setText(text);
    update();
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF outline = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(toneColor(m_tone, palette()));
    painter.setBrush(toneTint(m_tone, palette()));
    painter.drawRoundedRect(outline, outline.height() / 2, outline.height() / 2);
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace vitrine::gui
