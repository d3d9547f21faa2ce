// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakeBackend.h"

#include <algorithm>

// The images and volumes of FakeBackend.
namespace vitrine::gui {

namespace {

template <typename Info> std::optional<Info> get(const std::vector<Info> &objects, const QString &id)
{
    const auto found = std::ranges::find(objects, id, &Info::id);
    return found == objects.end() ? std::nullopt : std::optional(*found);
}

Error noSuchObject(const char *kind, const QString &id)
{
    return Error{ ErrorCode::NotFound, 0, std::string("There is no ") + kind + ' ' + id.toStdString() };
}

/// As the helper refuses it.
Error inUse(const QString &name, const QStringList &users)
{
    return Error{ ErrorCode::Busy, 0,
                  name.toStdString() + " is used by " + users.join(QStringLiteral(", ")).toStdString() };
}

} // namespace

void FakeBackend::addImage(ImageInfo info)
{
    const QString id = info.id;
    m_images.push_back(std::move(info));
    Q_EMIT imageAdded(id);
}

void FakeBackend::changeImage(const QString &id, const std::function<void(ImageInfo &)> &change)
{
    const auto found = std::ranges::find(m_images, id, &ImageInfo::id);
    if (found == m_images.end())
        return;
    change(*found);
    Q_EMIT imageChanged(id);
}

void FakeBackend::dropImage(const QString &id)
{
    if (std::erase_if(m_images, [&](const ImageInfo &info) { return info.id == id; }) > 0)
        Q_EMIT imageRemoved(id);
}

void FakeBackend::addVolume(VolumeInfo info)
{
    const QString id = info.id;
    m_volumes.push_back(std::move(info));
    Q_EMIT volumeAdded(id);
}

void FakeBackend::changeVolume(const QString &id, const std::function<void(VolumeInfo &)> &change)
{
    const auto found = std::ranges::find(m_volumes, id, &VolumeInfo::id);
    if (found == m_volumes.end())
        return;
    change(*found);
    Q_EMIT volumeChanged(id);
}

void FakeBackend::dropVolume(const QString &id)
{
    if (std::erase_if(m_volumes, [&](const VolumeInfo &info) { return info.id == id; }) > 0)
        Q_EMIT volumeRemoved(id);
}

std::optional<ImageInfo> FakeBackend::image(const QString &id) const
{
    return get(m_images, id);
}

std::optional<VolumeInfo> FakeBackend::volume(const QString &id) const
{
    return get(m_volumes, id);
}

void FakeBackend::importImage(const QStringList &names, UniqueFd archive, Reply<QString> reply)
{
    const bool isOpen = static_cast<bool>(archive);
    answer<QString>({ QStringLiteral("importImage"), {}, names.join(u' ') }, std::move(reply),
                    [this, names, isOpen]() -> Result<QString> {
                        if (!isOpen)
                            return failure(ErrorCode::InvalidArgs, "There is no archive");
                        ImageInfo info;
                        info.id = newId();
                        info.names = names;
                        const QString id = info.id;
                        addImage(std::move(info));
                        return id;
                    });
}

void FakeBackend::exportImage(const QString &id, const QString &format, UniqueFd out, Reply<void> reply)
{
    const auto file = std::make_shared<UniqueFd>(std::move(out));
    answer<void>({ QStringLiteral("exportImage"), id, format }, std::move(reply), [this, id, file]() -> Result<> {
        if (!image(id))
            return failure(noSuchObject("image", id));
        return ::write(file->get(), "image", 5) == 5 ? Result<>() : failErrno(errno, "Writing the image");
    });
}

void FakeBackend::commitContainer(const QString &id, const spec::CommitRequest &request, Reply<QString> reply)
{
    answer<QString>({ QStringLiteral("commitContainer"), id, QString::fromStdString(spec::toJson(request)) },
                    std::move(reply), [this, id, request]() -> Result<QString> {
                        if (!container(id))
                            return failure(noSuchObject("container", id));
                        ImageInfo info;
                        info.id = newId();
                        for (const std::string &name : request.names)
                            info.names += QString::fromStdString(name);
                        const QString made = info.id;
                        addImage(std::move(info));
                        return made;
                    });
}

void FakeBackend::exportContainer(const QString &id, UniqueFd out, Reply<void> reply)
{
    const auto file = std::make_shared<UniqueFd>(std::move(out));
    answer<void>({ QStringLiteral("exportContainer"), id, {} }, std::move(reply), [file]() -> Result<> {
        return ::write(file->get(), "files", 5) == 5 ? Result<>() : failErrno(errno, "Writing the files");
    });
}

void FakeBackend::tagImage(const QString &id, const QString &name, Reply<void> reply)
{
    answer<void>({ QStringLiteral("tagImage"), id, name }, std::move(reply), [this, id, name]() -> Result<> {
        if (!image(id))
            return failure(noSuchObject("image", id));
        for (const ImageInfo &other : images()) {
            if (other.names.contains(name))
                changeImage(other.id, [&](ImageInfo &info) { info.names.removeAll(name); });
        }
        changeImage(id, [&](ImageInfo &info) { info.names += name; });
        return {};
    });
}

void FakeBackend::untagImage(const QString &id, const QString &name, Reply<void> reply)
{
    answer<void>({ QStringLiteral("untagImage"), id, name }, std::move(reply), [this, id, name]() -> Result<> {
        changeImage(id, [&](ImageInfo &info) { info.names.removeAll(name); });
        return {};
    });
}

void FakeBackend::removeImage(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("removeImage"), id, {} }, std::move(reply), [this, id]() -> Result<> {
        const auto info = image(id);
        if (!info)
            return failure(noSuchObject("image", id));
        if (!info->usedBy.isEmpty())
            return failure(inUse(info->names.value(0), info->usedBy));
        dropImage(id);
        return {};
    });
}

