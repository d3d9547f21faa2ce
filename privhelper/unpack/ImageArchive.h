// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ImageConfig.h"
#include "privhelper/unpack/ImageManifest.h"
#include "privhelper/unpack/LayerStream.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::unpack {

/// One layer of an archive, still packed.
struct PackedLayer {
    Region region;
    std::string digest; ///< what the manifest says of the region, 64 hex digits; "" when it says nothing
    std::string diffId; ///< what the configuration says of the tar; "" for a plain root file system
};

/// What an archive holds, before its layers are read.
struct PackedImage {
    spec::ImageContent content; ///< without the sizes of its layers
    std::vector<PackedLayer> layers; ///< lowest first, as many as in `content`
};

/// Finds out what kind of archive a file is (OCI layout, docker archive, tar of a root file system) and reads all of it
/// but the layers. Manifests and configuration are verified against the digests that point to them. Of an image for
/// several platforms it takes the one for `here`.
/// ImageCorrupt, ImageUnsafe, InvalidConfig, LimitExceeded, Unsupported, ImageUnpackFailed.
Result<PackedImage> openImage(int file, std::uint64_t fileSize, const Platform &here);
/// An image of the one layer that the file is.
Result<PackedImage> openLayer(int file, std::uint64_t fileSize, const Platform &here);

} // namespace vitrine::unpack
