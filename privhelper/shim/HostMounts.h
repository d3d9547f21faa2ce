// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/plan/IdMapPlan.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/ShimConfig.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::shim {

/// The ids of a container, and what its root is on the host.
struct Ids {
    plan::IdMap uids;
    plan::IdMap gids;
    std::uint32_t rootUid = 0;
    std::uint32_t rootGid = 0;
};
/// RangeInvalid when the range is not one that a container may have, or the owner's ids cannot be mapped.
Result<Ids> planIds(spec::Identity identity, const IdRange &range, std::uint32_t ownerUid, std::uint32_t ownerGid);

struct NamedMount {
    std::string target;
    UniqueFd mount;
    bool isDirectory = true;
};
struct NamedLink {
    std::string path;
    std::string target;
};

/// What only root of the host can make: detached mounts, which the child puts in their places.
struct HostMounts {
    UniqueFd root; ///< Host: the private writable directory
    std::vector<UniqueFd> lowers; ///< Folder, Tar, Image: the lower layers, the lowest first
    UniqueFd layer; ///< Folder, Tar, Image: the directory that holds "upper" and "work"
    UniqueFd dev;
    std::vector<NamedMount> shared; ///< Host: /usr and what is shown of /etc, read-only
    std::vector<NamedLink> links; ///< Host: /bin and the like, links in /etc
    UniqueFd x11Socket; ///< see X11Display
    std::string x11Cookie;
};

/// Those for the root alone. Directories that it makes below `stateDirFd` belong to the container's root and stay.
Result<HostMounts> makeRootMounts(const ShimConfig &config, const Ids &ids, int stateDirFd);

/// Makes them. "rootfs" and "dev" are its steps. Directories that it makes below `stateDirFd` belong to the container's
/// root and stay for the next start.
Result<HostMounts> makeHostMounts(const ShimConfig &config, const Ids &ids, int stateDirFd, Steps &steps);

/// The descriptor that was given for `key`; -1 when there is none.
int sourceFd(const ShimConfig &config, const std::string &key);

} // namespace vitrine::shim
