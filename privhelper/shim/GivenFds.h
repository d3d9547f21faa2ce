// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/shim/ShimConfig.h"

#include <string>

namespace vitrine::shim {

enum class OwnCgroup { Enter, None };

/// What all ways to start the shim do first: close the process to others, hold its descriptors back from whatever it
/// starts, take the signals that must not end it, and enter the shim's own cgroup (when one was given).
Result<> settleIn(OwnCgroup cgroup = OwnCgroup::Enter);

/// The text of the memfd with the configuration.
Result<std::string> readConfig();

/// Gives up every right for good: becomes `shimUid` with no groups and no capabilities, closed to others as before.
Result<> becomeUnprivileged(std::uint32_t shimUid);

/// Closes all that the helper gave: none of it is needed once a command runs.
void closeGiven(std::size_t sourceCount);

} // namespace vitrine::shim
