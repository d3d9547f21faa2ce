// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/SystemReport.h"

#include <QWidget>

class QVBoxLayout;

namespace vitrine::gui {

/// What this computer offers to containers, what it lacks, and what to do about it.
class ThisComputerPage : public QWidget {
    Q_OBJECT
public:
    explicit ThisComputerPage(QWidget *parent = nullptr);
    void setReport(const ipc::SystemReport &report);

private:
    QVBoxLayout *m_rows;
    ipc::SystemReport m_report;
};

} // namespace vitrine::gui
