// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/SdBus.h"
#include "privhelper/daemon/Container.h"

#include <string>

namespace vitrine::bus {

std::string containerPath(const std::string &id);
/// The id in an object path of ours; "" for every other path.
std::string idFromPath(const char *path);

/// Appends one property's value, without a variant. -ENOENT for a name that is not a property.
int appendProperty(sd_bus_message *message, const daemon::Container &container, const char *name);
/// Appends an a{sv} of the named properties.
int appendProperties(sd_bus_message *message, const daemon::Container &container, const daemon::Properties &names);
/// Appends an a{sa{sv}}: all properties of all interfaces, as ObjectManager wants them.
int appendInterfaces(sd_bus_message *message, const daemon::Container &container);

} // namespace vitrine::bus
