// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/ImageArchive.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/OciConfig.h"
#include "privhelper/unpack/Sha256.h"
#include "privhelper/unpack/TarIndex.h"
#include "privhelper/unpack/TreeWriter.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

namespace vitrine::unpack {

namespace {

constexpr int kMaxNesting = 4; // lists of lists
constexpr std::string_view kDigestPrefix = "sha256:";
constexpr std::size_t kHexDigits = 64;

std::string hexOf(std::string_view digest)
{
    return std::string(digest.substr(kDigestPrefix.size()));
}

Result<> verify(std::string_view bytes, std::string_view hex, std::string_view what)
{
    Sha256 hash;
    hash.add(bytes);
    if (hash.takeHex() == hex)
        return {};
    return failure(ErrorCode::ImageCorrupt, fmt::format("{} does not have the digest sha256:{}", what, hex));
}

/// The region of a blob, which has the size that its descriptor says.
Result<Region> findBlob(const TarIndex &index, const Descriptor &blob)
{
    const auto name = fmt::format("blobs/sha256/{}", hexOf(blob.digest));
    VITRINE_TRY_ASSIGN(const auto region, index.find(name));
    if (region.size != blob.size)
        return failure(ErrorCode::ImageCorrupt,
                       fmt::format("{} has {} bytes and should have {}", name, region.size, blob.size));
    return region;
}

Result<std::string> readBlob(const TarIndex &index, const Descriptor &blob)
{
    VITRINE_TRY(findBlob(index, blob));
    const auto hex = hexOf(blob.digest);
    const auto name = fmt::format("blobs/sha256/{}", hex);
    VITRINE_TRY_ASSIGN(auto bytes, index.content(name, kMaxManifestBytes));
    VITRINE_TRY(verify(bytes, hex, name));
    return bytes;
}

/// Configuration, and layers that have a diff id and who made them, for as many as the archive has.
Result<PackedImage> fromConfig(std::string_view json, std::size_t layerCount, const Platform &here)
{
    auto oci = spec::configFromOci(json);
    if (!oci)
        return failure(Error{ oci.error().code == ErrorCode::TooLarge ? ErrorCode::LimitExceeded : oci.error().code, 0,
                              printable(fmt::format("reading the image's configuration: {}", oci.error().what), 500) });
    const Platform platform{ oci->config.os, oci->config.architecture, oci->config.variant };
    if (!runsOn(platform, here))
        return failure(
            ErrorCode::Unsupported,
            fmt::format("the image is for {}, and this computer is {}", platformText(platform), platformText(here)));
    if (oci->diffIds.size() != layerCount)
        return failure(
            ErrorCode::ImageCorrupt,
            fmt::format("the image has {} layers and its configuration {}", layerCount, oci->diffIds.size()));
    PackedImage image;
    std::vector<std::string> steps;
    for (const auto &step : oci->config.history) {
        if (!step.isEmptyLayer)
            steps.push_back(step.createdBy);
    }
    for (std::size_t i = 0; i < layerCount; ++i) {
        const auto &diffId = oci->diffIds[i];
        image.content.layers.push_back({ diffId, 0, 0, steps.size() == layerCount ? steps[i] : std::string() });
        image.layers.push_back({ {}, {}, diffId });
    }
    image.content.config = std::move(oci->config);
    return image;
}

/// Several names may stand for one image; of several images none can be taken for the others.
Result<std::vector<Descriptor>> choose(const Index &index, const Platform &here)
{
    if (index.manifests.empty())
        return failure(ErrorCode::ImageCorrupt, "the archive holds no image");
    std::vector<Descriptor> fitting;
    for (const auto &manifest : index.manifests) {
        if (runsOn(manifest.platform, here))
            fitting.push_back(manifest);
    }
    if (fitting.empty())
        return failure(ErrorCode::Unsupported, fmt::format("the archive holds no image for {}", platformText(here)));
    const auto isSame = [&](const Descriptor &other) { return other.digest == fitting.front().digest; };
    if (std::all_of(fitting.begin(), fitting.end(), isSame))
        return fitting;
    const bool areVariants = std::all_of(fitting.begin(), fitting.end(), [&](const Descriptor &other) {
        return !other.platform.architecture.empty() && other.name == fitting.front().name;
    });
    if (areVariants) {
        // Of arm/v6 and arm/v7 the higher; of amd64 and amd64/v2 the plain one, which runs everywhere.
        const auto best = std::max_element(fitting.begin(), fitting.end(), [&](const auto &a, const auto &b) {
            return here.variant.empty() ? a.platform.variant > b.platform.variant
                                        : a.platform.variant < b.platform.variant;
        });
        return std::vector{ *best };
    }
    std::vector<std::string> names;
    for (const auto &manifest : fitting)
        names.push_back(manifest.name.empty() ? manifest.digest : manifest.name);
    return failure(ErrorCode::Unsupported,
                   fmt::format("the archive holds several images ({}): one at a time can be imported",
                               printable(join(names, ", "), 500)));
}

void addName(std::vector<std::string> &names, const std::string &name)
{
    const bool isWanted = spec::isImageName(name) && names.size() < spec::kMaxImageNames;
    if (isWanted && std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
}

Result<PackedImage> openManifest(const TarIndex &index, const Manifest &manifest, const Platform &here)
{
    VITRINE_TRY_ASSIGN(const auto config, readBlob(index, manifest.config));
    VITRINE_TRY_ASSIGN(auto image, fromConfig(config, manifest.layers.size(), here));
    for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
        VITRINE_TRY_ASSIGN(image.layers[i].region, findBlob(index, manifest.layers[i]));
        image.layers[i].digest = hexOf(manifest.layers[i].digest);
    }
    return image;
}

Result<PackedImage> openLayout(const TarIndex &index, const Platform &here)
{
    VITRINE_TRY_ASSIGN(const auto layout, index.content("oci-layout", kMaxManifestBytes));
    VITRINE_TRY(checkLayout(layout));
    VITRINE_TRY_ASSIGN(auto json, index.content("index.json", kMaxManifestBytes));
    std::string type; // of what is in `json`
    std::vector<std::string> names;
    std::string digest;
    for (int nesting = 0; nesting < kMaxNesting; ++nesting) {
        VITRINE_TRY_ASSIGN(const auto document, parseManifest(json, type));
        if (const auto *manifest = std::get_if<Manifest>(&document)) {
            VITRINE_TRY_ASSIGN(auto image, openManifest(index, *manifest, here));
            image.content.digest = digest;
            image.content.names = names;
            return image;
        }
        VITRINE_TRY_ASSIGN(const auto chosen, choose(std::get<Index>(document), here));
        for (const auto &descriptor : chosen)
            addName(names, descriptor.name);
        VITRINE_TRY_ASSIGN(json, readBlob(index, chosen.front()));
        type = chosen.front().mediaType;
        digest = chosen.front().digest;
    }
    return failure(ErrorCode::ImageCorrupt, "the archive's lists of manifests are nested too deep");
}

/// Newer ones are named after their content, which is then held against it.
Result<std::string> readDockerConfig(const TarIndex &index, const std::string &name)
{
    VITRINE_TRY_ASSIGN(const auto normal, normalName(name));
    VITRINE_TRY_ASSIGN(auto json, index.content(normal, kMaxManifestBytes));
    const auto last =
        std::string_view(normal).substr(normal.rfind('/') == std::string::npos ? 0 : normal.rfind('/') + 1);
    const auto stem = last.ends_with(".json") ? last.substr(0, last.size() - 5) : last;
    if (stem.size() == kHexDigits && spec::isDiffId(stem))
        VITRINE_TRY(verify(json, stem, normal));
    return json;
}

Result<PackedImage> openDockerArchive(const TarIndex &index, std::string_view json, const Platform &here)
{
    VITRINE_TRY_ASSIGN(const auto images, parseDockerManifest(json));
    if (images.size() != 1)
        return failure(ErrorCode::Unsupported,
                       fmt::format("the archive holds {} images: one at a time can be imported", images.size()));
    const auto &docker = images.front();
    VITRINE_TRY_ASSIGN(const auto config, readDockerConfig(index, docker.config));
    VITRINE_TRY_ASSIGN(auto image, fromConfig(config, docker.layers.size(), here));
    for (std::size_t i = 0; i < docker.layers.size(); ++i) {
        VITRINE_TRY_ASSIGN(const auto name, normalName(docker.layers[i]));
        VITRINE_TRY_ASSIGN(image.layers[i].region, index.find(name));
    }
    for (const auto &name : docker.names)
        addName(image.content.names, name);
    return image;
}

PackedImage plainRoot(Region region, const Platform &here)
{
    PackedImage image;
    image.content.config.os = here.os;
    image.content.config.architecture = here.architecture;
    image.content.config.variant = here.variant;
    image.content.layers.emplace_back();
    image.layers.push_back({ region, {}, {} });
    return image;
}

/// By its first bytes: gzip, zstd or xz.
Result<bool> isCompressed(int file)
{
    using namespace std::string_view_literals;
    std::array<char, 6> magic{};
    const ssize_t count = ::pread(file, magic.data(), magic.size(), 0);
    if (count < 0)
        return failErrno(errno, "reading the archive", ErrorCode::ImageUnpackFailed);
    const std::string_view bytes(magic.data(), static_cast<std::size_t>(count));
    return bytes.starts_with("\x1f\x8b"sv) || bytes.starts_with("\x28\xb5\x2f\xfd"sv)
        || bytes.starts_with("\xfd"
                             "7zXZ\0"sv);
}

} // namespace

Result<PackedImage> openImage(int file, std::uint64_t fileSize, const Platform &here)
{
    const Region whole{ file, 0, fileSize };
    VITRINE_TRY_ASSIGN(const bool isPacked, isCompressed(file));
    if (isPacked)
        return plainRoot(whole, here);
    VITRINE_TRY_ASSIGN(const auto index, TarIndex::read(file, fileSize));
    if (index.has("oci-layout") && index.has("index.json"))
        return openLayout(index, here);
    if (index.has("manifest.json")) {
        const auto json = index.content("manifest.json", kMaxManifestBytes);
        if (json && looksLikeDockerManifest(*json))
            return openDockerArchive(index, *json, here);
    }
    return plainRoot(whole, here);
}

Result<PackedImage> openLayer(int file, std::uint64_t fileSize, const Platform &here)
{
    return plainRoot({ file, 0, fileSize }, here);
}

} // namespace vitrine::unpack
