// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/ImageManifest.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/ImageConfig.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace vitrine::unpack {

using nlohmann::json;

namespace {

constexpr JsonCaps kCaps{ kMaxManifestBytes, 64 };
constexpr std::size_t kMaxManifests = 1024;

constexpr std::string_view kIndexTypes[]{ "application/vnd.oci.image.index.v1+json",
                                          "application/vnd.docker.distribution.manifest.list.v2+json" };
constexpr std::string_view kManifestTypes[]{ "application/vnd.oci.image.manifest.v1+json",
                                             "application/vnd.docker.distribution.manifest.v2+json" };
constexpr std::string_view kConfigTypes[]{ "application/vnd.oci.image.config.v1+json",
                                           "application/vnd.docker.container.image.v1+json" };
constexpr std::string_view kLayerTypes[]{ "application/vnd.oci.image.layer.v1.tar",
                                          "application/vnd.oci.image.layer.v1.tar+gzip",
                                          "application/vnd.oci.image.layer.v1.tar+zstd",
                                          "application/vnd.oci.image.layer.nondistributable.v1.tar",
                                          "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                                          "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
                                          "application/vnd.docker.image.rootfs.diff.tar",
                                          "application/vnd.docker.image.rootfs.diff.tar.gzip",
                                          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" };

template <std::size_t Count> bool isOneOf(std::string_view type, const std::string_view (&types)[Count])
{
    return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

/// What the JSON reader says, as what it means for an image.
Error asImageError(const Error &error, std::string_view what)
{
    const auto code = error.code == ErrorCode::TooLarge ? ErrorCode::LimitExceeded : ErrorCode::ImageCorrupt;
    return Error{ code, 0, printable(fmt::format("reading {}: {}", what, error.what), 500) };
}

Result<json> parse(std::string_view text, std::string_view what)
{
    auto value = parseStrictJson(text, kCaps);
    if (!value)
        return failure(asImageError(value.error(), what));
    return value;
}

Result<> refuse(const std::vector<std::string> &problems, std::string_view what)
{
    if (problems.empty())
        return {};
    return failure(asImageError({ ErrorCode::InvalidConfig, 0, problems.front() }, what));
}

void readPlatform(JsonObject &object, Platform &platform)
{
    object.read("os", platform.os);
    object.read("architecture", platform.architecture);
    object.read("variant", platform.variant);
}

void readDescriptor(JsonObject &object, Descriptor &descriptor)
{
    object.read("mediaType", descriptor.mediaType);
    object.read("digest", descriptor.digest);
    object.read("size", descriptor.size);
    if (!spec::isDigest(descriptor.digest))
        object.addProblem("digest", "must be sha256: and 64 hex digits");
    if (!object.has("size"))
        object.addProblem("size", "is missing");
    object.readObject("platform", [&](JsonObject &row) { readPlatform(row, descriptor.platform); });
    std::map<std::string, std::string> notes;
    object.readTexts("annotations", notes);
    // The whole name where there is one: "org.opencontainers.image.ref.name" may be the tag alone.
    for (const char *key : { "io.containerd.image.name", "org.opencontainers.image.ref.name" }) {
        const auto note = notes.find(key);
        if (descriptor.name.empty() && note != notes.end() && spec::isImageName(note->second))
            descriptor.name = note->second;
    }
}

Index readIndex(JsonObject &object)
{
    Index index;
    object.readRows("manifests", [&](JsonObject &row) {
        auto &descriptor = index.manifests.emplace_back();
        readDescriptor(row, descriptor);
    });
    if (index.manifests.size() > kMaxManifests)
        object.addProblem("manifests", fmt::format("must be at most {}", kMaxManifests));
    return index;
}

Manifest readManifest(JsonObject &object)
{
    Manifest manifest;
    object.readObject("config", [&](JsonObject &row) {
        readDescriptor(row, manifest.config);
        if (!isOneOf(manifest.config.mediaType, kConfigTypes))
            row.addProblem("mediaType", "is not that of an image");
    });
    object.readRows("layers", [&](JsonObject &row) {
        auto &layer = manifest.layers.emplace_back();
        readDescriptor(row, layer);
        if (!isOneOf(layer.mediaType, kLayerTypes))
            row.addProblem("mediaType", "is not that of a layer");
    });
    if (manifest.layers.size() > spec::kMaxImageLayers)
        object.addProblem("layers", fmt::format("must be at most {}", spec::kMaxImageLayers));
    return manifest;
}

} // namespace

Result<> checkLayout(std::string_view text)
{
    constexpr std::string_view kWhat = "oci-layout";
    VITRINE_TRY_ASSIGN(const auto value, parse(text, kWhat));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    std::string version;
    object.read("imageLayoutVersion", version);
    if (!version.starts_with("1."))
        object.addProblem("imageLayoutVersion", "must be 1");
    return refuse(problems, kWhat);
}

Result<std::variant<Index, Manifest>> parseManifest(std::string_view text, std::string_view mediaType)
{
    const std::string_view what = mediaType.empty() ? "index.json" : "a manifest";
    VITRINE_TRY_ASSIGN(const auto value, parse(text, what));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    std::uint64_t version = 0;
    std::string ownType(mediaType);
    object.read("schemaVersion", version);
    object.read("mediaType", ownType);
    if (version != 2)
        object.addProblem("schemaVersion", "must be 2");
    // A document that is both has been shown as one image and run as another (CVE-2021-41190).
    const bool isIndex = object.has("manifests");
    const bool isManifest = object.has("layers") || object.has("config");
    if (isIndex == isManifest)
        object.addProblem("mediaType", "it must be either a manifest or a list of manifests");
    if (!mediaType.empty() && ownType != mediaType)
        object.addProblem("mediaType", "differs from what pointed here");
    if (!ownType.empty() && !(isIndex ? isOneOf(ownType, kIndexTypes) : isOneOf(ownType, kManifestTypes)))
        object.addProblem("mediaType", "is not known");
    std::variant<Index, Manifest> document;
    if (isIndex)
        document = readIndex(object);
    else
        document = readManifest(object);
    VITRINE_TRY(refuse(problems, what));
    return document;
}

Result<std::vector<DockerImage>> parseDockerManifest(std::string_view text)
{
    constexpr std::string_view kWhat = "manifest.json";
    VITRINE_TRY_ASSIGN(auto value, parse(text, kWhat));
    if (!value.is_array())
        return failure(ErrorCode::ImageCorrupt, "reading manifest.json: it must be a list");
    for (auto &image : value) {
        if (image.is_object() && image.contains("RepoTags") && image["RepoTags"].is_null())
            image.erase("RepoTags");
    }
    const json whole{ { "images", std::move(value) } };
    std::vector<std::string> problems;
    JsonObject object(whole, {}, problems);
    std::vector<DockerImage> images;
    object.readRows("images", [&](JsonObject &row) {
        auto &image = images.emplace_back();
        row.read("Config", image.config);
        row.read("RepoTags", image.names);
        row.read("Layers", image.layers);
        if (image.config.empty() || image.layers.empty())
            row.addProblem("Config", "and Layers must be there");
        if (image.layers.size() > spec::kMaxImageLayers)
            row.addProblem("Layers", fmt::format("must be at most {}", spec::kMaxImageLayers));
    });
    if (images.size() > kMaxManifests)
        object.addProblem("images", fmt::format("must be at most {}", kMaxManifests));
    VITRINE_TRY(refuse(problems, kWhat));
    return images;
}

bool looksLikeDockerManifest(std::string_view text)
{
    const auto value = parseStrictJson(text, kCaps);
    return value && value->is_array() && !value->empty() && value->front().is_object()
        && value->front().contains("Config") && value->front().contains("Layers");
}

Platform thisPlatform()
{
#if defined(__x86_64__)
    return { "linux", "amd64", {} };
#elif defined(__aarch64__)
    return { "linux", "arm64", "v8" };
#elif defined(__arm__)
    return { "linux", "arm", "v7" };
#elif defined(__i386__)
    return { "linux", "386", {} };
#elif defined(__powerpc64__)
    return { "linux", "ppc64le", {} };
#elif defined(__s390x__)
    return { "linux", "s390x", {} };
#elif defined(__riscv)
    return { "linux", "riscv64", {} };
#else
#error "what do images call this architecture?"
#endif
}

bool runsOn(const Platform &wanted, const Platform &here)
{
    const bool isSystem = wanted.os.empty() || wanted.os == here.os;
    const bool isMachine = wanted.architecture.empty() || wanted.architecture == here.architecture;
    // "v2" of amd64 is a set of instructions that this program knows nothing about; older ones of arm all run.
    return isSystem && isMachine && (wanted.variant.empty() || here.variant.empty() || wanted.variant <= here.variant);
}

std::string platformText(const Platform &platform)
{
    return printable(fmt::format("{}/{}{}{}", platform.os, platform.architecture, platform.variant.empty() ? "" : "/",
                                 platform.variant));
}

} // namespace vitrine::unpack
