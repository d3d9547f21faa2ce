// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/ProblemList.h"

#include "gui/spec/FieldText.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine::gui {

ProblemList::ProblemList(SpecDraft &draft, const HostFacts &facts, QWidget *parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_facts(facts)
    , m_rows(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("problems"));
    // Red at a low strength reads as a warning on a light and on a dark window alike.
    setStyleSheet(QStringLiteral("#problems { background: rgba(192, 57, 43, 28);"
                                 " border: 1px solid rgba(192, 57, 43, 110); border-radius: 4px; }"));
    m_rows->setContentsMargins(10, 4, 10, 4);
    connect(&m_draft, &SpecDraft::problemsChanged, this, &ProblemList::rebuild);
    rebuild();
}

/// Nothing was typed yet: that is a beginning, not a mistake, and is said beside the button instead.
bool ProblemList::isBeginning(const spec::Problem &problem) const
{
    const spec::ContainerSpec &spec = m_draft.spec();
    return (problem.field == spec::FieldId::Command && spec.command.empty())
        || (problem.field == spec::FieldId::AppId && spec.desktop.appId.empty());
}

QString ProblemList::summary() const
{
    int errors = 0;
    QString beginning;
    for (const spec::Problem &problem : m_draft.problems()) {
        if (isBeginning(problem))
            beginning = QString::fromStdString(problem.message);
        else if (problem.severity == spec::Severity::Error)
            ++errors;
    }
    return errors == 0 ? beginning : tr("%n problem(s) above", nullptr, errors);
}

void ProblemList::rebuild()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const spec::Problem &problem : m_draft.problems()) {
        if (!isBeginning(problem))
            addProblem(problem);
    }
    setVisible(m_rows->count() > 0);
}

void ProblemList::addProblem(const spec::Problem &problem)
{
    auto *line = new QWidget(this);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *text = new QLabel(line);
    text->setTextFormat(Qt::RichText);
    text->setText(
        QStringLiteral("<b>%1</b> %2")
            .arg(fieldLabel(problem.field).toHtmlEscaped(), QString::fromStdString(problem.message).toHtmlEscaped()));
    text->setWordWrap(true);
    layout->addWidget(text, 1);
    for (Fix &fix : fixesFor(problem, m_draft.spec(), m_facts)) {
        auto *button = new QPushButton(fix.label, line);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, field = problem.field, apply = std::move(fix.apply)] {
            m_draft.clearInputProblems(field);
            m_draft.edit(apply);
        });
        layout->addWidget(button);
    }
    m_rows->addWidget(line);
}

} // namespace vitrine::gui
