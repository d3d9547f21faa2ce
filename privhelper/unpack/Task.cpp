// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/Task.h"

#include "core/base/Text.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <fmt/format.h>

#include <numeric>
#include <string_view>

namespace vitrine::unpack {

namespace {

/// Below the first range lie the ids of people and of the system.
std::optional<std::uint32_t> baseOf(std::string_view word)
{
    const auto base = parseNumber<std::uint32_t>(word);
    return base && *base >= kRangeSize && *base <= UINT32_MAX - kRangeSize ? base : std::nullopt;
}

/// "INSIDE:OUTSIDE:COUNT,…" as the kernel reads it. Of ids of people one at a time, and never that of root.
std::optional<std::string> mapOf(std::string_view word)
{
    constexpr std::size_t kMaxLines = 8;
    std::string map;
    const auto lines = split(word, ',');
    for (const auto line : lines) {
        const auto parts = split(line, ':');
        if (parts.size() != 3 || lines.size() > kMaxLines)
            return std::nullopt;
        const auto inside = parseNumber<std::uint32_t>(parts[0]);
        const auto outside = parseNumber<std::uint32_t>(parts[1]);
        const auto count = parseNumber<std::uint32_t>(parts[2]);
        if (!inside || !outside || !count || *count == 0 || *count > kRangeSize || *outside == 0
            || (*outside < kRangeSize && *count != 1))
            return std::nullopt;
        map += fmt::format("{} {} {}\n", *inside, *outside, *count);
    }
    return map;
}

std::optional<IdMaps> idsOf(std::string_view word)
{
    if (const auto base = baseOf(word)) {
        const auto map = fmt::format("0 {} {}\n", *base, kRangeSize);
        return IdMaps{ map, map };
    }
    const auto halves = split(word, '/');
    const auto uids = halves.size() == 2 ? mapOf(halves[0]) : std::nullopt;
    const auto gids = halves.size() == 2 ? mapOf(halves[1]) : std::nullopt;
    return uids && gids ? std::optional(IdMaps{ *uids, *gids }) : std::nullopt;
}

bool readWork(Task &task, std::span<char *const> words)
{
    const auto is = [&](std::size_t i, std::string_view text) { return i < words.size() && words[i] == text; };
    const auto takeTrees = [&](std::string_view word) {
        task.trees = parseNumber<std::size_t>(word).value_or(0);
        return task.trees > 0 && task.trees <= kMaxTrees;
    };
    if (words.empty()) {
        task.kind = Task::Kind::Tar;
    } else if (words.size() == 1 && is(0, "image")) {
        task.kind = Task::Kind::Image;
    } else if (words.size() == 1 && is(0, "layer")) {
        task.kind = Task::Kind::Layer;
    } else if (words.size() == 1 && is(0, "pack")) {
        task.kind = Task::Kind::PackLayer;
    } else if (words.size() == 2 && is(0, "pack") && is(1, "plain")) {
        task.kind = Task::Kind::PackPlain;
    } else if (words.size() == 2 && is(0, "merge")) {
        task.kind = Task::Kind::Merge;
        return takeTrees(words[1]);
    } else if (words.size() == 3 && is(0, "export")) {
        const auto format = exportFormatOf(words[1]);
        task.kind = Task::Kind::Export;
        task.format = format.value_or(task.format);
        return format && takeTrees(words[2]);
    } else {
        return false;
    }
    return true;
}

} // namespace

bool Task::writesTree() const
{
    return kind == Kind::Tar || kind == Kind::Image || kind == Kind::Layer;
}

int Task::lastFd() const
{
    if (kind == Kind::Image || kind == Kind::Layer)
        return kStoredFd;
    return trees == 0 ? kStatusFd : kFirstTreeFd + static_cast<int>(trees) - 1;
}

std::vector<int> Task::treeFds() const
{
    std::vector<int> fds(trees);
    std::iota(fds.begin(), fds.end(), static_cast<int>(kFirstTreeFd));
    return fds;
}

std::optional<Task> taskOf(std::span<char *const> words)
{
    Task task;
    if (words.size() < 2 || !readWork(task, words.subspan(2)))
        return std::nullopt;
    const auto base = baseOf(words[1]);
    const auto ids = idsOf(words[1]);
    if (!ids || (task.writesTree() && !base))
        return std::nullopt;
    task.base = base.value_or(0);
    task.ids = *ids;
    return task;
}

} // namespace vitrine::unpack
