// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::ipc {

enum class ContainerState : std::uint8_t { Preparing, Created, Starting, Running, Paused, Stopping, Ended };

std::string_view stateName(ContainerState state); ///< "running"
std::optional<ContainerState> stateFromName(std::string_view name);
/// Has processes: running, paused or stopping.
bool isAlive(ContainerState state);

} // namespace vitrine::ipc
