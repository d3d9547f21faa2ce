// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TarCheck.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace vitrine::unpack {

namespace {

constexpr std::uint64_t kMaxPaxBytes = 1024 * 1024;
constexpr std::uint64_t kMaxLongName = 1024 * 1024;
constexpr std::uint64_t kLargestOctalSize = 077777777777; // what 11 digits can say

tl::unexpected<Error> corrupt(std::string_view why)
{
    return failure(ErrorCode::ImageCorrupt, fmt::format("reading the archive: {}", why));
}

/// A numeric field: octal text, or base 256 with the top bit set.
std::optional<std::uint64_t> parseField(std::string_view field)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(field[i]); };
    if (byte(0) & 0x80) {
        if (byte(0) & 0x40)
            return std::nullopt; // negative
        std::uint64_t value = byte(0) & 0x3f;
        for (std::size_t i = 1; i < field.size(); ++i) {
            if (value >> 55)
                return std::nullopt;
            value = value << 8 | byte(i);
        }
        return value;
    }
    std::uint64_t value = 0;
    std::size_t i = 0;
    while (i < field.size() && field[i] == ' ')
        ++i;
    for (; i < field.size() && field[i] >= '0' && field[i] <= '7'; ++i)
        value = value << 3 | static_cast<unsigned>(field[i] - '0');
    const bool endsWell = std::all_of(field.begin() + static_cast<std::ptrdiff_t>(i), field.end(),
                                      [](char c) { return c == ' ' || c == '\0'; });
    return endsWell ? std::optional(value) : std::nullopt;
}

constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kChecksumAt = 148;
constexpr std::size_t kTypeAt = 156;
constexpr std::size_t kOldSparseMoreAt = 482; // old GNU format: further blocks with the map follow the header
constexpr std::size_t kSparseMapMoreAt = 504;

bool hasRightChecksum(std::string_view block)
{
    const auto wanted = parseField(block.substr(kChecksumAt, 8));
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const bool isChecksum = i >= kChecksumAt && i < kChecksumAt + 8;
        sum += isChecksum ? std::uint64_t{ ' ' } : static_cast<unsigned char>(block[i]);
    }
    return wanted == sum;
}

bool isZero(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

/// Links, devices, directories and pipes have no content.
bool hasNoBody(char type)
{
    return type >= '1' && type <= '6';
}

} // namespace

Result<> TarCheck::feed(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (m_state == State::End) {
            if (!isZero(bytes))
                return corrupt("there is more behind its end");
            return {};
        }
        if (m_state == State::Body) {
            const auto taken = std::min<std::uint64_t>(bytes.size(), m_bodyBytes + m_padding);
            const auto content = std::min<std::uint64_t>(taken, m_bodyBytes);
            if (m_isKept)
                m_kept += bytes.substr(0, content);
            m_bodyBytes -= content;
            m_padding -= taken - content;
            bytes.remove_prefix(taken);
            if (m_bodyBytes + m_padding == 0)
                VITRINE_TRY(endOfBody());
            continue;
        }
        const std::size_t taken = std::min(bytes.size(), kBlock - m_filled);
        std::memcpy(m_block.data() + m_filled, bytes.data(), taken);
        m_filled += taken;
        bytes.remove_prefix(taken);
        if (m_filled == kBlock) {
            m_filled = 0;
            VITRINE_TRY(m_state == State::Header ? header() : sparseMap());
        }
    }
    return {};
}

Result<> TarCheck::finish() const
{
    if (m_state == State::Body || m_state == State::SparseMap || m_filled != 0)
        return corrupt("it ends in the middle of an entry");
    if (!m_hasEntries)
        return corrupt("it holds no files");
    if (m_state != State::End)
        return corrupt("its end is missing");
    return {};
}

void TarCheck::startBody(std::uint64_t size, bool isKept)
{
    m_bodyBytes = size;
    m_padding = (kBlock - size % kBlock) % kBlock;
    m_isKept = isKept;
    m_kept.clear();
    m_state = size == 0 ? State::Header : State::Body;
}

