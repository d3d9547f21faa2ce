// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/Arrivals.h"

#include "gui/images/ArchiveSource.h"
#include "gui/store/FileJob.h"
#include "gui/widgets/MessageBar.h"

#include <QDateTime>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace vitrine::gui {

namespace {

/// That a folder's name is one that an image may have.
bool isPlainName(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("^[a-z0-9]+([._-][a-z0-9]+)*$"));
    return plain.match(name).hasMatch();
}

} // namespace

Arrivals::Arrivals(Backend &backend, MessageArea &messages, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_messages(messages)
{
}

Arrivals::~Arrivals() = default;

void Arrivals::bring(const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    const QString failed = tr("Could not import %1.").arg(name);
    openArchive(path, { this, [this, path, name, failed](Result<std::shared_ptr<Archive>> archive) {
                           if (!archive) {
                               m_messages.showError(explain(failed, archive.error()));
                           } else if ((*archive)->isFolder) {
                               const bool namesItself = (*archive)->isLayout || !isPlainName(name);
                               start(std::make_unique<ArchiveSource>(ArchiveSource::Kind::Folder, path), name,
                                     namesItself ? QStringList() : QStringList{ name }, failed);
                           } else {
                               hand(std::move((*archive)->fd), {}, failed);
                           }
                       } });
}

void Arrivals::pull(const QString &name)
{
    start(std::make_unique<ArchiveSource>(ArchiveSource::Kind::Registry, name), name, { name },
          tr("Could not pull %1.").arg(name));
}

bool Arrivals::cancel(const QString &id)
{
    Arrival *arrival = find(id);
    if (arrival)
        arrival->source->cancel();
    return arrival;
}

std::vector<ImageInfo> Arrivals::images() const
{
    std::vector<ImageInfo> images;
    for (const Arrival &arrival : m_arrivals)
        images.push_back(arrival.info);
    return images;
}

std::optional<ImageInfo> Arrivals::image(const QString &id) const
{
    const auto same = [&](const Arrival &arrival) { return arrival.info.id == id; };
    const auto found = std::ranges::find_if(m_arrivals, same);
    return found == m_arrivals.end() ? std::nullopt : std::optional(found->info);
}

void Arrivals::start(std::unique_ptr<ArchiveSource> source, const QString &title, const QStringList &names,
                     const QString &failure)
{
    Arrival arrival;
    arrival.info.id = QStringLiteral("arrival-%1").arg(++m_started);
    arrival.info.names = { title };
    arrival.names = names;
    arrival.info.importedAtUs = static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch()) * 1000;
    arrival.failure = failure;
    const QString id = arrival.info.id;
    connect(source.get(), &ArchiveSource::progressed, this, [this, id](quint64 done, quint64 total) {
        if (Arrival *now = find(id)) {
            now->info.progress = { done, total, 0, 0 };
            emit changed();
        }
    });
    connect(source.get(), &ArchiveSource::finished, this, [this, id] { finish(id); });
    arrival.source = std::move(source);
    m_arrivals.push_back(std::move(arrival));
    emit changed();
    m_arrivals.back().source->start();
}

void Arrivals::finish(const QString &id)
{
    const auto same = [&](const Arrival &arrival) { return arrival.info.id == id; };
    const auto found = std::ranges::find_if(m_arrivals, same);
    if (found == m_arrivals.end())
        return;
    Arrival arrival = std::move(*found);
    m_arrivals.erase(found);
    auto archive = arrival.source->take();
    // It is what calls.
    arrival.source.release()->deleteLater();
    emit changed();
    if (!archive) {
        if (archive.error().code != ErrorCode::Cancelled)
            m_messages.showError(explain(arrival.failure, archive.error()));
        return;
    }
    hand(std::move(*archive), arrival.names, arrival.failure);
}

void Arrivals::hand(UniqueFd archive, const QStringList &names, const QString &failure)
{
    m_backend.importImage(names, std::move(archive), { this, [this, failure](const Result<QString> &id) {
                                                          if (id)
                                                              emit imported(*id);
                                                          else
                                                              m_messages.showError(explain(failure, id.error()));
                                                      } });
}

Arrivals::Arrival *Arrivals::find(const QString &id)
{
    const auto same = [&](const Arrival &arrival) { return arrival.info.id == id; };
    const auto found = std::ranges::find_if(m_arrivals, same);
    return found == m_arrivals.end() ? nullptr : &*found;
}

} // namespace vitrine::gui
