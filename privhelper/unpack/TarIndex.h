// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/LayerStream.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace vitrine::unpack {

/// Where the files of a tar lie that holds an image. Only the headers are read.
class TarIndex {
public:
    /// Of a plain tar. ImageCorrupt. It stops early, and has no files, where there are more than an image can have.
    static Result<TarIndex> read(int file, std::uint64_t fileSize);

    [[nodiscard]] bool has(std::string_view name) const;
    /// The content of a file; links to others in the same tar are followed. ImageCorrupt when it is not there, or
    /// there twice.
    [[nodiscard]] Result<Region> find(std::string_view name) const;
    /// The same, read whole. ImageCorrupt over `maxBytes`.
    [[nodiscard]] Result<std::string> content(std::string_view name, std::uint64_t maxBytes) const;

private:
    struct Member {
        Region region;
        std::string target; ///< of a link; "" for a file
        bool isThereTwice = false;
    };
    std::map<std::string, Member, std::less<>> m_members;
};

} // namespace vitrine::unpack
