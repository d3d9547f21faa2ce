// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/FoldButton.h"

namespace vitrine::gui {

FoldButton::FoldButton(const QString &text, QWidget *folded, QWidget *parent)
    : QToolButton(parent)
{
    setText(text);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setArrowType(Qt::RightArrow);
    setAutoRaise(true);
    setCheckable(true);
    folded->setVisible(false);
    connect(this, &QToolButton::toggled, folded, [this, folded](bool isOpen) {
        setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        folded->setVisible(isOpen);
    });
}

} // namespace vitrine::gui
