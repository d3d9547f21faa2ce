// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/Card.h"

#include <QPainter>

namespace vitrine::gui {

Card::Card(QWidget *parent)
    : QFrame(parent)
{
}

void Card::setTone(std::optional<Tone> tone)
{
    m_tone = tone;
    update();
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(m_tone ? toneTint(*m_tone, palette()) : palette().color(QPalette::Base));
    painter.setPen(m_tone ? mix(toneTint(*m_tone, palette()), toneColor(*m_tone, palette()), 0.5)
                          : hairline(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

} // namespace vitrine::gui
