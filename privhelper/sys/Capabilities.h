// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>

namespace vitrine::sys {

/// A set of capabilities, one bit each, as /proc/self/status shows it.
using CapabilitySet = std::uint64_t;

/// What root inside a container may do: chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap,
/// net_bind_service, sys_chroot and setfcap. Not net_raw, which would let it forge packets.
CapabilitySet defaultCapabilities();
/// What PID 1 keeps: kill, to hand signals to a command of another user.
CapabilitySet reaperCapabilities();
/// What root inside needs for files, whoever they belong to: chown, dac_override, fowner and fsetid.
CapabilitySet filesCapabilities();

/// Takes everything but `keep` out of the bounding set and empties the ambient and inheritable sets.
Result<> limitCapabilities(CapabilitySet keep);
/// Makes the permitted and effective sets exactly `keep`, which must be held.
Result<> setCapabilities(CapabilitySet keep);

Result<> setNoNewPrivileges();

} // namespace vitrine::sys
