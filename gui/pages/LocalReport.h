// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/SystemReport.h"

#include <QString>

namespace vitrine::gui {

/// What the window can find out by itself, for when the helper does not answer: why, and how to start it; the
/// control groups, and the size of this computer.
ipc::SystemReport localReport(const QString &helperError);

/// The report as text for a letter or an issue.
QString reportText(const ipc::SystemReport &report);

/// The worst status in it.
ipc::ItemStatus overallStatus(const ipc::SystemReport &report);

} // namespace vitrine::gui
