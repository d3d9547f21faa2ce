// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/CommandLine.h"
#include "core/spec/ImageConfig.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::plan {

/// The places that an image names as worth keeping (VOLUME) and that no mount of the specification is at, or above.
std::vector<std::string> uncoveredVolumes(const spec::ContainerSpec &spec, const spec::ImageConfig &image);

/// Gives a mount to each of those. They come first: a mount that was asked for within one of them lies on it.
void addImageVolumes(spec::ContainerSpec &spec, const spec::ImageConfig &image, spec::ImageVolumes wanted);

/// Gives a name to every volume for this container alone that has none yet.
void nameAnonymousVolumes(spec::ContainerSpec &spec, const std::function<std::string()> &freshName);

/// A name for a volume of that container at `directory`, which says what it is: "web-data".
std::string suggestVolumeName(const std::string &container, std::string_view directory);

} // namespace vitrine::plan
