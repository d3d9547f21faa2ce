// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyleOptionViewItem>

class QPainter;

namespace vitrine::gui {

/// The ground of a list row: a calm wash when it is chosen, a lighter one under the mouse, and a line that shows
/// where the keyboard is. Text keeps its colour on all of them.
void paintRowGround(QPainter &painter, const QStyleOptionViewItem &option);

} // namespace vitrine::gui
