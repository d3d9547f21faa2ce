// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace vitrine::gui {

/// What stands where there is nothing yet: what it is for, and the one useful action.
class EmptyPage : public QWidget {
    Q_OBJECT
public:
    EmptyPage(const QString &purpose, const QString &action, QWidget *parent = nullptr);

signals:
    void requested();
};

} // namespace vitrine::gui
