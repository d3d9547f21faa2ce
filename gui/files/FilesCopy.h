// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/files/FilesLink.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace vitrine::gui {

struct CopyResult {
    std::uint64_t files = 0; ///< and folders and links
    std::uint64_t bytes = 0;
    std::vector<std::string> skipped; ///< paths of what is no plain file, folder or link; the first hundred of them
};
/// Told now and then.
using CopyProgress = std::function<void(const CopyResult &)>;

/// Copies a file or a folder with all in it from the container to this computer. `to` is the new name, or a folder that
/// is there, into which it goes under its own name; "FOLDER/." copies what is in the folder. Everything belongs to the
/// caller and keeps its permissions and times; links are copied as links, and none is followed but `from` itself.
/// Nothing that the container does meanwhile can lead out of `to`.
Result<CopyResult> copyOut(FilesLink &link, const std::string &from, const std::string &to,
                           const CopyProgress &progress = {});

/// The other way round, by the same rules. Everything belongs to root inside.
Result<CopyResult> copyIn(FilesLink &link, const std::string &from, const std::string &to,
                          const CopyProgress &progress = {});

/// The same as copyOut(), as a tar that is written to `output`, with owners and permissions as inside.
Result<CopyResult> copyOutAsTar(FilesLink &link, const std::string &from, int output);

/// What a tar holds (plain, gzip, zstd or xz) comes into the folder `to`, by the rules of copyIn(). Of a hard link
/// comes a copy. A name that leads out of the folder ends it.
Result<CopyResult> copyInFromTar(FilesLink &link, int input, const std::string &to);

} // namespace vitrine::gui