Result<> TarCheck::header()
{
    const std::string_view block(m_block.data(), kBlock);
    if (isZero(block)) {
        if (++m_zeroBlocks == 2)
            m_state = State::End;
        return {};
    }
    if (m_zeroBlocks != 0)
        return corrupt("there is more behind its end");
    if (!hasRightChecksum(block))
        return corrupt(m_hasEntries ? "a header is damaged"
                                    : "it is no tar, or is packed in another way than gzip, zstd or xz");
    auto size = parseField(block.substr(kSizeAt, 12));
    if (!size)
        return corrupt("a header has no valid size");
    m_type = block[kTypeAt];
    const bool isPax = m_type == 'x' || m_type == 'g';
    const bool isLongName = m_type == 'L' || m_type == 'K';
    if ((isPax && *size > kMaxPaxBytes) || (isLongName && *size > kMaxLongName))
        return corrupt("a header is too long");
    m_hasEntries = m_hasEntries || !(isPax || isLongName);
    if (isPax || isLongName) {
        startBody(*size, isPax || m_members == Members::Give);
        return {};
    }
    if (m_paxSize && *m_paxSize != *size) {
        // Only a size that the header has no room for may differ; writers leave 0 there.
        if (*size != 0 || *m_paxSize <= kLargestOctalSize)
            return corrupt("an entry has two different sizes");
        size = m_paxSize;
    }
    m_paxSize.reset();
    if (hasNoBody(m_type) && *size != 0)
        return corrupt("a link, folder or device has content");
    if (m_members == Members::Give)
        giveMember(*size);
    if (m_type == 'S' && block[kOldSparseMoreAt] != 0) {
        m_sizeAfterMap = *size;
        m_state = State::SparseMap;
        return {};
    }
    startBody(*size, false);
    return {};
}

void TarCheck::giveMember(std::uint64_t size)
{
    const std::string_view block(m_block.data(), kBlock);
    const auto field = [&](std::size_t at, std::size_t length) {
        const auto text = block.substr(at, length);
        return std::string(text.substr(0, text.find('\0')));
    };
    constexpr std::size_t kNameAt = 0;
    constexpr std::size_t kLinkAt = 157;
    constexpr std::size_t kMagicAt = 257;
    constexpr std::size_t kPrefixAt = 345;
    TarMember member{ std::exchange(m_longName, {}), std::exchange(m_longLink, {}), m_type, size };
    if (member.name.empty()) {
        member.name = field(kNameAt, 100);
        // GNU's own format has other things there.
        const bool hasPrefix = block.substr(kMagicAt, 6) == std::string_view("ustar\0", 6) && block[kPrefixAt] != 0;
        if (hasPrefix)
            member.name = fmt::format("{}/{}", field(kPrefixAt, 155), member.name);
    }
    if (member.link.empty())
        member.link = field(kLinkAt, 100);
    m_member = std::move(member);
}

std::uint64_t TarCheck::skippable() const
{
    return m_state == State::Body && !m_isKept ? m_bodyBytes + m_padding : 0;
}

void TarCheck::skip()
{
    if (skippable() == 0)
        return;
    m_bodyBytes = 0;
    m_padding = 0;
    m_state = State::Header;
}

Result<> TarCheck::sparseMap()
{
    if (m_block[kSparseMapMoreAt] == 0)
        startBody(m_sizeAfterMap, false);
    return {};
}

Result<> TarCheck::endOfBody()
{
    m_state = State::Header;
    if (!m_isKept)
        return {};
    if (m_type == 'L' || m_type == 'K') {
        (m_type == 'L' ? m_longName : m_longLink) = m_kept.substr(0, m_kept.find('\0'));
        return {};
    }
    return readRecords(m_type == 'g');
}

/// "LENGTH KEY=VALUE\n", where LENGTH counts itself.
Result<> TarCheck::readRecords(bool isGlobal)
{
    std::string_view rest = m_kept;
    while (!rest.empty()) {
        const auto space = rest.find(' ');
        const auto length =
            space == std::string_view::npos ? std::nullopt : parseNumber<std::size_t>(rest.substr(0, space));
        if (!length || *length < space + 3 || *length > rest.size() || rest[*length - 1] != '\n')
            return corrupt("an extended header is damaged");
        const auto record = rest.substr(space + 1, *length - space - 2);
        rest.remove_prefix(*length);
        const auto equals = record.find('=');
        if (equals == std::string_view::npos)
            return corrupt("an extended header is damaged");
        VITRINE_TRY(readRecord(record.substr(0, equals), record.substr(equals + 1), isGlobal));
    }
    return {};
}

Result<> TarCheck::readRecord(std::string_view key, std::string_view value, bool isGlobal)
{
    const bool isName = key == "path" || key == "linkpath";
    if (isGlobal && (isName || key == "size" || key.starts_with("GNU.sparse")))
        return corrupt("a global header names or sizes files");
    if (isName && value.find('\0') != std::string_view::npos)
        return corrupt("a name holds a NUL");
    if (isName && m_members == Members::Give)
        (key == "path" ? m_longName : m_longLink) = value;
    if (key != "size")
        return {};
    const auto size = parseNumber<std::uint64_t>(value);
    if (!size || (m_paxSize && *m_paxSize != *size))
        return corrupt("an extended header has no valid size");
    m_paxSize = size;
    return {};
}

} // namespace vitrine::unpack
