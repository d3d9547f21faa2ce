// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/VolumeCommands.h"

#include "gui/app/Removals.h"
#include "gui/format/Units.h"
#include "gui/store/FileJob.h"
#include "gui/store/ImageCommands.h"
#include "gui/store/NameDialog.h"
#include "gui/store/PruneDialog.h"
#include "gui/store/StoreListModel.h"
#include "gui/widgets/MessageBar.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpressionValidator>

namespace vitrine::gui {

VolumeCommands::VolumeCommands(Backend &backend, StoreListModel &model, MessageArea &messages, Removals &removals,
                               QWidget *window)
    : QObject(window)
    , m_backend(backend)
    , m_model(model)
    , m_messages(messages)
    , m_removals(removals)
    , m_window(window)
{
}

void VolumeCommands::askForNew()
{
    auto *dialog = new NameDialog({ tr("New Volume"), tr("Name"), {}, tr("Make Volume") }, volumeNameProblem, m_window);
    QLineEdit *owner = dialog->addField(tr("Belongs inside to"), tr("root, or a user as postgres, 999 or 999:999"));
    static const QRegularExpression ids(
        QStringLiteral("[0-9]{0,5}(:[0-9]{1,5})?|[A-Za-z_][A-Za-z0-9_.-]{0,31}(:[A-Za-z_][A-Za-z0-9_.-]{0,31})?"));
    owner->setValidator(new QRegularExpressionValidator(ids, owner));
    connect(dialog, &QDialog::accepted, this, [this, dialog, owner] {
        m_backend.createVolume(dialog->name(), owner->text(),
                               making(tr("Could not make the volume “%1”.").arg(dialog->name())));
    });
    dialog->open();
}

void VolumeCommands::askForNewName(const QString &id)
{
    auto *dialog = new NameDialog({ tr("Rename “%1”").arg(nameOf(id)), tr("Name"), nameOf(id), tr("Rename") },
                                  volumeNameProblem, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id] {
        m_backend.renameVolume(id, dialog->name(), reporting(tr("Could not rename “%1”.").arg(nameOf(id))));
    });
    dialog->open();
}

void VolumeCommands::askForCloneName(const QString &id)
{
    auto *dialog = new NameDialog(
        { tr("Clone “%1”").arg(nameOf(id)), tr("Name of the copy"), nameOf(id) + QStringLiteral("-copy"), tr("Clone") },
        volumeNameProblem, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id] {
        m_backend.cloneVolume(id, dialog->name(), making(tr("Could not clone “%1”.").arg(nameOf(id))));
    });
    dialog->open();
}

void VolumeCommands::remove(const QString &id)
{
    const auto info = m_backend.volume(id);
    if (!info)
        return;
    if (!info->usedBy.isEmpty())
        return showInUse(m_messages, info->name, info->usedBy);
    m_removals.remove(Removable{ id, tr("The volume “%1” is removed with all it holds.").arg(info->name),
                                 tr("Could not remove “%1”.").arg(info->name),
                                 [this, id](bool hidden) { m_model.setHidden(id, hidden); },
                                 [this, id](Reply<void> reply) { m_backend.removeVolume(id, std::move(reply)); } });
}

void VolumeCommands::askToEmpty(const QString &id, const std::optional<VolumeSize> &size)
{
    const auto info = m_backend.volume(id);
    if (!info)
        return;
    QString loss = size ? tr("%1 in %n file(s) are deleted.", nullptr, static_cast<int>(size->files))
                              .arg(units::bytes(static_cast<double>(size->bytes)))
                        : tr("All it holds is deleted.");
    if (!info->usedBy.isEmpty())
        loss += u' ' + tr("It belongs to: %1.").arg(info->usedBy.join(QStringLiteral(", ")));
    ask(tr("Empty the volume “%1”").arg(info->name), loss, tr("Empty"), [this, id, name = info->name] {
        m_backend.emptyVolume(id, { this, [this, id, name](const Result<> &done) {
                                       if (done)
                                           emit contentChanged(id);
                                       else
                                           m_messages.showError(
                                               explain(tr("Could not empty “%1”.").arg(name), done.error()));
                                   } });
    });
}

