// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/BlockRing.h"
#include "privhelper/unpack/Workers.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::unpack {

/// A part of an open file.
struct Region {
    int file = -1; ///< borrowed
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

/// The decompressed bytes (plain, gzip, zstd, xz) of a region. Other threads read, decompress and hash ahead of the one
/// that asks for them.
class LayerStream {
public:
    /// Both, and the file, must outlive it; the workers must be idle.
    LayerStream(Workers &workers, Region region);
    ~LayerStream();
    LayerStream(const LayerStream &) = delete;
    LayerStream &operator=(const LayerStream &) = delete;

    /// The next bytes, valid until the next call; nothing at the end.
    Result<std::optional<std::string_view>> next();
    /// Bytes of the region that have been read so far.
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead; }

    struct Digests {
        std::string packed; ///< SHA-256 of the region as it is, in hex
        std::string unpacked; ///< of its decompressed bytes
    };
    /// After next() has given nothing.
    Digests digests();

private:
    void decompress();
    void hash();
    void finish();

    Workers &m_workers;
    Region m_region;
    BlockRing m_ring;
    std::atomic<std::uint64_t> m_bytesRead = 0;
    std::optional<Error> m_error; ///< set before the ring ends, read after
    Digests m_digests; ///< likewise
};

} // namespace vitrine::unpack