void FakeBackend::cancelImport(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("cancelImport"), id, {} }, std::move(reply), [this, id]() -> Result<> {
        dropImage(id);
        return {};
    });
}

void FakeBackend::pruneImages(Prune prune, Reply<PruneReport> reply)
{
    answer<PruneReport>(
        { QStringLiteral("pruneImages"), {}, prune == Prune::Report ? QStringLiteral("report") : QString() },
        std::move(reply), [this, prune]() -> Result<PruneReport> {
            if (prune == Prune::Remove) {
                for (const PruneReport::Item &item : m_pruneReport.items)
                    dropImage(item.id);
            }
            return m_pruneReport;
        });
}

QString FakeBackend::newId()
{
    return QStringLiteral("%1").arg(++m_created, 16, 16, QLatin1Char('0'));
}

Result<QString> FakeBackend::makeVolume(const QString &name, const QString &owner)
{
    if (std::ranges::find(m_volumes, name, &VolumeInfo::name) != m_volumes.end())
        return failure(ErrorCode::NameInUse, "There is a volume " + name.toStdString() + " already");
    const QString id = newId();
    addVolume({ id, name, owner, 0, {} });
    return id;
}

void FakeBackend::createVolume(const QString &name, const QString &owner, Reply<QString> reply)
{
    answer<QString>({ QStringLiteral("createVolume"), {}, name }, std::move(reply),
                    [this, name, owner] { return makeVolume(name, owner); });
}

void FakeBackend::renameVolume(const QString &id, const QString &name, Reply<void> reply)
{
    answer<void>({ QStringLiteral("renameVolume"), id, name }, std::move(reply), [this, id, name]() -> Result<> {
        changeVolume(id, [&](VolumeInfo &info) { info.name = name; });
        return {};
    });
}

void FakeBackend::removeVolume(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("removeVolume"), id, {} }, std::move(reply), [this, id]() -> Result<> {
        const auto info = volume(id);
        if (!info)
            return failure(noSuchObject("volume", id));
        if (!info->usedBy.isEmpty())
            return failure(inUse(info->name, info->usedBy));
        dropVolume(id);
        return {};
    });
}

void FakeBackend::cloneVolume(const QString &id, const QString &name, Reply<QString> reply)
{
    answer<QString>({ QStringLiteral("cloneVolume"), id, name }, std::move(reply),
                    [this, id, name] { return makeVolume(name, volume(id).value_or(VolumeInfo()).owner); });
}

void FakeBackend::emptyVolume(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("emptyVolume"), id, {} }, std::move(reply), [this]() -> Result<> {
        m_volumeSize = {};
        return {};
    });
}

void FakeBackend::measureVolume(const QString &id, Reply<VolumeSize> reply)
{
    answer<VolumeSize>({ QStringLiteral("measureVolume"), id, {} }, std::move(reply),
                       [this]() -> Result<VolumeSize> { return m_volumeSize; });
}

void FakeBackend::backupVolume(const QString &id, UniqueFd out, Reply<void> reply)
{
    const auto file = std::make_shared<UniqueFd>(std::move(out));
    answer<void>({ QStringLiteral("backupVolume"), id, {} }, std::move(reply), [file]() -> Result<> {
        return ::write(file->get(), "volume", 6) == 6 ? Result<>() : failErrno(errno, "Writing the volume");
    });
}

void FakeBackend::restoreVolume(const QString &id, UniqueFd archive, Reply<void> reply)
{
    answer<void>({ QStringLiteral("restoreVolume"), id, {} }, std::move(reply),
                 [isOpen = static_cast<bool>(archive)]() -> Result<> {
                     return isOpen ? Result<>() : failure(ErrorCode::InvalidArgs, "There is no archive");
                 });
}

void FakeBackend::openVolumeFiles(const QString &id, Reply<std::shared_ptr<UniqueFd>> reply)
{
    answer<std::shared_ptr<UniqueFd>>({ QStringLiteral("openVolumeFiles"), id, {} }, std::move(reply),
                                      [this]() -> Result<std::shared_ptr<UniqueFd>> {
                                          if (!m_openFiles)
                                              return failure(ErrorCode::Unsupported, "no files are shown here");
                                          return std::make_shared<UniqueFd>(m_openFiles());
                                      });
}

void FakeBackend::cancelVolumeJob(const QString &id, Reply<void> reply)
{
    answer<void>({ QStringLiteral("cancelVolumeJob"), id, {} }, std::move(reply), []() -> Result<> { return {}; });
}

void FakeBackend::pruneVolumes(Prune prune, Reply<PruneReport> reply)
{
    answer<PruneReport>(
        { QStringLiteral("pruneVolumes"), {}, prune == Prune::Report ? QStringLiteral("report") : QString() },
        std::move(reply), [this, prune]() -> Result<PruneReport> {
            if (prune == Prune::Remove) {
                for (const PruneReport::Item &item : m_pruneReport.items)
                    dropVolume(item.id);
            }
            return m_pruneReport;
        });
}

} // namespace vitrine::gui
