// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/cli/Session.h"
#include "gui/files/FilesLink.h"

#include <memory>
#include <string>

namespace vitrine::gui {

/// One side of a copy.
struct FilesSide {
    enum class Place { Here, Container, Volume, Stream };
    Place place = Place::Here;
    std::string name; ///< of the container or the volume
    std::string path;
};

/// NAME:PATH is in a container and volume:NAME:PATH in a volume; "-" is standard input or output. Anything else is on
/// this computer, as everything that begins with a slash or a dot is. Of a container called "volume", paths begin with
/// a slash.
FilesSide readSide(const std::string &word);

/// The conversation about the files of a container or a volume.
Result<std::unique_ptr<FilesLink>> openSide(Session &session, const FilesSide &side);

} // namespace vitrine::gui
