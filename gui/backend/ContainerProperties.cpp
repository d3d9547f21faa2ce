// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/Properties.h"

#include "core/spec/SpecJson.h"

#include <QDBusArgument>

namespace vitrine::gui {

namespace {

std::string text(const QVariant &value)
{
    return value.toString().toStdString();
}

void applyProgress(ContainerInfo &info, const QVariant &value)
{
    const auto argument = value.value<QDBusArgument>();
    if (argument.currentSignature() != QLatin1String("(tt)"))
        return;
    qulonglong done = 0;
    qulonglong total = 0;
    argument.beginStructure();
    argument >> done >> total;
    argument.endStructure();
    info.progressDone = done;
    info.progressTotal = total;
}

void applyEnded(ContainerInfo &info, const std::string &json)
{
    if (json.empty())
        info.ended.reset();
    else if (auto ended = ipc::endedFromJson(json))
        info.ended = std::move(*ended);
}

void applyText(ContainerInfo &info, const QString &name, const QVariant &value)
{
    if (name == QLatin1String("Id"))
        info.id = value.toString();
    else if (name == QLatin1String("Name"))
        info.name = value.toString();
    else if (name == QLatin1String("CgroupPath"))
        info.cgroupPath = value.toString();
    else if (name == QLatin1String("NetworkInterface"))
        info.networkInterface = value.toString();
    else if (name == QLatin1String("Address"))
        info.address = value.toString();
    else if (name == QLatin1String("State"))
        info.state = ipc::stateFromName(text(value)).value_or(info.state);
    else if (name == QLatin1String("Ended"))
        applyEnded(info, text(value));
    else if (name == QLatin1String("Mounts")) {
        if (auto mounts = spec::mountStatesFromJson(text(value)))
            info.mounts = std::move(*mounts);
    } else if (name == QLatin1String("Waiting")) {
        if (auto waiting = spec::changesFromJson(text(value)))
            info.waiting = std::move(*waiting);
    } else if (name == QLatin1String("Spec")) {
        if (auto spec = spec::fromJson(text(value)))
            info.spec = std::move(*spec);
    }
}

} // namespace

void applyProperties(ContainerInfo &info, const QVariantMap &properties)
{
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        const QVariant &value = property.value();
        if (value.typeId() == QMetaType::QString)
            applyText(info, property.key(), value);
        else if (property.key() == QLatin1String("InitPid") && value.typeId() == QMetaType::UInt)
            info.initPid = value.toUInt();
        else if (property.key() == QLatin1String("CreatedAt") && value.typeId() == QMetaType::ULongLong)
            info.createdAtUs = value.toULongLong();
        else if (property.key() == QLatin1String("StartedAt") && value.typeId() == QMetaType::ULongLong)
            info.startedAtUs = value.toULongLong();
        else if (property.key() == QLatin1String("Progress"))
            applyProgress(info, value);
    }
}

} // namespace vitrine::gui
