// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::plan {

/// Who a command runs as, in ids of the container.
struct User {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::vector<std::uint32_t> groups; ///< supplementary
    std::string name;
    std::string home = "/";
    bool operator==(const User &) const = default;
};

inline constexpr std::size_t kMaxUserFileBytes = 1024 * 1024; ///< of /etc/passwd and of /etc/group
inline constexpr std::size_t kMaxGroups = 256;

/// Finds `wanted` ("name", "uid", "uid:gid", "name:group"; "" is root) in the text of a container's passwd and group
/// files. A number needs no entry; its group is then 0. With a group in `wanted` there are no supplementary groups.
/// Lines that make no sense are skipped, as C libraries do. NotFound names the user or the group.
Result<User> findUser(std::string_view wanted, std::string_view passwd, std::string_view group);

} // namespace vitrine::plan
