// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::plan {

/// One line of /proc/PID/uid_map: `count` ids from `inside` on are `outside` and up on the host.
struct IdMapLine {
    std::uint32_t inside = 0;
    std::uint32_t outside = 0;
    std::uint32_t count = 1;
    bool operator==(const IdMapLine &) const = default;
};
using IdMap = std::vector<IdMapLine>;

/// The map of a container whose own range is `count` ids from `base` on. Under Identity::Me the owner's id is itself on
/// both sides; when it lies below `count`, that id of the range stays unused.
IdMap planIdMap(spec::Identity identity, std::uint32_t base, std::uint32_t count, std::uint32_t ownerId);

/// What `inside` is on the host; nothing when it is not mapped.
std::optional<std::uint32_t> outsideId(const IdMap &map, std::uint32_t inside);

/// As the kernel reads it: one "inside outside count" a line.
std::string formatIdMap(const IdMap &map);

} // namespace vitrine::plan
