// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/SdBus.h"
#include "privhelper/daemon/ObjectObserver.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::bus {

/// One kind of object that the helper shows below its manager: what listing and announcing them needs to know. Every
/// object has an id of 16 digits and one owner, and a path and an interface by its kind.
class ObjectKind {
public:
    /// `pathPrefix` ends in a slash; both are of core/ipc/Names.h.
    ObjectKind(const char *pathPrefix, const char *interface)
        : m_pathPrefix(pathPrefix)
        , m_interface(interface)
    {
    }
    ObjectKind(const ObjectKind &) = delete;
    ObjectKind &operator=(const ObjectKind &) = delete;
    virtual ~ObjectKind() = default;

    [[nodiscard]] const char *pathPrefix() const { return m_pathPrefix; }
    [[nodiscard]] const char *interface() const { return m_interface; }
    [[nodiscard]] std::string pathOf(const std::string &id) const { return m_pathPrefix + id; }
    /// The id in an object path of this kind; "" for every other path.
    [[nodiscard]] std::string idFromPath(const char *path) const;

    [[nodiscard]] virtual std::vector<std::string> idsOf(std::uint32_t ownerUid) const = 0;
    [[nodiscard]] virtual daemon::Properties propertyNames() const = 0;
    /// Appends a dictionary entry {sv}. -ENOENT for an object or a property that is not there.
    virtual int appendEntry(sd_bus_message *message, const std::string &id, const char *property) const = 0;

    /// Appends an a{sv} of the named properties.
    int appendProperties(sd_bus_message *message, const std::string &id, const daemon::Properties &names) const;
    /// Appends an a{sa{sv}}: all properties of all interfaces, as ObjectManager wants them.
    int appendInterfaces(sd_bus_message *message, const std::string &id) const;

private:
    const char *m_pathPrefix;
    const char *m_interface;
};

} // namespace vitrine::bus
