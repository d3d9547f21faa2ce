// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/HostChecks.h"
#include "gui/spec/SpecDraft.h"

#include <QFrame>

class QVBoxLayout;

namespace vitrine::gui {

/// All problems of a draft in one place, each with the buttons that mend it. Hidden while there are none.
class ProblemList : public QFrame {
    Q_OBJECT
public:
    ProblemList(SpecDraft &draft, const HostFacts &facts, QWidget *parent = nullptr);

    /// "1 problem above", or why nothing is wrong yet nothing can run; "" when it can.
    [[nodiscard]] QString summary() const;

private:
    [[nodiscard]] bool isBeginning(const spec::Problem &problem) const;
    void rebuild();
    void addProblem(const spec::Problem &problem);

    SpecDraft &m_draft;
    const HostFacts &m_facts;
    QVBoxLayout *m_rows;
};

} // namespace vitrine::gui
