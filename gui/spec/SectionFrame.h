// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/widgets/Card.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace vitrine::gui {

/// A titled part of a form that says in one line what is inside, folded or not.
class SectionFrame : public Card {
    Q_OBJECT
public:
    SectionFrame(const QString &title, QWidget *content, QWidget *parent = nullptr);

    void setSummary(const QString &summary);
    [[nodiscard]] QString summary() const;
    void setExpanded(bool expanded);
    [[nodiscard]] bool isExpanded() const;

private:
    QToolButton *m_toggle;
    QLabel *m_summary;
    QWidget *m_content;
};

} // namespace vitrine::gui
