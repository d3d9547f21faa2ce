// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "core/spec/ImageConfig.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::plan {

enum class AdviceKind : std::uint8_t {
    WillBeLost, ///< data of worth is about to live in the container's own layer, and to go with it
    FightsTheIdea, ///< a volume takes the place of what the root is for
};

/// One thing to consider about volumes before a container is made. A person may have good reasons to do otherwise.
struct VolumeAdvice {
    AdviceKind kind = AdviceKind::WillBeLost;
    std::string directory; ///< inside
    std::string
        keeper; ///< WillBeLost: whose data it is, "PostgreSQL"; "" when only the image says that it is worth keeping
    bool goesWhenEnded = false; ///< WillBeLost: already when the container ends, not only when it is removed
    std::optional<spec::Mount> proposed; ///< WillBeLost: the volume that would keep it
    bool operator==(const VolumeAdvice &) const = default;
};

/// `image` is null when the root is no image.
std::vector<VolumeAdvice> adviseOnVolumes(const spec::ContainerSpec &spec, const spec::ImageConfig *image);

/// The same as a sentence or two, and an option of `vitrine run` where there is something to add.
std::string adviceText(const VolumeAdvice &advice);

} // namespace vitrine::plan
