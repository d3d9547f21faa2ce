// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/Exporting.h"

#include "gui/store/FileJob.h"
#include "gui/widgets/ErrorText.h"
#include "gui/widgets/MessageBar.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QPointer>

#include <algorithm>

namespace vitrine::gui {

namespace {

struct ExportText {
    Q_DECLARE_TR_FUNCTIONS(vitrine::gui::ExportText)
};

QString notice(const Exportable &what, const QString &path)
{
    const auto [done, total] = what.progress();
    const QString text = ExportText::tr("Exporting “%1” to %2…").arg(what.name, path);
    if (total == 0 || done == 0)
        return text;
    return ExportText::tr("%1 %2 %").arg(text).arg(done * 100 / total);
}

} // namespace

void askToExport(Backend &backend, MessageArea &messages, const Exportable &what, QWidget *window)
{
    auto *dialog = new QFileDialog(window, ExportText::tr("Export “%1”").arg(what.name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const auto &format : what.formats)
        filters += format.filter;
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(QStringLiteral("tar"));
    QString name = what.name;
    dialog->selectFile(name.replace(u'/', u'_').replace(u':', u'_') + QStringLiteral(".tar"));
    dialog->setLabelText(QFileDialog::Accept, ExportText::tr("Export"));
    QObject::connect(dialog, &QFileDialog::fileSelected, &messages,
                     [&backend, &messages, what, dialog](const QString &path) {
                         const auto chosen =
                             std::ranges::find(what.formats, dialog->selectedNameFilter(), &Exportable::Format::filter);
                         const auto &format = chosen == what.formats.end() ? what.formats.front() : *chosen;
                         exportTo(backend, messages, what, format.word, path);
                     });
    dialog->open();
}

void exportTo(Backend &backend, MessageArea &messages, const Exportable &what, const QString &format,
              const QString &path)
{
    const NewFile target(path);
    QPointer<MessageBar> bar = messages.showNotice(notice(what, path));
    bar->addAction(ExportText::tr("Cancel"), [what, &messages] {
        what.cancel({ &messages, [](const Result<> &) {} });
    });
    const auto show = [bar, what, path] {
        if (bar)
            bar->setNotice(notice(what, path));
    };
    QObject::connect(&backend, &Backend::imageChanged, bar.data(), show);
    QObject::connect(&backend, &Backend::containerChanged, bar.data(), show);
    const auto finish = [&messages, bar, what, path](const Result<> &done) {
        if (bar)
            emit bar->closed();
        if (done)
            messages.showNotice(ExportText::tr("“%1” is exported to %2.").arg(what.name, path));
        else if (done.error().code != ErrorCode::Cancelled)
            messages.showError(explain(ExportText::tr("Could not export “%1”.").arg(what.name), done.error()));
    };
    target.open({ &messages, [&messages, what, format, target, finish](Result<std::shared_ptr<UniqueFd>> file) {
                     if (!file)
                         return finish(failure(file.error()));
                     what.write(format, std::move(**file),
                                { &messages, [&messages, target, finish](const Result<> &done) {
                                     if (done)
                                         return target.putInPlace({ &messages, finish });
                                     target.discard();
                                     finish(done);
                                 } });
                 } });
}

} // namespace vitrine::gui
