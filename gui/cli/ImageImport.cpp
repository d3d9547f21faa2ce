// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/ImageImport.h"

#include "core/base/Try.h"
#include "gui/cli/Commands.h"
#include "gui/cli/ProgressLine.h"
#include "gui/cli/Terminal.h"

#include <QFileInfo>

#include <csignal>
#include <memory>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

Result<UniqueFd> makeArchive(const SourceName &name)
{
    ArchiveSource source(name.kind, name.name);
    ProgressLine line;
    QEventLoop loop;
    SignalCatcher catcher({ SIGINT, SIGTERM });
    QObject::connect(&catcher, &SignalCatcher::caught, &source, &ArchiveSource::cancel);
    QObject::connect(&source, &ArchiveSource::finished, &loop, &QEventLoop::quit);
    QObject::connect(&source, &ArchiveSource::progressed, &loop, [&](quint64 done, quint64 total) {
        line.show((name.kind == ArchiveSource::Kind::Registry ? "Pulling … " : "Reading … ") + partText(done, total));
    });
    source.start();
    loop.exec();
    return source.take();
}

/// The image as it is when it has been imported or not; nothing when it went away.
std::optional<ImageInfo> waitUntilImported(Session &session, const QString &id, std::string_view doing,
                                           bool &isCancelled)
{
    Backend &backend = session.backend();
    ProgressLine line;
    QEventLoop loop;
    SignalCatcher catcher({ SIGINT, SIGTERM });
    QObject::connect(&catcher, &SignalCatcher::caught, &loop, [&] {
        isCancelled = true;
        loop.quit();
    });
    const auto look = [&] {
        const auto image = backend.image(id);
        if (!image || image->state != ImageState::Importing || backend.connection() == Connection::Lost)
            return loop.quit();
        const ImageProgress &progress = image->progress;
        std::string text = fmt::format("{} … ", doing) + partText(progress.bytesDone, progress.bytesTotal);
        if (progress.layersTotal > 0)
            text += fmt::format(", {} of {} layers", progress.layersDone, progress.layersTotal);
        line.show(text);
    };
    QObject::connect(&backend, &Backend::imageChanged, &loop, look);
    QObject::connect(&backend, &Backend::imageRemoved, &loop, look);
    QObject::connect(&backend, &Backend::connectionChanged, &loop, look);
    const auto now = backend.image(id);
    if (now && now->state == ImageState::Importing)
        loop.exec();
    return backend.image(id);
}

} // namespace

SourceName sourceOf(const std::string &word)
{
    const QString name = QString::fromStdString(word);
    if (word == "-")
        return { ArchiveSource::Kind::Stream, name };
    return { QFileInfo(name).isDir() ? ArchiveSource::Kind::Folder : ArchiveSource::Kind::File, name };
}

Result<int> importInto(Session &session, const SourceName &source, const std::vector<std::string> &names)
{
    VITRINE_TRY(session.connect());
    VITRINE_TRY_ASSIGN(UniqueFd made, makeArchive(source));
    QStringList wanted;
    for (const std::string &name : names)
        wanted += QString::fromStdString(name);
    VITRINE_TRY_ASSIGN(const QString id, session.ask<QString>([&](Reply<QString> reply) {
        session.backend().importImage(wanted, std::move(made), std::move(reply));
    }));
    return followImport(session, id, "Unpacking", source.name.toStdString());
}

Result<int> followImport(Session &session, const QString &id, std::string_view doing, const std::string &subject)
{
    bool isCancelled = false;
    const auto image = waitUntilImported(session, id, doing, isCancelled);
    if (isCancelled) {
        VITRINE_TRY(
            session.ask<void>([&](Reply<void> reply) { session.backend().cancelImport(id, std::move(reply)); }));
        return failure(ErrorCode::Cancelled, "Cancelled");
    }
    if (!image || image->state == ImageState::Importing)
        return failure(ErrorCode::System, "The image went away before it was ready");
    if (image->state == ImageState::Failed) {
        (void)session.ask<void>([&](Reply<void> reply) { session.backend().removeImage(id, std::move(reply)); });
        return failure(ErrorCode::ImageUnpackFailed, fmt::format("{}: {}", subject, image->failure.toStdString()));
    }
    VITRINE_TRY(print(id.toStdString() + "\n"));
    return 0;
}

} // namespace vitrine::gui
