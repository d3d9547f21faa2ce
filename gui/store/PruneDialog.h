// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/ImageInfo.h"

#include <QDialog>

namespace vitrine::gui {

/// Shows what a clean-up would take and how much it frees, before it does.
class PruneDialog : public QDialog {
    Q_OBJECT
public:
    /// `verb` names what is removed: "Remove 3 Images".
    PruneDialog(const QString &title, const QString &purpose, const QString &verb, const PruneReport &report,
                QWidget *parent = nullptr);
};

} // namespace vitrine::gui
