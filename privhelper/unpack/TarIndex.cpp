// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TarIndex.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/unpack/TarCheck.h"
#include "privhelper/unpack/TreeWriter.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

namespace vitrine::unpack {

namespace {

/// A layout that several images share has some thousand; a root file system has far more.
constexpr std::size_t kMaxMembers = 16'384;
constexpr int kMaxLinks = 8;

/// A block of the tar that begins at `offset`: shorter at the end of the file.
Result<std::string_view> readBlock(int file, std::uint64_t offset, std::array<char, TarCheck::kBlock> &room)
{
    ssize_t count = -1;
    do {
        count = ::pread(file, room.data(), room.size(), static_cast<off_t>(offset));
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return failErrno(errno, "reading the archive", ErrorCode::ImageUnpackFailed);
    return std::string_view(room.data(), static_cast<std::size_t>(count));
}

/// Where a symbolic link in the directory of `name` leads; ImageUnsafe out of the tar.
Result<std::string> resolved(std::string_view name, std::string_view target)
{
    std::vector<std::string_view> parts = split(name, '/');
    parts.pop_back();
    if (target.starts_with('/'))
        parts.clear();
    for (const auto part : split(target, '/')) {
        if (part.empty() || part == ".")
            continue;
        if (part != "..")
            parts.push_back(part);
        else if (!parts.empty())
            parts.pop_back();
        else
            return failure(ErrorCode::ImageUnsafe,
                           fmt::format("the file \"{}\" is a link out of the archive", printable(name, 200)));
    }
    return fmt::format("{}", fmt::join(parts, "/"));
}

} // namespace

Result<TarIndex> TarIndex::read(int file, std::uint64_t fileSize)
{
    TarIndex index;
    TarCheck check(TarCheck::Members::Give);
    std::array<char, TarCheck::kBlock> room{};
    for (std::uint64_t offset = 0; !check.isAtEnd();) {
        VITRINE_TRY_ASSIGN(const auto block, readBlock(file, offset, room));
        if (block.empty())
            break;
        VITRINE_TRY(check.feed(block));
        offset += block.size();
        const auto body = check.skippable();
        const auto member = check.takeMember();
        if (body > fileSize - std::min(offset, fileSize))
            return failure(ErrorCode::ImageCorrupt, "reading the archive: it ends in the middle of an entry");
        if (member) {
            const bool isFile = member->type == '0' || member->type == 0;
            const bool isLink = member->type == '1' || member->type == '2';
            VITRINE_TRY_ASSIGN(const auto name, normalName(member->name));
            if (isFile || isLink) {
                Member entry{ { file, offset, member->size }, {}, false };
                if (isLink) {
                    // A hard link names its target from the top.
                    VITRINE_TRY_ASSIGN(entry.target,
                                       resolved(member->type == '2' ? name : std::string(), member->link));
                }
                const auto [old, isNew] = index.m_members.try_emplace(name, std::move(entry));
                old->second.isThereTwice = old->second.isThereTwice || !isNew;
            }
        }
        if (index.m_members.size() > kMaxMembers)
            return TarIndex();
        check.skip();
        offset += body;
    }
    VITRINE_TRY(check.finish());
    return index;
}

bool TarIndex::has(std::string_view name) const
{
    return m_members.find(name) != m_members.end();
}

Result<Region> TarIndex::find(std::string_view name) const
{
    std::string current(name);
    for (int links = 0; links < kMaxLinks; ++links) {
        const auto found = m_members.find(current);
        if (found == m_members.end())
            return failure(ErrorCode::ImageCorrupt, fmt::format("the file \"{}\" is missing", printable(current, 200)));
        if (found->second.isThereTwice)
            return failure(ErrorCode::ImageCorrupt,
                           fmt::format("the file \"{}\" is there twice", printable(current, 200)));
        if (found->second.target.empty())
            return found->second.region;
        current = found->second.target;
    }
    return failure(ErrorCode::ImageCorrupt, fmt::format("the file \"{}\" is a link in a circle", printable(name, 200)));
}

Result<std::string> TarIndex::content(std::string_view name, std::uint64_t maxBytes) const
{
    VITRINE_TRY_ASSIGN(const auto region, find(name));
    if (region.size > maxBytes)
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("the file \"{}\" has {} bytes, at most {} are allowed", printable(name, 200),
                                   region.size, maxBytes));
    std::string bytes(region.size, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count =
            ::pread(region.file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(region.offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno(errno, "reading the archive", ErrorCode::ImageUnpackFailed);
        if (count == 0)
            return failure(ErrorCode::ImageCorrupt, "reading the archive: it became shorter");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

} // namespace vitrine::unpack
