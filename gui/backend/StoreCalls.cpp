// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/Names.h"
#include "gui/backend/AsyncReply.h"
#include "gui/backend/HelperClient.h"

#include <QDBusArgument>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// The verbs of images and volumes.
namespace vitrine::gui {

namespace {

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QVariant descriptor(const UniqueFd &fd)
{
    return QVariant::fromValue(QDBusUnixFileDescriptor(fd.get()));
}

QString idIn(const QDBusMessage &answer)
{
    const QString path = qdbus_cast<QDBusObjectPath>(answer.arguments().constFirst()).path();
    return path.mid(path.lastIndexOf(u'/') + 1);
}

std::uint64_t nowUs()
{
    return static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch()) * 1000;
}

std::uint64_t number(const QJsonValue &value)
{
    return static_cast<std::uint64_t>(value.toInteger());
}

Result<PruneReport> readPruneReport(const QDBusMessage &answer)
{
    const auto document = QJsonDocument::fromJson(answer.arguments().constFirst().toString().toUtf8());
    if (!document.isObject())
        return failure(unexpectedReply(answer));
    PruneReport report;
    report.layers = number(document[QLatin1String("layers")]);
    report.bytes = number(document[QLatin1String("bytes")]);
    for (const char *list : { "images", "volumes" }) {
        const QJsonArray rows = document[QLatin1String(list)].toArray();
        for (const QJsonValue &row : rows) {
            PruneReport::Item item;
            item.id = row[QLatin1String("id")].toString();
            item.bytes = number(row[QLatin1String("bytes")]);
            item.names = row[QLatin1String("names")].toVariant().toStringList();
            if (const QString name = row[QLatin1String("name")].toString(); !name.isEmpty())
                item.names += name;
            report.items.push_back(std::move(item));
        }
    }
    return report;
}

const QString kText = QStringLiteral("s");
const QString kPath = QStringLiteral("o");

} // namespace

QDBusPendingCall HelperClient::callManager(const char *method, const QVariantList &arguments)
{
    return send(QDBusMessage::createMethodCall(latin(ipc::kBusName), latin(ipc::kManagerPath),
                                               latin(ipc::kManagerInterface), latin(method)),
                arguments, Patience::Unlimited);
}

/// Before the helper announces it: who has asked for it knows it at once.
QString HelperClient::addComingImage(const QString &id, const QStringList &names)
{
    ImageInfo info;
    info.id = id;
    info.names = names;
    info.importedAtUs = nowUs();
    m_images.add(info);
    return id;
}

void HelperClient::importImage(const QStringList &names, UniqueFd archive, Reply<QString> reply)
{
    const QJsonObject request{ { QStringLiteral("names"), QJsonArray::fromStringList(names) } };
    whenAnswered<QString>(
        callManager("ImportImage", { compact(request), descriptor(archive) }), this, std::move(reply), kPath,
        [this, names](const QDBusMessage &answer) -> Result<QString> { return addComingImage(idIn(answer), names); });
}

void HelperClient::tagImage(const QString &id, const QString &name, Reply<void> reply)
{
    callPlain(m_images, id, "Tag", { name }, std::move(reply));
}

void HelperClient::untagImage(const QString &id, const QString &name, Reply<void> reply)
{
    callPlain(m_images, id, "Untag", { name }, std::move(reply));
}

void HelperClient::removeImage(const QString &id, Reply<void> reply)
{
    callPlain(m_images, id, "Remove", {}, std::move(reply));
}

void HelperClient::cancelImport(const QString &id, Reply<void> reply)
{
    callPlain(m_images, id, "Cancel", {}, std::move(reply));
}

void HelperClient::exportImage(const QString &id, const QString &format, UniqueFd out, Reply<void> reply)
{
    callPlain(m_images, id, "Export", { format, descriptor(out) }, std::move(reply));
}

void HelperClient::commitContainer(const QString &id, const spec::CommitRequest &request, Reply<QString> reply)
{
    QStringList names;
    for (const std::string &name : request.names)
        names += QString::fromStdString(name);
    whenAnswered<QString>(callObject(m_containers, id, "Commit", { QString::fromStdString(spec::toJson(request)) }),
                          this, std::move(reply), kPath, [this, names](const QDBusMessage &answer) -> Result<QString> {
                              return addComingImage(idIn(answer), names);
                          });
}

void HelperClient::exportContainer(const QString &id, UniqueFd out, Reply<void> reply)
{
    callPlain(m_containers, id, "Export", { QVariant::fromValue(DescriptorMap()), descriptor(out) }, std::move(reply));
}

void HelperClient::pruneImages(Prune prune, Reply<PruneReport> reply)
{
    whenAnswered<PruneReport>(callManager("PruneImages", { prune == Prune::Report }), this, std::move(reply), kText,
                              readPruneReport);
}

void HelperClient::createVolume(const QString &name, const QString &owner, Reply<QString> reply)
{
    const QJsonObject request{ { QStringLiteral("name"), name }, { QStringLiteral("owner"), owner } };
    whenAnswered<QString>(callManager("CreateVolume", { compact(request) }), this, std::move(reply), kPath,
                          [this, name, owner](const QDBusMessage &answer) -> Result<QString> {
                              m_volumes.add({ idIn(answer), name, owner, nowUs(), {} });
                              return idIn(answer);
                          });
}

void HelperClient::renameVolume(const QString &id, const QString &name, Reply<void> reply)
{
    callPlain(m_volumes, id, "Rename", { name }, std::move(reply));
}

void HelperClient::removeVolume(const QString &id, Reply<void> reply)
{
    callPlain(m_volumes, id, "Remove", {}, std::move(reply));
}

void HelperClient::cloneVolume(const QString &id, const QString &name, Reply<QString> reply)
{
    const QString owner = m_volumes.get(id).value_or(VolumeInfo()).owner;
    whenAnswered<QString>(callObject(m_volumes, id, "Clone", { name }), this, std::move(reply), kPath,
                          [this, name, owner](const QDBusMessage &answer) -> Result<QString> {
                              m_volumes.add({ idIn(answer), name, owner, nowUs(), {} });
                              return idIn(answer);
                          });
}

void HelperClient::emptyVolume(const QString &id, Reply<void> reply)
{
    callPlain(m_volumes, id, "Empty", {}, std::move(reply));
}

void HelperClient::measureVolume(const QString &id, Reply<VolumeSize> reply)
{
    whenAnswered<VolumeSize>(
        callObject(m_volumes, id, "Measure", {}), this, std::move(reply), QStringLiteral("tt"),
        [](const QDBusMessage &answer) -> Result<VolumeSize> {
            return VolumeSize{ answer.arguments().at(0).toULongLong(), answer.arguments().at(1).toULongLong() };
        });
}

void HelperClient::backupVolume(const QString &id, UniqueFd out, Reply<void> reply)
{
    callPlain(m_volumes, id, "Backup", { descriptor(out) }, std::move(reply));
}

void HelperClient::restoreVolume(const QString &id, UniqueFd archive, Reply<void> reply)
{
    callPlain(m_volumes, id, "Restore", { descriptor(archive) }, std::move(reply));
}

void HelperClient::pruneVolumes(Prune prune, Reply<PruneReport> reply)
{
    whenAnswered<PruneReport>(callManager("PruneVolumes", { prune == Prune::Report }), this, std::move(reply), kText,
                              readPruneReport);
}

void HelperClient::cancelVolumeJob(const QString &id, Reply<void> reply)
{
    callPlain(m_volumes, id, "Cancel", {}, std::move(reply));
}

} // namespace vitrine::gui
