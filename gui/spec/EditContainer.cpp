// SPDX-License-Identifier: GPL-3.0-or-later
// What the New Container dialog does otherwise for a container that exists.
#include "core/spec/SpecChanges.h"
#include "core/spec/SpecDiff.h"
#include "gui/spec/CreateWithVolumes.h"
#include "gui/spec/ExistingForm.h"
#include "gui/spec/FieldText.h"
#include "gui/spec/NewContainerDialog.h"
#include "gui/spec/SectionFrame.h"

#include <QLabel>

#include <algorithm>

namespace vitrine::gui {

using spec::FieldId;

/// What its root needed when it was created is not asked for again; and what this computer lacks for a part that is as
/// it was keeps nobody from changing another.
std::vector<spec::Problem> NewContainerDialog::checkExisting(const spec::ContainerSpec &spec) const
{
    auto problems = checkOnHost(spec, m_facts);
    std::erase_if(problems, [](const spec::Problem &problem) {
        return problem.field == FieldId::RootKind || problem.field == FieldId::RootPath;
    });
    const auto changes = spec::diff(m_existing->spec, spec);
    for (spec::Problem &problem : problems) {
        if (std::ranges::find(changes, problem.field, &spec::FieldChange::field) == changes.end())
            problem.severity = spec::Severity::Warning;
    }
    for (spec::Problem &problem : spec::fixedProblems(m_existing->spec, spec))
        problems.push_back(std::move(problem));
    // Only a new container takes it from its image.
    if (spec.command.empty() && spec.root.kind == spec::RootKind::Image)
        problems.push_back(
            { FieldId::Command, std::nullopt, spec::Severity::Error, tr("Say what to run").toStdString() });
    return problems;
}

void NewContainerDialog::showTimings()
{
    const auto current = m_backend.container(m_existing->id);
    const bool runs = current && ipc::isAlive(current->state);
    m_existingForm->setRunning(runs);
    const auto say = [runs](SectionFrame *section, FieldId field) {
        section->setTiming(runs ? appliesText(spec::field(field).applies) : QString());
    };
    say(m_limitsSection, FieldId::Memory);
    say(m_mountsSection, FieldId::Mounts);
    say(m_networkSection, FieldId::Network);
    say(m_displaySection, FieldId::Display);
    say(m_environmentSection, FieldId::Env);
    m_securitySection->setTiming(runs ? tr("now, a new device at next start") : QString());
}

void NewContainerDialog::save()
{
    const auto current = m_backend.container(m_existing->id);
    if (!current)
        return refuse(Error{ ErrorCode::NotFound, 0, tr("The container has been deleted.").toStdString() });
    m_isCreating = true;
    updateButtons();
    // Somebody may have moved a limit meanwhile: what was not edited here stays as it is.
    const auto merged = spec::mergeEdits(m_existing->spec, m_draft.spec(), current->spec);
    updateWithVolumes(m_backend, m_existing->id, merged, { this, [this](const Result<> &saved) {
                                                              m_isCreating = false;
                                                              updateButtons();
                                                              if (!saved)
                                                                  return refuse(saved.error());
                                                              accept();
                                                          } });
}

void NewContainerDialog::refuse(const Error &error)
{
    m_refusal->setText(QString::fromStdString(error.what));
    m_refusal->show();
}

} // namespace vitrine::gui
