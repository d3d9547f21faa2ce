// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/cli/Arguments.h"
#include "gui/cli/Session.h"

#include <string>
#include <vector>

namespace vitrine::gui {

/// By name, also without its registry, by digest or id, or by the beginning of one. NotFound, in words.
Result<ImageInfo> findImage(Session &session, const std::string &reference);

/// Whether `word`, the first of `run`, is an image and no program: it has the tag or the digest of one of the images,
/// or names one and no program of this computer.
bool isImageToRun(Session &session, const std::string &word);

/// `vitrine image export`.
Result<int> exportImage(Session &session, const Arguments &arguments);

} // namespace vitrine::gui
