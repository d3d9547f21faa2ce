// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/DisplayPlan.h"
#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::plan {

/// A fresh file system that every container gets.
struct SystemMount {
    std::string_view step; ///< of a failure: "proc", "dev"…
    std::string_view target;
    std::string_view type;
    std::vector<std::pair<std::string_view, std::string_view>> options;
    bool readOnly = false;
    bool noExec = true;
    bool mayFollowLinks = false; ///< /run and /tmp of an image may be links inside it; /proc, /sys and /dev may not
    bool keepsContent = false; ///< starts with what the root has there: packages put directories into /run
};

/// What is mounted before /dev (its tmpfs is made on the host's side), in order.
std::vector<SystemMount> systemMountsBeforeDev();
/// What is mounted on it and after it.
std::vector<SystemMount> systemMountsAfterDev();

/// Files and directories of the kernel that are hidden, and those that stay visible but may not be written. What a
/// kernel does not have is passed over.
std::span<const std::string_view> maskedPaths();
std::span<const std::string_view> readOnlyPaths();

inline constexpr std::uint64_t kDefaultTmpfsBytes = 64 * 1024 * 1024;
inline constexpr std::uint32_t kDefaultTmpfsMode = 01777;

/// A mount that the specification asks for.
struct UserMount {
    std::string source; ///< key of ShimConfig::sources; empty for a tmpfs
    std::string target;
    bool readOnly = false;
    std::uint64_t sizeBytes = 0; ///< of a tmpfs
    bool isVolume = false; ///< its files have the ids of the store, not those of a person
    bool recursive = false; ///< with what is mounted below the source
    spec::Propagation propagation = spec::Propagation::Private;
    bool noExec = false;
    std::uint32_t mode = kDefaultTmpfsMode; ///< of a tmpfs
    bool operator==(const UserMount &) const = default;
};

/// The specification's mounts in its order, then the Wayland socket of the session where there is one.
std::vector<UserMount> planUserMounts(const spec::ContainerSpec &spec, DisplayServer display, std::uint32_t uid);

/// Every path inside at which something is mounted at the start, and the folders on the way to it: what is empty there
/// in a writable layer was made to be mounted on. Without a slash in front.
std::set<std::string> planMountPoints(const spec::ContainerSpec &spec);

/// A directory of this computer as a root that is private to the container.
struct PrivateDirectory {
    std::string path;
    unsigned mode = 0755;
    std::uint32_t uid = 0; ///< inside
    std::uint32_t gid = 0;
    bool operator==(const PrivateDirectory &) const = default;
};

/// Home of the person under Identity::Me.
struct Home {
    std::string path;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
};
std::vector<PrivateDirectory> planPrivateDirectories(const std::optional<Home> &home);

} // namespace vitrine::plan
