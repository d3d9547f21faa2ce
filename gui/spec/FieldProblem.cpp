// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/FieldProblem.h"

#include <QAction>
#include <QLineEdit>
#include <QStyle>

namespace vitrine::gui {

void showProblemsIn(QLineEdit &edit, SpecDraft &draft, spec::FieldId field)
{
    const QIcon sign = edit.style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, &edit);
    QAction *action = edit.addAction(sign, QLineEdit::TrailingPosition);
    const auto show = [&edit, &draft, action, field] {
        const auto problem = std::ranges::find(draft.problems(), field, &spec::Problem::field);
        const bool isShown = problem != draft.problems().end() && !edit.text().isEmpty();
        const QString message = isShown ? QString::fromStdString(problem->message) : QString();
        action->setVisible(isShown);
        action->setToolTip(message);
        edit.setAccessibleDescription(message);
    };
    QObject::connect(&draft, &SpecDraft::problemsChanged, &edit, show);
    show();
}

} // namespace vitrine::gui
