// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/RowPaint.h"

#include "gui/widgets/Theme.h"

#include <QPainter>

namespace vitrine::gui {

void paintRowGround(QPainter &painter, const QStyleOptionViewItem &option)
{
    const QPalette &palette = option.palette;
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    const QColor highlight = palette.color(QPalette::Active, QPalette::Highlight);
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, mix(base, highlight, isDark(palette) ? 0.34 : 0.20));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(option.rect, mix(base, highlight, 0.08));
    if (option.state.testFlag(QStyle::State_HasFocus))
        painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), highlight);
}

} // namespace vitrine::gui
