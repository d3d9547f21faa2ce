// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/ContainerState.h"

#include <array>
#include <utility>

namespace vitrine::ipc {

namespace {

using enum ContainerState;
constexpr std::array<std::pair<ContainerState, std::string_view>, 7> kNames{ {
    { Preparing, "preparing" },
    { Created, "created" },
    { Starting, "starting" },
    { Running, "running" },
    { Paused, "paused" },
    { Stopping, "stopping" },
    { Ended, "ended" },
} };

} // namespace

std::string_view stateName(ContainerState state)
{
    for (const auto &[known, name] : kNames) {
        if (known == state)
            return name;
    }
    return {};
}

std::optional<ContainerState> stateFromName(std::string_view name)
{
    for (const auto &[state, known] : kNames) {
        if (known == name)
            return state;
    }
    return std::nullopt;
}

bool isAlive(ContainerState state)
{
    return state == Running || state == Paused || state == Stopping;
}

} // namespace vitrine::ipc
