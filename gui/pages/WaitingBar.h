// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/widgets/Card.h"

class QGridLayout;
class QLabel;
class QPushButton;

namespace vitrine::gui {

class MarkWidget;

/// What of a running container's specification waits for its next start: how much in a line, each change below, and
/// what can be done about it. Hidden when nothing waits.
class WaitingBar : public Card {
    Q_OBJECT
public:
    explicit WaitingBar(QWidget *parent = nullptr);
    void setChanges(const std::vector<spec::SpecChange> &changes);
    [[nodiscard]] QString text() const;

signals:
    void restartRequested();
    void revertRequested();

private:
    void fillList();

    std::vector<spec::SpecChange> m_changes;
    MarkWidget *m_mark;
    QLabel *m_text;
    QPushButton *m_show;
    QWidget *m_list;
    QGridLayout *m_rows;
};

} // namespace vitrine::gui
