// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vitrine::unpack {

// The JSON of an archive that holds an image, beside its configuration (core/spec/OciConfig). All of it is read
// strictly: ImageCorrupt for what could be understood in two ways, LimitExceeded for what is too much.

inline constexpr std::uint64_t kMaxManifestBytes = 4 * 1024 * 1024;

struct Platform {
    std::string os;
    std::string architecture;
    std::string variant;
    bool operator==(const Platform &) const = default;
};

/// Points to a blob.
struct Descriptor {
    std::string mediaType;
    std::string digest; ///< "sha256:…"
    std::uint64_t size = 0;
    Platform platform; ///< empty where it is not said
    std::string name; ///< of the image, from its annotations; mostly empty
};

struct Manifest {
    Descriptor config;
    std::vector<Descriptor> layers; ///< lowest first
};

/// A list of manifests, or of further lists: one for each image, or for each platform.
struct Index {
    std::vector<Descriptor> manifests;
};

/// One image of a docker archive; files are named from the top of the archive.
struct DockerImage {
    std::string config;
    std::vector<std::string> names;
    std::vector<std::string> layers;
};

Result<> checkLayout(std::string_view json);
/// `mediaType` is what the pointing descriptor said, "" for index.json.
Result<std::variant<Index, Manifest>> parseManifest(std::string_view json, std::string_view mediaType);
Result<std::vector<DockerImage>> parseDockerManifest(std::string_view json);
/// Whether a file manifest.json is that of a docker archive at all: many web pages have one too.
bool looksLikeDockerManifest(std::string_view json);

/// What this program was built for.
Platform thisPlatform();
/// Whether an image for `wanted` runs on `here`. What is not said is no obstacle.
bool runsOn(const Platform &wanted, const Platform &here);
std::string platformText(const Platform &platform);

} // namespace vitrine::unpack
