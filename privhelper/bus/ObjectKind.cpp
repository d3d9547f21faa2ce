// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/ObjectKind.h"

#include "privhelper/daemon/Record.h"

#include <string_view>

namespace vitrine::bus {

std::string ObjectKind::idFromPath(const char *path) const
{
    const std::string_view text = path == nullptr ? "" : path;
    const std::string_view prefix = m_pathPrefix;
    if (!text.starts_with(prefix) || !daemon::isValidId(text.substr(prefix.size())))
        return {};
    return std::string(text.substr(prefix.size()));
}

int ObjectKind::appendProperties(sd_bus_message *message, const std::string &id, const daemon::Properties &names) const
{
    int r = sd_bus_message_open_container(message, SD_BUS_TYPE_ARRAY, "{sv}");
    for (auto name = names.begin(); r >= 0 && name != names.end(); ++name)
        r = appendEntry(message, id, *name);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

int ObjectKind::appendInterfaces(sd_bus_message *message, const std::string &id) const
{
    int r = sd_bus_message_open_container(message, SD_BUS_TYPE_ARRAY, "{sa{sv}}");
    if (r >= 0)
        r = sd_bus_message_open_container(message, SD_BUS_TYPE_DICT_ENTRY, "sa{sv}");
    if (r >= 0)
        r = sd_bus_message_append_basic(message, SD_BUS_TYPE_STRING, m_interface);
    if (r >= 0)
        r = appendProperties(message, id, propertyNames());
    if (r >= 0)
        r = sd_bus_message_close_container(message);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

} // namespace vitrine::bus
