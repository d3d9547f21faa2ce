// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/ImageCommands.h"

#include "gui/app/Removals.h"
#include "gui/store/Arrivals.h"
#include "gui/store/Exporting.h"
#include "gui/store/NameDialog.h"
#include "gui/store/PruneDialog.h"
#include "gui/store/StoreListModel.h"
#include "gui/widgets/MessageBar.h"

#include <QFileDialog>

namespace vitrine::gui {

void showInUse(MessageArea &messages, const QString &name, const QStringList &users)
{
    messages.showError({ ImageCommands::tr("“%1” is in use.").arg(name),
                         ImageCommands::tr("It belongs to: %1.").arg(users.join(QStringLiteral(", "))),
                         ImageCommands::tr("Delete what uses it first."),
                         {},
                         false });
}

ImageCommands::ImageCommands(Backend &backend, Arrivals &arrivals, StoreListModel &model, MessageArea &messages,
                             Removals &removals, QWidget *window)
    : QObject(window)
    , m_backend(backend)
    , m_arrivals(arrivals)
    , m_model(model)
    , m_messages(messages)
    , m_removals(removals)
    , m_window(window)
{
}

void ImageCommands::askForArchive()
{
    auto *dialog = new QFileDialog(m_window, tr("Import Images"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        { tr("Archives (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst *.tar.zstd)"), tr("All files (*)") });
    dialog->setLabelText(QFileDialog::Accept, tr("Import"));
    connect(dialog, &QFileDialog::filesSelected, this, &ImageCommands::import);
    dialog->open();
}

void ImageCommands::askForFolder()
{
    auto *dialog = new QFileDialog(m_window, tr("Import a Folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setLabelText(QFileDialog::Accept, tr("Import"));
    connect(dialog, &QFileDialog::filesSelected, this, &ImageCommands::import);
    dialog->open();
}

void ImageCommands::askToPull()
{
    auto *dialog =
        new NameDialog({ tr("Pull an Image"), tr("Name in its registry"), {}, tr("Pull") }, imageNameProblem, m_window);
    dialog->setHint(tr("As “registry/image:tag”. It is fetched by skopeo as you, with the logins that you have."));
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_arrivals.pull(dialog->name()); });
    dialog->open();
}

void ImageCommands::import(const QStringList &paths)
{
    for (const QString &path : paths)
        m_arrivals.bring(path);
}

void ImageCommands::cancel(const QString &id)
{
    if (m_arrivals.cancel(id))
        return;
    m_backend.cancelImport(id, reporting(tr("Could not cancel the import of “%1”.").arg(titleFor(id))));
}

void ImageCommands::remove(const QString &id)
{
    const auto info = m_backend.image(id);
    if (!info)
        return cancel(id);
    const QString failed = tr("Could not remove “%1”.").arg(titleOf(*info));
    if (info->state == ImageState::Importing)
        return cancel(id);
    if (!info->usedBy.isEmpty())
        return showInUse(m_messages, titleOf(*info), info->usedBy);
    if (info->state == ImageState::Failed)
        return m_backend.removeImage(id, reporting(failed));
    m_removals.remove(Removable{ id, tr("The image “%1” is removed.").arg(titleOf(*info)), failed,
                                 [this, id](bool hidden) { m_model.setHidden(id, hidden); },
                                 [this, id](Reply<void> reply) { m_backend.removeImage(id, std::move(reply)); } });
}

void ImageCommands::askForName(const QString &id)
{
    auto *dialog = new NameDialog({ tr("Name for “%1”").arg(titleFor(id)), tr("One more name"), {}, tr("Tag") },
                                  imageNameProblem, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id] { tag(id, dialog->name()); });
    dialog->open();
}

void ImageCommands::tag(const QString &id, const QString &name)
{
    m_backend.tagImage(id, name, reporting(tr("Could not give “%1” the name %2.").arg(titleFor(id), name)));
}

void ImageCommands::untag(const QString &id, const QString &name)
{
    m_backend.untagImage(
        id, name,
        { this, [this, id, name](const Result<> &done) {
             if (!done) {
                 m_messages.showError(explain(tr("Could not take the name %1 away.").arg(name), done.error()));
                 return;
             }
             m_messages.showNotice(tr("The name %1 is taken away.").arg(name))->addAction(tr("Undo"), [this, id, name] {
                 tag(id, name);
             });
         } });
}

void ImageCommands::askToExport(const QString &id)
{
    gui::askToExport(m_backend, m_messages,
                     { titleFor(id),
                       { { QStringLiteral("oci-archive"), tr("OCI archive, for podman, skopeo and others (*.tar)") },
                         { QStringLiteral("docker-archive"), tr("Docker archive (*.tar)") },
                         { QStringLiteral("rootfs"), tr("Files alone, as one root file system (*.tar)") } },
                       [this, id](const QString &format, UniqueFd out, Reply<void> reply) {
                           m_backend.exportImage(id, format, std::move(out), std::move(reply));
                       },
                       [this, id](Reply<void> reply) { m_backend.cancelImport(id, std::move(reply)); },
                       [this, id] {
                           const ImageProgress now = m_backend.image(id).value_or(ImageInfo()).progress;
                           return std::pair<std::uint64_t, std::uint64_t>(now.bytesDone, now.bytesTotal);
                       } },
                     m_window);
}

void ImageCommands::askToPrune()
{
    m_backend.pruneImages(Prune::Report, { this, [this](const Result<PruneReport> &report) {
                                              if (report)
                                                  showPrune(*report);
                                              else
                                                  m_messages.showError(explain(
                                                      tr("Could not find out what can be removed."), report.error()));
                                          } });
}

void ImageCommands::showPrune(const PruneReport &report)
{
    if (report.items.empty()) {
        m_messages.showNotice(tr("There is nothing to clean up: every image has a name and is used."));
        return;
    }
    auto *dialog =
        new PruneDialog(tr("Prune Images"), tr("These images have no name, or no container uses them."),
                        tr("Remove %n Image(s)", nullptr, static_cast<int>(report.items.size())), report, m_window);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_backend.pruneImages(Prune::Remove,
                              { this, [this](const Result<PruneReport> &done) {
                                   if (!done)
                                       m_messages.showError(explain(tr("Could not clean up."), done.error()));
                               } });
    });
    dialog->open();
}

QString ImageCommands::titleFor(const QString &id) const
{
    const auto info = m_backend.image(id);
    return info ? titleOf(*info) : id;
}

Reply<void> ImageCommands::reporting(const QString &failure)
{
    return { this, [this, failure](const Result<> &done) {
                if (!done)
                    m_messages.showError(explain(failure, done.error()));
            } };
}

} // namespace vitrine::gui
