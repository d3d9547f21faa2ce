// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/SpecDraft.h"

#include "gui/spec/DesktopApps.h"

namespace vitrine::gui {

SpecDraft::SpecDraft(spec::ContainerSpec initial, QObject *parent)
    : QObject(parent)
    , m_spec(std::move(initial))
{
    check();
}

void SpecDraft::edit(const std::function<void(spec::ContainerSpec &)> &change)
{
    change(m_spec);
    emit changed();
    check();
}

void SpecDraft::setCommandLine(const QString &text)
{
    const auto words = splitCommandLine(text);
    if (words) {
        edit([&](spec::ContainerSpec &spec) {
            spec.command.clear();
            for (const QString &word : *words)
                spec.command.push_back(word.toStdString());
        });
    }
    setInputProblem({ spec::FieldId::Command, std::nullopt },
                    words ? QString() : QString::fromStdString(words.error().what));
}

void SpecDraft::setHostCheck(HostCheck check_)
{
    m_hostCheck = std::move(check_);
    check();
}

void SpecDraft::setInputProblem(Place place, const QString &message)
{
    if (message.isEmpty())
        m_inputProblems.erase(place);
    else
        m_inputProblems[place] = message;
    check();
}

void SpecDraft::clearInputProblems(spec::FieldId field)
{
    std::erase_if(m_inputProblems, [field](const auto &entry) { return entry.first.first == field; });
}

bool SpecDraft::isReady() const
{
    return !spec::hasErrors(m_problems);
}

void SpecDraft::check()
{
    std::vector<spec::Problem> problems;
    for (const auto &[place, message] : m_inputProblems)
        problems.push_back({ place.first, place.second, spec::Severity::Error, message.toStdString() });
    for (auto &problem : spec::validate(m_spec))
        problems.push_back(std::move(problem));
    if (m_hostCheck) {
        for (auto &problem : m_hostCheck(m_spec))
            problems.push_back(std::move(problem));
    }
    if (problems == m_problems)
        return;
    m_problems = std::move(problems);
    emit problemsChanged();
}

} // namespace vitrine::gui
