// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/RowPaint.h"

#include "gui/widgets/Theme.h"

#include <QPainter>

namespace vitrine::gui {

QFont rowNameFont(const QStyleOptionViewItem &option)
{
    QFont font = option.font;
    font.setBold(true);
    return font;
}

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

QStringList newsLines(const QString &text, const QFontMetrics &metrics, int width)
{
    if (metrics.horizontalAdvance(text) <= width)
        return { text };
    for (const QString &seam : { QStringLiteral(" · "), QStringLiteral(" ") }) {
        qsizetype cut = text.lastIndexOf(seam);
        while (cut > 0 && metrics.horizontalAdvance(text.left(cut)) > width)
            cut = text.lastIndexOf(seam, cut - 1);
        if (cut > 0)
            return { text.left(cut), metrics.elidedText(text.mid(cut + seam.size()), Qt::ElideRight, width) };
    }
    return { metrics.elidedText(text, Qt::ElideRight, width) };
}

void drawNews(QPainter &painter, const QRect &area, const QString &text)
{
    const QFontMetrics metrics = painter.fontMetrics();
    int y = area.top() + metrics.ascent();
    for (const QString &line : newsLines(text, metrics, area.width())) {
        painter.drawText(QPoint(area.left(), y), line);
        y += metrics.lineSpacing();
    }
}

} // namespace vitrine::gui
