// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a container from the Layers tab: an image, or all of its files.
#include "gui/pages/LayersPage.h"
#include "gui/store/Exporting.h"
#include "gui/store/NameDialog.h"
#include "gui/widgets/ErrorText.h"
#include "gui/widgets/MessageBar.h"

#include <QLineEdit>

#include <utility>

namespace vitrine::gui {

QString LayersPage::whyNotLeaving() const
{
    if (!m_info || m_info->state == ipc::ContainerState::Preparing || m_info->state == ipc::ContainerState::Starting)
        return tr("The container is not ready yet.");
    const spec::RootKind kind = m_info->spec.root.kind;
    if (kind == spec::RootKind::Host || kind == spec::RootKind::Folder)
        return tr("The root is a folder of this computer: only a container of an image or an archive can be "
                  "saved.");
    return {};
}

void LayersPage::askToSave()
{
    if (!m_info)
        return;
    auto *dialog = new NameDialog({ tr("Save “%1” as a New Image").arg(m_info->name), tr("Name of the image"),
                                    m_info->name.toLower() + QStringLiteral(":latest"), tr("Save") },
                                  imageNameProblem, this);
    const QLineEdit *message = dialog->addField(tr("Message"), tr("what was done, if you like"));
    dialog->setHint(tr("The image has what the container has written. What mounts show is not in it."));
    connect(dialog, &QDialog::accepted, this, [this, dialog, message] { save(dialog->name(), message->text()); });
    dialog->open();
}

void LayersPage::save(const QString &name, const QString &message)
{
    if (!m_info)
        return;
    spec::CommitRequest request;
    request.names = { name.toStdString() };
    request.comment = message.toStdString();
    m_backend.commitContainer(
        m_info->id, request,
        { this, [this, name](const Result<QString> &id) {
             if (!id) {
                 m_messages->showError(explain(tr("Could not save the container as an image."), id.error()));
                 return;
             }
             MessageBar *bar = m_messages->showNotice(tr("Saving the image %1. Images shows how far it is.").arg(name));
             bar->addAction(tr("Cancel"), [this, id = *id] {
                 m_backend.cancelImport(id, { this, [](const Result<> &) {} });
             });
             connect(&m_backend, &Backend::imageChanged, bar, [this, bar, name, id = *id](const QString &changed) {
                 const auto image = m_backend.image(id);
                 if (changed != id || !image || image->state == ImageState::Importing)
                     return;
                 // The bar goes later than the next change comes.
                 m_backend.disconnect(bar);
                 emit bar->closed();
                 if (image->state == ImageState::Ready)
                     m_messages->showNotice(tr("The container is saved as the image %1.").arg(name));
                 else
                     m_messages->showError(
                         { tr("Could not save the container as an image."), image->failure, {}, {}, false });
             });
         } });
}

void LayersPage::askToExport()
{
    if (!m_info)
        return;
    const QString id = m_info->id;
    gui::askToExport(m_backend, *m_messages,
                     { m_info->name,
                       { { QStringLiteral("rootfs"), tr("Root file system (*.tar)") } },
                       [this, id](const QString &, UniqueFd out, Reply<void> reply) {
                           m_backend.exportContainer(id, std::move(out), std::move(reply));
                       },
                       [this, id](Reply<void> reply) { m_backend.cancelPreparing(id, std::move(reply)); },
                       [this, id] {
                           const ContainerInfo now = m_backend.container(id).value_or(ContainerInfo());
                           return std::pair<std::uint64_t, std::uint64_t>(now.progressDone, now.progressTotal);
                       } },
                     this);
}

} // namespace vitrine::gui
