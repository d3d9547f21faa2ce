// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/VolumesSection.h"

#include "gui/list/RowList.h"
#include "gui/pages/EmptyPage.h"
#include "gui/store/VolumeCommands.h"
#include "gui/store/VolumePage.h"
#include "gui/widgets/MessageBar.h"

#include <QAction>

namespace vitrine::gui {

VolumesSection::VolumesSection(Backend &backend, MessageArea &messages, Removals &removals, QWidget *window)
    : StoreSection(window)
    , m_backend(backend)
    , m_messages(messages)
    , m_commands(new VolumeCommands(backend, model(), messages, removals, window))
{
    list().setAccessibleName(tr("Volumes"));
    list().setWhatsThis(tr("Your volumes: folders for data that outlives the containers that use it."));
    addVerbs();
    m_page = new VolumePage(backend, m_verbs, m_measure, window);
    connect(m_page, &VolumePage::cancelRequested, m_commands, &VolumeCommands::cancel);
    connect(m_page, &VolumePage::filesChanged, this, &VolumesSection::forgetSize);
    auto *empty = new EmptyPage(tr("A volume keeps what must outlive its container: a database, uploads, a cache. "
                                   "Several containers can share one."),
                                tr("New Volume…"), window);
    setPages(m_page, empty);
    connect(empty, &EmptyPage::requested, m_create, &QAction::trigger);
    connect(m_commands, &VolumeCommands::made, &list(), &RowList::choose);
    connect(m_commands, &VolumeCommands::contentChanged, this, &VolumesSection::forgetSize);
    for (const auto signal : { &Backend::volumeAdded, &Backend::volumeChanged, &Backend::volumeRemoved })
        connect(&m_backend, signal, this, &VolumesSection::synchronise);
    connect(&m_backend, &Backend::connectionChanged, this, &VolumesSection::synchronise);
    synchronise();
}

void VolumesSection::addVerbs()
{
    const auto onCurrent = [this](QAction *verb, auto act) {
        connect(verb, &QAction::triggered, this, [this, act] {
            if (const QString id = currentId(); !id.isEmpty())
                act(id);
        });
        return verb;
    };
    m_create = addAction(tr("New Volume…"), tr("Makes a new, empty volume."));
    QAction *prune = addAction(tr("Prune…"), tr("Removes volumes that no container uses, after showing which."));
    connect(m_create, &QAction::triggered, m_commands, &VolumeCommands::askForNew);
    connect(prune, &QAction::triggered, m_commands, &VolumeCommands::askToPrune);
    m_measure = onCurrent(addVerb(tr("Measure"), tr("Counts the files of the volume and how large they are."), {}),
                          [this](const QString &id) { measure(id); });
    m_verbs = {
        onCurrent(addVerb(tr("Rename"), tr("Gives the volume another name."), Qt::Key_F2),
                  [this](const QString &id) { m_commands->askForNewName(id); }),
        onCurrent(addVerb(tr("Clone…"), tr("Makes a new volume with the same files."), {}),
                  [this](const QString &id) { m_commands->askForCloneName(id); }),
        onCurrent(addVerb(tr("Back Up…"), tr("Writes what the volume holds into an archive."), {}),
                  [this](const QString &id) { m_commands->askForBackupTarget(id); }),
        onCurrent(addVerb(tr("Restore…"), tr("Replaces what the volume holds by what an archive holds."), {}),
                  [this](const QString &id) { m_commands->askForBackup(id); }),
        onCurrent(addVerb(tr("Empty…"), tr("Deletes all that the volume holds, and keeps the volume."), {}),
                  [this](const QString &id) { m_commands->askToEmpty(id, sizeOf(id)); }),
        onCurrent(addVerb(tr("Remove"), tr("Removes the volume with all it holds. It can be undone for ten seconds."),
                          QKeySequence::Delete),
                  [this](const QString &id) { m_commands->remove(id); }),
    };
}

bool VolumesSection::choose(const QString &name)
{
    for (const VolumeInfo &info : m_backend.volumes()) {
        if (info.name == name) {
            list().choose(info.id);
            return true;
        }
    }
    return false;
}

void VolumesSection::measure(const QString &id)
{
    if (m_measuring.contains(id))
        return;
    m_measuring.insert(id);
    synchronise();
    m_backend.measureVolume(id, { this, [this, id](const Result<VolumeSize> &size) {
                                     m_measuring.remove(id);
                                     if (size)
                                         m_sizes.insert(id, *size);
                                     else
                                         m_messages.showError(
                                             explain(tr("Could not count what the volume holds."), size.error()));
                                     synchronise();
                                 } });
}

void VolumesSection::forgetSize(const QString &id)
{
    m_sizes.remove(id);
    synchronise();
}

std::optional<VolumeSize> VolumesSection::sizeOf(const QString &id) const
{
    const auto found = m_sizes.constFind(id);
    return found == m_sizes.constEnd() ? std::nullopt : std::optional(*found);
}

void VolumesSection::synchronise()
{
    std::vector<StoreRow> rows;
    for (const VolumeInfo &info : m_backend.volumes())
        rows.push_back(storeRow(info, sizeOf(info.id)));
    model().setRows(std::move(rows));
    showChosen();
}

void VolumesSection::showCurrent(const QString &id)
{
    const auto info = id.isEmpty() ? std::nullopt : m_backend.volume(id);
    for (QAction *verb : std::as_const(m_verbs))
        verb->setEnabled(info.has_value());
    m_measure->setEnabled(info && !m_measuring.contains(id));
    m_page->setVolume(info, { sizeOf(id), m_measuring.contains(id) });
}

} // namespace vitrine::gui
