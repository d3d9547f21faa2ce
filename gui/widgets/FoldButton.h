// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace vitrine::gui {

/// Shows and hides a widget, and says by its arrow which of the two. It is hidden at first.
class FoldButton : public QToolButton {
    Q_OBJECT
public:
    FoldButton(const QString &text, QWidget *folded, QWidget *parent);
};

} // namespace vitrine::gui
