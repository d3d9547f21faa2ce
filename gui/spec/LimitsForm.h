// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QFormLayout;
class QLineEdit;
class QVBoxLayout;

namespace vitrine::gui {

/// The limits of a draft, one line each; an empty line is "no limit". Disk limits are rows that can be added.
class LimitsForm : public QWidget {
    Q_OBJECT
public:
    /// `disks` are the whole disks of this computer that can be limited ("vda"), for the list of choices.
    LimitsForm(SpecDraft &draft, QWidget *parent = nullptr);

    void setDisks(const QStringList &disks);
    /// Names the controllers that the computer offers; fields without theirs are disabled and say so.
    void setControllers(const QStringList &controllers);
    /// "256 MiB, 0.5 CPU, 20 processes".
    static QString summary(const spec::Limits &limits);

private:
    void addLimit(QFormLayout *form, spec::FieldId id, const QString &example);
    void addDiskRow();
    void rebuildDisks();
    void read();

    struct Line {
        spec::FieldId id;
        QLineEdit *edit;
    };
    SpecDraft &m_draft;
    std::vector<Line> m_lines;
    QVBoxLayout *m_diskRows;
    QStringList m_disks;
    std::size_t m_diskRowsShown = 0;
};

} // namespace vitrine::gui
