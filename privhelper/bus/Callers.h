// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/SdBus.h"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace vitrine::bus {

/// Who has sent a message: the effective uid that the bus itself has verified for the sender's unique name, and nothing
/// else (no pid, nothing from /proc). Unique names are never given twice, so an answer stays true.
class Callers {
public:
    /// NotAuthorized when the bus does not know, or for an id beyond 2^31, which polkit cannot be asked about.
    Result<std::uint32_t> uidOf(sd_bus_message *message);

private:
    std::unordered_map<std::string, std::uint32_t> m_known;
};

} // namespace vitrine::bus
