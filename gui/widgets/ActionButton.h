// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QAction;

namespace vitrine::gui {

/// A push button that is an action: text, icon, tool tip and whether it can be pressed follow it.
class ActionButton : public QPushButton {
    Q_OBJECT
public:
    explicit ActionButton(QAction *action, QWidget *parent = nullptr);

private:
    void follow();

    QAction *m_action;
};

} // namespace vitrine::gui
