// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QMenu;

namespace vitrine::gui {

class Actions;

/// The bar on top: New…, the verbs for the chosen container, the find field and the menu.
class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(Actions &actions, QWidget *parent = nullptr);
    [[nodiscard]] QLineEdit &findField() { return *m_find; }

signals:
    void appChosen(const QString &appId);

private:
    QMenu *makeStopMenu();
    QMenu *makeAppMenu();
    void fillAppMenu(QMenu &menu);
    QMenu *makeMenu();
    void makeAppearanceMenu(QMenu &menu);

    Actions &m_actions;
    QLineEdit *m_find;
};

} // namespace vitrine::gui
