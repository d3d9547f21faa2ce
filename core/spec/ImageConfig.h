// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// One step of how an image was made.
struct ImageHistory {
    std::string createdBy; ///< the command, at most kMaxCreatedByBytes
    std::uint64_t createdUs = 0; ///< since 1970, 0 when not known
    bool isEmptyLayer = false; ///< it only changed the configuration
    std::string comment; ///< mostly empty
    bool operator==(const ImageHistory &) const = default;
};

/// How an image says that it wants to be run. All of it is data that a person may change: nothing here names a path, a
/// program or a setting of the host.
struct ImageConfig {
    std::vector<std::string> entrypoint;
    std::vector<std::string> cmd;
    std::vector<EnvVar> env; ///< each name once
    std::string user; ///< as ContainerSpec::user
    std::string workingDir; ///< "" or absolute and normalised, never in /proc
    std::vector<std::string> exposedPorts; ///< "80/tcp", "8000-8010/udp"; ascending
    std::vector<std::string> volumes; ///< absolute and normalised, never /, nor in /proc, /sys, /dev; ascending
    std::string stopSignal; ///< "", "SIGTERM", "SIGRTMIN+3" or a number
    std::map<std::string, std::string> labels;
    std::string architecture; ///< as Go names it: "amd64"
    std::string variant; ///< "v7", mostly empty
    std::string os; ///< "linux"
    std::uint64_t createdUs = 0; ///< since 1970, 0 when not known
    std::vector<ImageHistory> history; ///< oldest first
    std::string author; ///< mostly empty
    bool operator==(const ImageConfig &) const = default;
};

struct ImageLayer {
    std::string diffId; ///< SHA-256 of its decompressed tar, 64 hex digits
    std::uint64_t bytes = 0; ///< of file content
    std::uint64_t entries = 0;
    std::string createdBy;
    bool operator==(const ImageLayer &) const = default;
};

/// What an archive turned out to hold.
struct ImageContent {
    ImageConfig config;
    std::string digest; ///< "sha256:…" of the manifest; "" when there is none
    std::vector<std::string> names; ///< as the archive gives them: "debian:12"
    std::vector<ImageLayer> layers; ///< lowest first
    bool operator==(const ImageContent &) const = default;
};

inline constexpr std::size_t kMaxImageLayers = 128;
inline constexpr std::size_t kMaxImageNames = 64;
inline constexpr std::size_t kMaxImageNameBytes = 512;
inline constexpr std::size_t kMaxCreatedByBytes = 4096;
/// Of the JSON of an image, which is also the most that its configuration can be.
inline constexpr std::size_t kMaxImageJsonBytes = 4 * 1024 * 1024;

/// One JSON object; what is empty is left out.
std::string toJson(const ImageConfig &config);
std::string toJson(const ImageContent &content);
/// An array, as it stands in a record and on the bus.
std::string layersToJson(const std::vector<ImageLayer> &layers);

/// Refuses whole: TooLarge, or InvalidConfig naming every key that is unknown, of a wrong type or out of bounds.
Result<ImageConfig> configFromJson(std::string_view json);
Result<ImageContent> contentFromJson(std::string_view json);
Result<std::vector<ImageLayer>> layersFromJson(std::string_view json);

/// Everything in it that is out of bounds, each as "key: sentence".
std::vector<std::string> problemsOf(const ImageConfig &config);

/// 64 lower-case hex digits.
bool isDiffId(std::string_view text);
/// "sha256:" and 64 lower-case hex digits.
bool isDigest(std::string_view text);
/// A name with or without registry, tag and digest: no blanks or control characters, at most kMaxImageNameBytes.
bool isImageName(std::string_view text);

} // namespace vitrine::spec
