// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/ImageInfo.h"

#include <utility>
#include <vector>

namespace vitrine::gui {

/// The sentence beside an image's name.
QString imageSentence(const ImageInfo &info);

/// A fact about how an image wants to be run, or where it comes from.
struct ImageFact {
    QString label;
    QString value;
    bool isCode = false; ///< a command or a path
};
/// Only those that it says something about.
std::vector<ImageFact> imageFacts(const ImageInfo &info);

} // namespace vitrine::gui
