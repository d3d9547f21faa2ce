// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/plan/DisplayPlan.h"
#include "core/spec/ContainerSpec.h"
#include "core/spec/ExecSpec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::shim {

/// Descriptors that the helper gives to `vitrine-shim start`, `exec`, `mount`, `unmount` and `trial`.
enum ShimFd : int {
    kConfigFd = 3, ///< sealed memfd: JSON of ShimConfig (mount and trial too), ExecConfig or UnmountConfig
    kControlFd = 4, ///< SOCK_SEQPACKET to the helper: ShimMessage
    kSeccompFd = 5, ///< sealed memfd: array of struct sock_filter
    kPayloadCgroupFd = 6, ///< directory …/<id>/payload; its limits and device program are in place
    kRunDirFd = 7, ///< /run/vitrine/<id> (start); pidfd of the container's PID 1 (all others)
    kStateDirFd = 8, ///< /var/lib/vitrine/containers/<id> (start only)
    kShimCgroupFd = 9, ///< directory …/<id>/shim, which the shim enters first
    kFirstSourceFd = 10, ///< then one for each of ShimConfig::sources, in order, and one for each layer
};

/// A range of 65,536 ids on the host; id N inside is base + N outside, but for the caller's own under Identity::Me.
struct IdRange {
    std::uint32_t base = 0;
    std::uint32_t size = 65'536;
    bool operator==(const IdRange &) const = default;
};

/// Ids of the files of layers and volumes on disk: id N in them is base + N. No container has this range; each sees it
/// through a mapping to its own (StoredFiles.h).
inline constexpr IdRange kStoredRange{ 0x7000'0000 + 3'999 * 65'536, 65'536 };

/// Ids of the processes that try mounts before a container is there (MountTrial.h). No container has this range.
inline constexpr IdRange kTrialRange{ 0x7000'0000 + 4'000 * 65'536, 65'536 };

struct NetworkConfig {
    std::string address; ///< "10.213.0.5"
    unsigned prefixLength = 16;
    std::string gateway;
    std::vector<std::string> nameservers;
    bool operator==(const NetworkConfig &) const = default;
};

struct ShimConfig {
    spec::ContainerSpec spec;
    std::string id;
    std::uint32_t ownerUid = 0;
    std::uint32_t ownerGid = 0;
    IdRange range;
    std::uint32_t shimUid = 0; ///< an id that owns nothing; the shim becomes it once the container is set up
    std::string userName; ///< login name and home folder of the owner, for Identity::Me
    std::string userHome;
    std::vector<std::string> sources; ///< keys of the descriptors from kFirstSourceFd on ("root", "mount:0"…)
    std::vector<std::string> newVolumes; ///< keys of volumes to be filled with what the root has in their place
    std::vector<std::string> newVolumeOwners; ///< of each of these, the user of the root to whom it is to belong, or ""
    std::uint32_t layerCount = 0; ///< of an image: descriptors of its layers' directories, the lowest first
    std::optional<NetworkConfig> network;
    std::uint64_t logCapBytes = 8 * 1024 * 1024;
    bool operator==(const ShimConfig &) const = default;
};

struct ExecConfig {
    spec::ExecSpec exec;
    spec::ContainerSpec spec;
    std::uint32_t ownerUid = 0;
    std::uint32_t ownerGid = 0;
    IdRange range;
    std::uint32_t shimUid = 0;
    plan::DisplayServer display = plan::DisplayServer::None; ///< of the start that it joins
    bool operator==(const ExecConfig &) const = default;
};

/// How many descriptors stand from kFirstSourceFd on.
std::size_t countGiven(const ShimConfig &config);
/// More would not fit into one overlay (RootSetup.cpp).
inline constexpr std::uint32_t kMaxLayers = 128;
struct UnmountConfig {
    std::uint64_t mountId = 0; ///< sys::mountIdOf
    bool hasOwnBelow = false; ///< mounts of this computer have come with it, and go with it
    std::vector<std::uint64_t> others; ///< of the specification's: they keep one that they lie in
    bool operator==(const UnmountConfig &) const = default;
};

std::string configToJson(const ShimConfig &config);
Result<ShimConfig> configFromJson(std::string_view json);
std::string execConfigToJson(const ExecConfig &config);
Result<ExecConfig> execConfigFromJson(std::string_view json);
std::string unmountConfigToJson(const UnmountConfig &config);
Result<UnmountConfig> unmountConfigFromJson(std::string_view json);

} // namespace vitrine::shim
