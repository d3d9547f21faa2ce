// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/widgets/ActionButton.h"

class QMenu;

namespace vitrine::gui {

/// A push button for the usual way to do something, with an arrow at its end for the others. By keyboard: the Down key.
class SplitButton : public ActionButton {
    Q_OBJECT
public:
    SplitButton(QAction *action, QMenu *menu, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showMenu();
    [[nodiscard]] QRect arrowPlace() const;

    QMenu *m_menu;
};

} // namespace vitrine::gui
