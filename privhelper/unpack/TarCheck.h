// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::unpack {

/// Watches the bytes of a tar on their way to libarchive and refuses what two readers could understand in two ways:
/// a size in a PAX record that differs from the header's, data behind an entry that has none, global records that
/// rename or resize, and anything but zeros after the end (a second archive). Lying archives have made one tool list
/// other files than another unpacked.
class TarCheck {
public:
    /// ImageCorrupt on the first thing that is wrong.
    Result<> feed(std::string_view bytes);
    /// Whether the archive was whole: between two entries, or behind its end.
    [[nodiscard]] Result<> finish() const;

    static constexpr std::size_t kBlock = 512;

private:
    enum class State { Header, SparseMap, Body, End };

    Result<> header();
    Result<> sparseMap();
    Result<> endOfBody();
    Result<> readRecords(bool isGlobal);
    void startBody(std::uint64_t size, bool isKept);

    State m_state = State::Header;
    std::array<char, kBlock> m_block{};
    std::size_t m_filled = 0;
    std::uint64_t m_bodyBytes = 0; ///< of the body, still to come
    std::uint64_t m_padding = 0; ///< behind it, to the next block
    std::uint64_t m_sizeAfterMap = 0;
    bool m_isKept = false;
    char m_type = 0;
    std::string m_kept; ///< body of a PAX header
    std::optional<std::uint64_t> m_paxSize; ///< for the next entry
    unsigned m_zeroBlocks = 0;
    bool m_hasEntries = false;
};

} // namespace vitrine::unpack
