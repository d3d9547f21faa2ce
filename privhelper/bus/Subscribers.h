// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/ObjectKind.h"

#include <functional>
#include <list>
#include <string>

namespace vitrine::bus {

/// Those who have called GetManagedObjects, until they leave the bus. Each is told, and only he is told, of changes to
/// what his own account owns: a broadcast would tell everybody.
class Subscribers {
public:
    explicit Subscribers(sd_bus *bus);
    ~Subscribers();
    Subscribers(const Subscribers &) = delete;
    Subscribers &operator=(const Subscribers &) = delete;

    /// LimitExceeded when the account has too many of them.
    Result<> add(std::uint32_t uid, const std::string &name);
    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }

    void tellAdded(const ObjectKind &kind, const std::string &id, std::uint32_t ownerUid);
    void tellChanged(const ObjectKind &kind, const std::string &id, std::uint32_t ownerUid,
                     const daemon::Properties &properties);
    void tellRemoved(const ObjectKind &kind, const std::string &id, std::uint32_t ownerUid);

private:
    struct Entry {
        Subscribers *owner = nullptr;
        std::uint32_t uid = 0;
        std::string name;
        TrackPtr track;
    };
    using Append = std::function<int(sd_bus_message *)>;

    static int onGone(sd_bus_track *track, void *userdata);
    void tell(std::uint32_t uid, const char *path, const char *interface, const char *member, const Append &append);
    int send(const Entry &entry, const char *path, const char *interface, const char *member, const Append &append);

    sd_bus *m_bus;
    std::list<Entry> m_entries;
};

} // namespace vitrine::bus
