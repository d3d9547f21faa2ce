// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/Unpacker.h"

#include <functional>
#include <set>
#include <string>

namespace vitrine::unpack {

/// Diff ids, 64 hex digits a line, of layers that need not be unpacked.
Result<std::set<std::string>> readStoredLayers(int file);

/// Unpacks an image: `destination`/DIFFID/ for each layer that is not `stored`, and `destination`/image.json, a
/// spec::ImageContent; a stored layer has no sizes there. What was written before an error stays.
/// As unpackArchive, and InvalidConfig and Unsupported for an image that is what it says but cannot be used here.
Result<Finished> unpackImage(int archive, int destination, Workers &workers, const std::set<std::string> &stored,
                             const UnpackOptions &options = {});

/// The same of a tar that is one layer, whatever it holds: it is never taken for an image.
Result<Finished> unpackLayer(int archive, int destination, Workers &workers, const std::set<std::string> &stored,
                             const UnpackOptions &options = {});

} // namespace vitrine::unpack
