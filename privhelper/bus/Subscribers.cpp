// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Subscribers.h"

#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Quotas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace vitrine::bus {

namespace {

constexpr const char *kObjectManager = "org.freedesktop.DBus.ObjectManager";
constexpr const char *kPropertiesInterface = "org.freedesktop.DBus.Properties";

} // namespace

Subscribers::Subscribers(sd_bus *bus)
    : m_bus(bus)
{
}

Subscribers::~Subscribers() = default;

int Subscribers::onGone(sd_bus_track *, void *userdata)
{
    auto *gone = static_cast<Entry *>(userdata);
    gone->owner->m_entries.remove_if([gone](const Entry &entry) { return &entry == gone; });
    return 0;
}

Result<> Subscribers::add(std::uint32_t uid, const std::string &name)
{
    unsigned count = 0;
    for (const Entry &entry : m_entries) {
        if (entry.name == name)
            return {};
        if (entry.uid == uid)
            ++count;
    }
    if (count >= daemon::kMaxSubscriptionsPerUser)
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("{} programs of yours follow what you have already", count));
    Entry &entry = m_entries.emplace_back(Entry{ this, uid, name, nullptr });
    sd_bus_track *track = nullptr;
    auto tracked = checked(sd_bus_track_new(m_bus, &track, onGone, &entry), "watching a program that follows");
    entry.track.reset(track);
    if (tracked)
        tracked = checked(sd_bus_track_add_name(track, name.c_str()), "watching a program that follows");
    if (!tracked)
        m_entries.pop_back();
    return tracked;
}

int Subscribers::send(const Entry &entry, const char *path, const char *interface, const char *member,
                      const Append &append)
{
    sd_bus_message *raw = nullptr;
    int r = sd_bus_message_new_signal(m_bus, &raw, path, interface, member);
    const MessagePtr message(raw);
    if (r >= 0)
        r = sd_bus_message_set_destination(message.get(), entry.name.c_str());
    if (r >= 0)
        r = append(message.get());
    return r < 0 ? r : sd_bus_send(m_bus, message.get(), nullptr);
}

void Subscribers::tell(std::uint32_t uid, const char *path, const char *interface, const char *member,
                       const Append &append)
{
    for (const Entry &entry : m_entries) {
        if (entry.uid != uid)
            continue;
        if (const int r = send(entry, path, interface, member, append); r < 0)
            daemon::journal(daemon::Level::Warning, fmt::format("sending {}: {}", member, std::strerror(-r)));
    }
}

void Subscribers::tellAdded(const ObjectKind &kind, const std::string &id, std::uint32_t ownerUid)
{
    tell(ownerUid, ipc::kManagerPath, kObjectManager, "InterfacesAdded", [&](sd_bus_message *message) {
        const int r = sd_bus_message_append(message, "o", kind.pathOf(id).c_str());
        return r < 0 ? r : kind.appendInterfaces(message, id);
    });
}

void Subscribers::tellChanged(const ObjectKind &kind, const std::string &id, std::uint32_t ownerUid,
                              const daemon::Properties &properties)
{
    tell(ownerUid, kind.pathOf(id).c_str(), kPropertiesInterface, "PropertiesChanged", [&](sd_bus_message *message) {
        int r = sd_bus_message_append(message, "s", kind.interface());
        if (r >= 0)
            r = kind.appendProperties(message, id, properties);
        return r < 0 ? r : sd_bus_message_append(message, "as", 0);
    });
}

void Subscribers::tellRemoved(const ObjectKind &kind, const std::string &id, std::uint32_t ownerUid)
{
    tell(ownerUid, ipc::kManagerPath, kObjectManager, "InterfacesRemoved", [&](sd_bus_message *message) {
        return sd_bus_message_append(message, "oas", kind.pathOf(id).c_str(), 1, kind.interface());
    });
}

} // namespace vitrine::bus
