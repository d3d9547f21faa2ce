// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QList>
#include <QMap>
#include <QString>
#include <QVariantMap>

namespace vitrine::gui {

using DescriptorMap = QMap<QString, QDBusUnixFileDescriptor>; ///< a{sh}
using DescriptorList = QList<QDBusUnixFileDescriptor>; ///< ah
using InterfaceMap = QMap<QString, QVariantMap>; ///< a{sa{sv}}
using ObjectMap = QMap<QDBusObjectPath, InterfaceMap>; ///< a{oa{sa{sv}}}

} // namespace vitrine::gui
