// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <string>
#include <vector>

namespace vitrine::shim {

/// A detached mount, and those that belong below it.
struct MountTree {
    struct Below {
        std::string place; ///< in the mount, without a slash before it
        UniqueFd mount;
    };
    UniqueFd top; ///< none for a tmpfs, which is made inside
    std::vector<Below> below; ///< what lies on another comes after it
    std::vector<std::string> notes; ///< what is not as it is on this computer, a sentence each
};

inline constexpr std::size_t kMaxMountsBelow = 256;

/// From the shim to what it forked: one packet with the mount and how many come below it, then one for each of those.
Result<> sendMountTree(int link, MountTree tree);
Result<MountTree> receiveMountTree(int link);

/// Attaches those below `topFd`, which has its place already. One that the root inside cannot get to, since a directory
/// on the way lets it not in, is passed over: nobody inside would.
Result<> attachBelow(int topFd, const std::vector<MountTree::Below> &below);

} // namespace vitrine::shim
