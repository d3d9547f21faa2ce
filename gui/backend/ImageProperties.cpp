// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/Properties.h"

#include <QDBusArgument>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace vitrine::gui {

namespace {

void applyProgress(ImageInfo &info, const QVariant &value)
{
    const auto argument = value.value<QDBusArgument>();
    if (argument.currentSignature() != QLatin1String("(tttt)"))
        return;
    qulonglong numbers[4]{};
    argument.beginStructure();
    for (qulonglong &number : numbers)
        argument >> number;
    argument.endStructure();
    info.progress = { numbers[0], numbers[1], numbers[2], numbers[3] };
}

void applyLayers(ImageInfo &info, const QString &json)
{
    const auto document = QJsonDocument::fromJson(json.toUtf8());
    if (!document.isArray())
        return;
    info.layers.clear();
    const QJsonArray rows = document.array();
    for (const QJsonValue &row : rows) {
        const auto number = [&](const char *key) { return row[QLatin1String(key)].toInteger(); };
        ImageLayerInfo layer;
        layer.diffId = row[QLatin1String("diffId")].toString();
        layer.bytes = static_cast<std::uint64_t>(number("bytes"));
        layer.entries = static_cast<std::uint64_t>(number("entries"));
        layer.createdBy = row[QLatin1String("createdBy")].toString();
        layer.sharedWith = static_cast<int>(number("sharedWith"));
        info.layers.push_back(std::move(layer));
    }
}

void applyText(ImageInfo &info, const QString &name, const QString &text)
{
    if (name == QLatin1String("Id"))
        info.id = text;
    else if (name == QLatin1String("Digest"))
        info.digest = text;
    else if (name == QLatin1String("Failure"))
        info.failure = text;
    else if (name == QLatin1String("Layers"))
        applyLayers(info, text);
    else if (name == QLatin1String("State"))
        info.state = text == QLatin1String("ready") ? ImageState::Ready
            : text == QLatin1String("failed")       ? ImageState::Failed
                                                    : ImageState::Importing;
    else if (name == QLatin1String("Config")) {
        if (auto config = spec::configFromJson(text.toStdString()))
            info.config = std::move(*config);
    }
}

void applyNumber(ImageInfo &info, const QString &name, std::uint64_t number)
{
    if (name == QLatin1String("CreatedAt"))
        info.createdAtUs = number;
    else if (name == QLatin1String("ImportedAt"))
        info.importedAtUs = number;
    else if (name == QLatin1String("Size"))
        info.bytes = number;
}

} // namespace

void applyProperties(ImageInfo &info, const QVariantMap &properties)
{
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        const QVariant &value = property.value();
        if (value.typeId() == QMetaType::QString)
            applyText(info, property.key(), value.toString());
        else if (value.typeId() == QMetaType::ULongLong)
            applyNumber(info, property.key(), value.toULongLong());
        else if (property.key() == QLatin1String("Names") && value.typeId() == QMetaType::QStringList)
            info.names = value.toStringList();
        else if (property.key() == QLatin1String("UsedBy") && value.typeId() == QMetaType::QStringList)
            info.usedBy = value.toStringList();
        else if (property.key() == QLatin1String("Progress"))
            applyProgress(info, value);
    }
}

} // namespace vitrine::gui
