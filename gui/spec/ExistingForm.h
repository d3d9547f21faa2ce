// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QFormLayout;
class QLineEdit;

namespace vitrine::gui {

/// What a container that exists runs, and its name. What it is made of is shown, and cannot be changed.
class ExistingForm : public QWidget {
    Q_OBJECT
public:
    explicit ExistingForm(SpecDraft &draft, QWidget *parent = nullptr);
    /// Says of each field when its change is in force; a container that does not run says nothing.
    void setRunning(bool runs);

private:
    QWidget *withTiming(QWidget *field, spec::FieldId id);
    QLineEdit *makeName();
    QLineEdit *makeCommand();
    QWidget *makeRoot();
    QWidget *makeThrowAway();

    SpecDraft &m_draft;
    std::vector<QWidget *> m_timings;
};

/// Why a field of a container that exists cannot be changed, as a sentence.
QString whyFixedText(spec::FieldId id);

} // namespace vitrine::gui
