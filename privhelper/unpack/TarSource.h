// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/LayerStream.h"
#include "privhelper/unpack/TarCheck.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

struct archive;

namespace vitrine::unpack {

struct FreeArchive {
    void operator()(archive *handle) const;
};
using ArchivePtr = std::unique_ptr<archive, FreeArchive>;

/// The bytes of a tar. They pass TarCheck before anybody else sees them.
class TarSource {
public:
    /// `tick` is called for every block with the number of bytes of the file that have been read; false gives up.
    TarSource(LayerStream &stream, std::uint64_t maxBytes, std::function<bool(std::uint64_t)> tick);

    /// A tar reader on this source, which must outlive it.
    Result<ArchivePtr> openTar();
    /// Checks what the tar reader has left: nothing but zeros may be there.
    Result<> drain();
    /// Why reading failed, when it was not libarchive's own opinion.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

private:
    static std::ptrdiff_t readBlock(archive *handle, void *self, const void **buffer);
    /// Nothing at the end.
    std::optional<std::string_view> nextBlock();

    LayerStream &m_stream;
    std::uint64_t m_maxBytes;
    std::function<bool(std::uint64_t)> m_tick;
    std::uint64_t m_bytes = 0;
    TarCheck m_check;
    std::optional<Error> m_error;
};

} // namespace vitrine::unpack
