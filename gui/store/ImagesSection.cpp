// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/ImagesSection.h"

#include "gui/list/RowList.h"
#include "gui/pages/EmptyPage.h"
#include "gui/store/Arrivals.h"
#include "gui/store/FileDrop.h"
#include "gui/store/ImageCommands.h"
#include "gui/store/ImagePage.h"
#include "gui/store/StoreDelegate.h"

#include <QAction>

namespace vitrine::gui {

ImagesSection::ImagesSection(Backend &backend, MessageArea &messages, Removals &removals, QWidget *window)
    : StoreSection(window)
    , m_backend(backend)
    , m_arrivals(new Arrivals(backend, messages, this))
    , m_commands(new ImageCommands(backend, *m_arrivals, model(), messages, removals, window))
{
    list().setAccessibleName(tr("Images"));
    list().setWhatsThis(
        tr("Your images: finished sets of files with the command to run. Archives can be dropped here."));
    addVerbs();
    m_page = new ImagePage({ m_run, m_tag, m_export, m_remove }, window);
    auto *empty = new EmptyPage(tr("An image holds the files and the command of containers. Bring one here from an "
                                   "archive, and run as many containers from it as you like."),
                                tr("Import…"), window);
    setPages(m_page, empty);
    connect(empty, &EmptyPage::requested, m_import, &QAction::trigger);
    connect(m_page, &ImagePage::untagRequested, m_commands, &ImageCommands::untag);
    connect(m_arrivals, &Arrivals::changed, this, &ImagesSection::synchronise);
    connect(m_arrivals, &Arrivals::imported, &list(), &RowList::choose);
    connect(&delegate(), &StoreDelegate::cancelRequested, m_commands, &ImageCommands::cancel);
    for (QWidget *target : { list().viewport(), static_cast<QWidget *>(empty) })
        connect(new FileDrop(target), &FileDrop::dropped, m_commands, &ImageCommands::import);
    for (const auto signal : { &Backend::imageAdded, &Backend::imageChanged, &Backend::imageRemoved })
        connect(&m_backend, signal, this, &ImagesSection::synchronise);
    connect(&m_backend, &Backend::connectionChanged, this, &ImagesSection::synchronise);
    synchronise();
    showChosen();
}

void ImagesSection::addVerbs()
{
    m_import = addAction(tr("Import…"), tr("Brings images here from archives of this computer."));
    QAction *pull = addAction(tr("Pull…"), tr("Fetches an image from a registry."));
    QAction *prune = addAction(tr("Prune…"), tr("Removes images that have no name or no user, after showing which."));
    m_run = addVerb(tr("Run…"), tr("Makes a container from the image."), {});
    m_tag = addVerb(tr("Tag…"), tr("Gives the image one more name."), {});
    m_export = addVerb(tr("Export…"), tr("Writes the image into an archive that other programs read."), {});
    QAction *folder =
        addVerb(tr("Import a Folder…"), tr("Brings an OCI layout, or a root file system, here as an image."), {});
    connect(folder, &QAction::triggered, m_commands, &ImageCommands::askForFolder);
    m_remove = addVerb(tr("Remove"), tr("Removes the image. It can be undone for ten seconds."), QKeySequence::Delete);
    connect(m_import, &QAction::triggered, m_commands, &ImageCommands::askForArchive);
    connect(pull, &QAction::triggered, m_commands, &ImageCommands::askToPull);
    connect(prune, &QAction::triggered, m_commands, &ImageCommands::askToPrune);
    connect(m_run, &QAction::triggered, this, [this] {
        if (const auto info = m_backend.image(currentId()))
            emit runRequested(info->names.value(0, info->id));
    });
    connect(m_tag, &QAction::triggered, this, [this] { m_commands->askForName(currentId()); });
    connect(m_export, &QAction::triggered, this, [this] { m_commands->askToExport(currentId()); });
    connect(m_remove, &QAction::triggered, this, [this] { m_commands->remove(currentId()); });
}

void ImagesSection::synchronise()
{
    std::vector<StoreRow> rows;
    for (const ImageInfo &info : m_backend.images())
        rows.push_back(storeRow(info));
    for (const ImageInfo &info : m_arrivals->images())
        rows.push_back(storeRow(info));
    model().setRows(std::move(rows));
    showChosen();
}

std::optional<ImageInfo> ImagesSection::find(const QString &id) const
{
    auto info = m_backend.image(id);
    return info ? info : m_arrivals->image(id);
}

void ImagesSection::showCurrent(const QString &id)
{
    const auto info = find(id);
    const bool isReady = info && info->state == ImageState::Ready;
    m_run->setEnabled(isReady);
    m_tag->setEnabled(isReady);
    m_export->setEnabled(isReady);
    m_remove->setEnabled(info.has_value());
    m_remove->setText(info && info->state == ImageState::Importing ? tr("Cancel") : tr("Remove"));
    m_page->setImage(info);
}

} // namespace vitrine::gui
