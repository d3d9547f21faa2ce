// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/Properties.h"

#include <QDBusArgument>

namespace vitrine::gui {

namespace {

void applyProgress(VolumeInfo &info, const QVariant &value)
{
    const auto argument = value.value<QDBusArgument>();
    if (argument.currentSignature() != QLatin1String("(stt)"))
        return;
    qulonglong done = 0;
    qulonglong total = 0;
    argument.beginStructure();
    argument >> info.progress.doing >> done >> total;
    argument.endStructure();
    info.progress.done = done;
    info.progress.total = total;
}

} // namespace

void applyProperties(VolumeInfo &info, const QVariantMap &properties)
{
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        const QVariant &value = property.value();
        const QString &name = property.key();
        const bool isText = value.typeId() == QMetaType::QString;
        if (name == QLatin1String("Id") && isText)
            info.id = value.toString();
        else if (name == QLatin1String("Name") && isText)
            info.name = value.toString();
        else if (name == QLatin1String("Owner") && isText)
            info.owner = value.toString();
        else if (name == QLatin1String("CreatedAt") && value.typeId() == QMetaType::ULongLong)
            info.createdAtUs = value.toULongLong();
        else if (name == QLatin1String("UsedBy") && value.typeId() == QMetaType::QStringList)
            info.usedBy = value.toStringList();
        else if (name == QLatin1String("Progress"))
            applyProgress(info, value);
    }
}

} // namespace vitrine::gui
