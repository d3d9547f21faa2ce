// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/Callers.h"

#include <limits>

namespace vitrine::bus {

namespace {

constexpr std::size_t kMaxKnown = 1024;
using CredsPtr = std::unique_ptr<sd_bus_creds, Release<sd_bus_creds_unref>>;

} // namespace

Result<std::uint32_t> Callers::uidOf(sd_bus_message *message)
{
    const auto unknown = [] { return failure(ErrorCode::NotAuthorized, "the bus does not say who is calling"); };
    const char *sender = sd_bus_message_get_sender(message);
    if (sender == nullptr)
        return unknown();
    if (const auto found = m_known.find(sender); found != m_known.end())
        return found->second;

    sd_bus_creds *raw = nullptr;
    uid_t uid = 0;
    if (sd_bus_query_sender_creds(message, SD_BUS_CREDS_EUID, &raw) < 0)
        return unknown();
    const CredsPtr creds(raw);
    if (sd_bus_creds_get_euid(creds.get(), &uid) < 0)
        return unknown();
    if (uid > static_cast<uid_t>(std::numeric_limits<std::int32_t>::max()))
        return failure(ErrorCode::NotAuthorized, "accounts with an id of 2147483648 and above are not served");
    if (m_known.size() >= kMaxKnown)
        m_known.clear();
    m_known.emplace(sender, uid);
    return uid;
}

} // namespace vitrine::bus
