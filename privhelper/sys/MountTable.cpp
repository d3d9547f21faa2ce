// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/MountTable.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>

#include <algorithm>

namespace vitrine::sys {

namespace {

constexpr std::size_t kMaxBytes = 64 * 1024 * 1024; // the kernel stops at 100,000 mounts

bool isOctal(char c)
{
    return c >= '0' && c <= '7';
}

/// Blanks, line feeds and backslashes are written as \040 and the like.
std::string unescaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isEscape = text[i] == '\\' && i + 3 < text.size() && isOctal(text[i + 1]) && isOctal(text[i + 2])
            && isOctal(text[i + 3]);
        if (!isEscape) {
            plain += text[i];
            continue;
        }
        plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
        i += 3;
    }
    return plain;
}

} // namespace

Result<MountTable> MountTable::read(pid_t pid)
{
    VITRINE_TRY_ASSIGN(const std::string text,
                       readFileAt(AT_FDCWD, fmt::format("/proc/{}/mountinfo", pid).c_str(), kMaxBytes));
    return parse(text);
}

MountTable MountTable::parse(std::string_view mountinfo)
{
    MountTable table;
    for (const std::string_view line : split(mountinfo, '\n')) {
        // proc(5): id, parent, major:minor, root, mount point, …
        const auto words = split(line, ' ');
        if (words.size() < 6)
            continue;
        const auto id = parseNumber<std::uint64_t>(words[0]);
        const auto parent = parseNumber<std::uint64_t>(words[1]);
        if (!id || !parent)
            continue;
        MountLine mount{ *id, *parent, unescaped(words[4]), {}, false };
        // …, options, then any number of fields on propagation, a dash, and the type.
        for (std::size_t i = 6; i + 1 < words.size() && mount.type.empty(); ++i) {
            if (words[i] == "-")
                mount.type = words[i + 1];
            else
                mount.hasPeers = mount.hasPeers || words[i].starts_with("shared:") || words[i].starts_with("master:");
        }
        table.m_lines.push_back(std::move(mount));
    }
    return table;
}

const MountLine *MountTable::find(std::uint64_t id) const
{
    const auto found = std::ranges::find(m_lines, id, &MountLine::id);
    return found == m_lines.end() ? nullptr : &*found;
}

std::vector<MountBelow> MountTable::below(std::uint64_t id, const std::string &directory) const
{
    const std::string start = directory == "/" ? directory : directory + '/';
    std::vector<MountBelow> found;
    const auto addThoseOn = [&](std::uint64_t parent) {
        for (const MountLine &line : m_lines) {
            if (line.parent == parent && line.id != parent && line.place.starts_with(start)
                && line.place.size() > start.size())
                found.push_back({ &line, line.place.substr(start.size()) });
        }
    };
    addThoseOn(id);
    for (std::size_t next = 0; next < found.size(); ++next)
        addThoseOn(found[next].line->id);
    return found;
}

const MountLine *MountTable::firstOn(std::uint64_t id) const
{
    const auto found = std::ranges::find(m_lines, id, &MountLine::parent);
    return found == m_lines.end() ? nullptr : &*found;
}

} // namespace vitrine::sys
