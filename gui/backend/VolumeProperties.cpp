// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/Properties.h"

namespace vitrine::gui {

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
    }
}

} // namespace vitrine::gui
