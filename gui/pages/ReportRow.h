// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/SystemReport.h"
#include "gui/widgets/Mark.h"

#include <QWidget>

namespace vitrine::gui {

Mark statusMark(ipc::ItemStatus status);
QString statusText(ipc::ItemStatus status); ///< "ok", "limited", "not available", in the person's language

/// One line of This Computer: status, title, what is there, what to do; Show How opens the exact command.
class ReportRow : public QWidget {
    Q_OBJECT
public:
    explicit ReportRow(const ipc::ReportItem &item, QWidget *parent = nullptr);

    static constexpr int kTitleWidth = 190;

private:
    QWidget *makeHow(const QString &command);
};

} // namespace vitrine::gui
