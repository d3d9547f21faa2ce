// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ImageConfig.h"
#include "privhelper/unpack/Packer.h"

#include <optional>
#include <string_view>
#include <vector>

namespace vitrine::unpack {

enum class ExportFormat {
    OciArchive, ///< an OCI layout; layers packed with gzip
    DockerArchive, ///< as `docker save` makes it; layers as they are
};
std::optional<ExportFormat> exportFormatOf(std::string_view word);

/// Writes an image as an archive that other programs read. `layers` are the directories of the content's layers. They
/// are packed anew, so their digests are those of what is written, not those that the content says; the same image
/// gives the same bytes. Errors as packTrees().
Result<Finished> exportImage(const spec::ImageContent &content, const std::vector<int> &layers, int output,
                             ExportFormat format, const PackProgress &progress);

} // namespace vitrine::unpack
