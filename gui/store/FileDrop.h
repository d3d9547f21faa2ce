// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

namespace vitrine::gui {

/// Lets files of this computer be dropped on a widget.
class FileDrop : public QObject {
    Q_OBJECT
public:
    explicit FileDrop(QWidget *target);

    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void dropped(const QStringList &paths);
};

} // namespace vitrine::gui
