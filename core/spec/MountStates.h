// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ContainerSpec.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// One place inside: what is mounted there now, and what the specification has there for the next start. One of the two
/// is always set, and while the container does not run, only `kept` is.
struct MountState {
    std::optional<Mount> now;
    std::optional<Mount> kept;

    [[nodiscard]] const Mount &shown() const { return now ? *now : *kept; }
    bool operator==(const MountState &) const = default;
};

/// The specification's mounts in its order, then those that are only there now.
std::vector<MountState> mountStates(const std::vector<Mount> &now, const std::vector<Mount> &kept);

/// `[{"now":{…},"kept":{…}}]`, each as SpecJson writes a mount.
std::string mountStatesToJson(const std::vector<MountState> &states);
Result<std::vector<MountState>> mountStatesFromJson(std::string_view text);

} // namespace vitrine::spec
