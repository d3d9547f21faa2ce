// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace vitrine::gui {

class MountDetails;

/// Where inside to mount a folder, whether it can be changed there, and for how long.
class AddMountDialog : public QDialog {
    Q_OBJECT
public:
    /// A container that does not run can only keep it.
    AddMountDialog(const QString &folder, bool isRunning, QWidget *parent = nullptr);

    [[nodiscard]] spec::Mount mount() const;
    [[nodiscard]] Keep keep() const;

private:
    void check();

    QString m_folder;
    QLineEdit *m_target;
    QCheckBox *m_readOnly;
    MountDetails *m_details;
    QCheckBox *m_keep;
    QLabel *m_problem;
    QPushButton *m_add;
};

} // namespace vitrine::gui
