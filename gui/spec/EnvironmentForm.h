// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QPlainTextEdit;

namespace vitrine::gui {

/// Variables, user, folder and host name of a draft.
class EnvironmentForm : public QWidget {
    Q_OBJECT
public:
    explicit EnvironmentForm(SpecDraft &draft, QWidget *parent = nullptr);

    /// "2 variables, user 1000, folder /srv".
    static QString summary(const spec::ContainerSpec &spec);

private:
    void readVariables();

    SpecDraft &m_draft;
    QPlainTextEdit *m_variables;
};

} // namespace vitrine::gui
