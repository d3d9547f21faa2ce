// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace vitrine::unpack {

/// What a header says of one entry.
struct TarMember {
    std::string name;
    std::string link;
    char type = 0; ///< as in the header: '0' for a file
    std::uint64_t size = 0;
};

/// Watches the bytes of a tar on their way to libarchive and refuses what two readers could understand in two ways:
/// a size in a PAX record that differs from the header's, data behind an entry that has none, global records that
/// rename or resize, and anything but zeros after the end (a second archive). Lying archives have made one tool list
/// other files than another unpacked.
class TarCheck {
public:
    enum class Members { Ignore, Give };
    explicit TarCheck(Members members = Members::Ignore)
        : m_members(members)
    {
    }

    /// ImageCorrupt on the first thing that is wrong.
    Result<> feed(std::string_view bytes);
    /// Whether the archive was whole: between two entries, or behind its end.
    [[nodiscard]] Result<> finish() const;

    /// With Members::Give: the entry whose header was fed last, once.
    std::optional<TarMember> takeMember() { return std::exchange(m_member, std::nullopt); }
    /// Bytes that come next and that nothing depends on: the content of a file, with its padding.
    [[nodiscard]] std::uint64_t skippable() const;
    /// As if they had been fed.
    void skip();
    [[nodiscard]] bool isAtEnd() const { return m_state == State::End; }

    static constexpr std::size_t kBlock = 512;

private:
    enum class State { Header, SparseMap, Body, End };

    Result<> header();
    Result<> sparseMap();
    Result<> endOfBody();
    Result<> readRecords(bool isGlobal);
    Result<> readRecord(std::string_view key, std::string_view value, bool isGlobal);
    void startBody(std::uint64_t size, bool isKept);
    void giveMember(std::uint64_t size);

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
    std::string m_longName; ///< likewise, from a PAX or GNU header
    std::string m_longLink;
    Members m_members;
    std::optional<TarMember> m_member;
    unsigned m_zeroBlocks = 0;
    bool m_hasEntries = false;
};

} // namespace vitrine::unpack
