// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "core/spec/ImageConfig.h"

namespace vitrine::spec {

/// The specification of a container of this image with all that the image says and the person did not: what runs, in
/// whole. A command replaces the image's, not its entry point; an entry point replaces both. The image's variables
/// stand below the person's. Its user is left out under Identity::Me, which runs as the person.
ContainerSpec applyImage(ContainerSpec spec, const ImageConfig &config);

} // namespace vitrine::spec
