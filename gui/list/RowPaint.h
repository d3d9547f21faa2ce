// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyleOptionViewItem>

class QPainter;

namespace vitrine::gui {

/// Measures that the rows of all lists share.
inline constexpr int kRowMargin = 13;
inline constexpr int kRowPadding = 7;
inline constexpr int kRowGap = 10;
inline constexpr int kRowMarkSide = 12;
QFont rowNameFont(const QStyleOptionViewItem &option);

/// The ground of a list row: a calm wash when it is chosen, a lighter one under the mouse, and a line that shows
/// where the keyboard is. Text keeps its colour on all of them.
void paintRowGround(QPainter &painter, const QStyleOptionViewItem &option);

/// At most two lines, broken between the parts of the sentence where that fits, in place of the dot between them, else
/// between words; what does not fit ends in an ellipsis.
QStringList newsLines(const QString &text, const QFontMetrics &metrics, int width);
void drawNews(QPainter &painter, const QRect &area, const QString &text);

} // namespace vitrine::gui