void VolumeCommands::askForBackupTarget(const QString &id)
{
    auto *dialog = new QFileDialog(m_window, tr("Back Up “%1”").arg(nameOf(id)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Archives (*.tar)"));
    dialog->setDefaultSuffix(QStringLiteral("tar"));
    dialog->selectFile(nameOf(id) + QStringLiteral(".tar"));
    dialog->setLabelText(QFileDialog::Accept, tr("Back Up"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString &path) { backUpTo(id, path); });
    dialog->open();
}

void VolumeCommands::backUpTo(const QString &id, const QString &path)
{
    const QString name = nameOf(id);
    const NewFile target(path);
    QPointer<MessageBar> bar = m_messages.showNotice(tr("Backing “%1” up to %2…").arg(name, path));
    const auto finish = [this, bar, name, path](const Result<> &done) {
        if (bar)
            emit bar->closed();
        if (done)
            m_messages.showNotice(tr("“%1” is backed up to %2.").arg(name, path));
        else
            showFailure(tr("Could not back “%1” up.").arg(name), done.error());
    };
    target.open({ this, [this, id, target, finish](Result<std::shared_ptr<UniqueFd>> file) {
                     if (!file)
                         return finish(failure(file.error()));
                     m_backend.backupVolume(id, std::move(**file),
                                            { this, [this, target, finish](const Result<> &done) {
                                                 if (done)
                                                     return target.putInPlace({ this, finish });
                                                 target.discard();
                                                 finish(done);
                                             } });
                 } });
}

void VolumeCommands::askForBackup(const QString &id)
{
    auto *dialog = new QFileDialog(m_window, tr("Restore “%1”").arg(nameOf(id)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({ tr("Archives (*.tar *.tar.gz *.tgz *.tar.xz *.tar.zst)"), tr("All files (*)") });
    dialog->setLabelText(QFileDialog::Accept, tr("Restore"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString &path) {
        ask(tr("Restore the volume “%1”").arg(nameOf(id)),
            tr("What it holds now is replaced by what %1 holds.").arg(QFileInfo(path).fileName()), tr("Replace"),
            [this, id, path] { restoreFrom(id, path); });
    });
    dialog->open();
}

void VolumeCommands::restoreFrom(const QString &id, const QString &path)
{
    const QString name = nameOf(id);
    QPointer<MessageBar> bar = m_messages.showNotice(tr("Restoring “%1”…").arg(name));
    const auto finish = [this, bar, id, name](const Result<> &done) {
        if (bar)
            emit bar->closed();
        if (!done) {
            showFailure(tr("Could not restore “%1”.").arg(name), done.error());
            return;
        }
        m_messages.showNotice(tr("“%1” is restored.").arg(name));
        emit contentChanged(id);
    };
    openArchive(path, { this, [this, id, path, finish](Result<std::shared_ptr<Archive>> archive) {
                           if (!archive)
                               finish(failure(archive.error()));
                           else if ((*archive)->isFolder)
                               finish(failure(ErrorCode::InvalidArgs, path.toStdString() + " is a folder"));
                           else
                               m_backend.restoreVolume(id, std::move((*archive)->fd), { this, finish });
                       } });
}

void VolumeCommands::cancel(const QString &id)
{
    m_backend.cancelVolumeJob(id, { this, [this](const Result<> &cancelled) {
                                       // It may have come to its end meanwhile.
                                       if (!cancelled && cancelled.error().code != ErrorCode::BadState)
                                           m_messages.showError(explain(tr("Could not cancel."), cancelled.error()));
                                   } });
}

void VolumeCommands::showFailure(const QString &failure, const Error &error)
{
    if (error.code != ErrorCode::Cancelled)
        m_messages.showError(explain(failure, error));
}

void VolumeCommands::askToPrune()
{
    m_backend.pruneVolumes(Prune::Report, { this, [this](const Result<PruneReport> &report) {
                                               if (report)
                                                   showPrune(*report);
                                               else
                                                   m_messages.showError(explain(
                                                       tr("Could not find out what can be removed."), report.error()));
                                           } });
}

void VolumeCommands::showPrune(const PruneReport &report)
{
    if (report.items.empty()) {
        m_messages.showNotice(tr("There is nothing to clean up: every volume is used."));
        return;
    }
    auto *dialog =
        new PruneDialog(tr("Prune Volumes"), tr("No container uses these volumes. All they hold is deleted."),
                        tr("Remove %n Volume(s)", nullptr, static_cast<int>(report.items.size())), report, m_window);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_backend.pruneVolumes(Prune::Remove,
                               { this, [this](const Result<PruneReport> &done) {
                                    if (!done)
                                        m_messages.showError(explain(tr("Could not clean up."), done.error()));
                                } });
    });
    dialog->open();
}

void VolumeCommands::ask(const QString &what, const QString &loss, const QString &verb, std::function<void()> act)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, what, what, QMessageBox::Cancel, m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(loss + u' ' + tr("It cannot be undone."));
    QPushButton *go = box->addButton(verb, QMessageBox::DestructiveRole);
    connect(go, &QPushButton::clicked, this, std::move(act));
    box->open();
}

QString VolumeCommands::nameOf(const QString &id) const
{
    const auto info = m_backend.volume(id);
    return info ? info->name : id;
}

Reply<void> VolumeCommands::reporting(const QString &failure)
{
    return { this, [this, failure](const Result<> &done) {
                if (!done)
                    m_messages.showError(explain(failure, done.error()));
            } };
}

Reply<QString> VolumeCommands::making(const QString &failure)
{
    return { this, [this, failure](const Result<QString> &id) {
                if (id)
                    emit made(*id);
                else
                    showFailure(failure, id.error());
            } };
}

} // namespace vitrine::gui
