// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/Separator.h"

#include "gui/widgets/Theme.h"

#include <QPainter>

namespace vitrine::gui {

Separator::Separator(Qt::Orientation orientation, QWidget *parent)
    : QWidget(parent)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Separator::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), hairline(palette()));
}

} // namespace vitrine::gui
