// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QComboBox;

namespace vitrine::gui {

/// Who the processes are, and which devices of this computer they may use.
class SecurityForm : public QWidget {
    Q_OBJECT
public:
    explicit SecurityForm(SpecDraft &draft, QWidget *parent = nullptr);

    /// The identity is the one that it is, and why.
    void fixIdentity(const QString &why);
    static QString summary(const spec::ContainerSpec &spec);

private:
    void readDevices(const QString &text);

    SpecDraft &m_draft;
    QComboBox *m_identity;
};

} // namespace vitrine::gui
