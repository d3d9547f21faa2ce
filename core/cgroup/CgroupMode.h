// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::cgroup {

enum class Mode : std::uint8_t {
    None, ///< nothing is mounted
    V1, ///< only version 1
    Hybrid, ///< version 2 is mounted, but controllers are bound to version 1
    V2,
};

std::string_view modeName(Mode mode); ///< "none", "v1", "hybrid", "v2", as in SystemReport

struct CgroupMounts {
    Mode mode = Mode::None;
    std::string unifiedPath; ///< where version 2 is mounted, "" when it is not
    std::vector<std::string> version1Controllers; ///< bound to version 1, and so missing in version 2
    bool operator==(const CgroupMounts &) const = default;
};

/// From the text of /proc/mounts. With several mounts of version 2 the first that is at or under /sys/fs/cgroup counts.
CgroupMounts readCgroupMounts(std::string_view procMounts);

/// The names in a cgroup.controllers file.
std::vector<std::string> readControllers(std::string_view text);

} // namespace vitrine::cgroup
