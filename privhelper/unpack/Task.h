// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/unpack/Confinement.h"
#include "privhelper/unpack/ImageExport.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace vitrine::unpack {

/// What the words of the program's command line ask for (UnpackMessage.h).
struct Task {
    enum class Kind { Tar, Image, Layer, PackLayer, PackPlain, Merge, Export };

    Kind kind = Kind::Tar;
    std::uint32_t base = 0; ///< when it writes a tree
    IdMaps ids;
    ExportFormat format = ExportFormat::OciArchive; ///< when it exports
    std::size_t trees = 0; ///< how many are given

    [[nodiscard]] bool writesTree() const;
    [[nodiscard]] int lastFd() const;
    [[nodiscard]] std::vector<int> treeFds() const;
};

/// Nothing for words that have no meaning.
std::optional<Task> taskOf(std::span<char *const> words);

} // namespace vitrine::unpack
