// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace vitrine::gui {

/// What stands where there is no container yet: what one is for, and the one useful action.
class EmptyPage : public QWidget {
    Q_OBJECT
public:
    explicit EmptyPage(QWidget *parent = nullptr);

signals:
    void runAppRequested();
};

} // namespace vitrine::gui
