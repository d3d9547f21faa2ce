// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/widgets/Card.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace vitrine::gui {

class MarkWidget;

/// A titled part of a form that says in one line what is inside, folded or not.
class SectionFrame : public Card {
    Q_OBJECT
public:
    SectionFrame(const QString &title, QWidget *content, QWidget *parent = nullptr);

    void setSummary(const QString &summary);
    [[nodiscard]] QString summary() const;
    /// Stands in place of the summary while there is one, folded or not; empty when all is well.
    void setProblem(const QString &problem);
    /// When changes of what is inside are in force; empty to say nothing.
    void setTiming(const QString &timing);
    void setExpanded(bool expanded);
    [[nodiscard]] bool isExpanded() const;

private:
    void showSummary();

    QString m_summaryText;
    QString m_problem;
    MarkWidget *m_mark;
    QToolButton *m_toggle;
    QLabel *m_summary;
    QLabel *m_timing;
};

} // namespace vitrine::gui
