// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <QDialog>

namespace vitrine::gui {

/// "Show as Commands": the `vitrine run` line of a specification, and the shell lines that it amounts to, to copy.
class CommandsDialog : public QDialog {
    Q_OBJECT
public:
    explicit CommandsDialog(const spec::ContainerSpec &spec, QWidget *parent = nullptr);
};

} // namespace vitrine::gui
