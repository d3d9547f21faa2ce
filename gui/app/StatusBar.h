// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/SystemReport.h"
#include "gui/app/SelfUsage.h"
#include "gui/backend/Backend.h"

#include <QStatusBar>

class QLabel;

namespace vitrine::gui {

class MarkWidget;

/// Helper state, control group version, size of this computer, and what Vitrine itself uses.
class StatusBar : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusBar(const Backend &backend, QWidget *parent = nullptr);
    void setReport(const ipc::SystemReport &report);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showConnection();
    void measure();

    const Backend &m_backend;
    SelfMeter m_meter;
    MarkWidget *m_mark;
    QLabel *m_helper;
    QLabel *m_cgroups;
    QLabel *m_host;
    QLabel *m_self;
};

} // namespace vitrine::gui
