// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cgroup/CgroupMode.h"

#include "core/base/Text.h"

#include <algorithm>

namespace vitrine::cgroup {

namespace {

constexpr std::string_view kMountPoint = "/sys/fs/cgroup";

// Of version 1, as they stand among the mount options.
constexpr std::string_view kVersion1Names[]{ "cpu",     "cpuacct", "cpuset", "memory",  "pids", "blkio",     "devices",
                                             "freezer", "hugetlb", "rdma",   "net_cls", "misc", "perf_event" };

/// /proc/mounts writes blanks in paths as \040.
std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digits = text.substr(i, 4);
        const bool isEscape = digits.size() == 4 && digits[0] == '\\'
            && std::all_of(digits.begin() + 1, digits.end(), [](char c) { return c >= '0' && c <= '7'; });
        if (isEscape) {
            out += static_cast<char>((digits[1] - '0') * 64 + (digits[2] - '0') * 8 + (digits[3] - '0'));
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

void addControllers(std::string_view mountOptions, std::vector<std::string> &controllers)
{
    for (const auto option : split(mountOptions, ',')) {
        const bool isController =
            std::find(std::begin(kVersion1Names), std::end(kVersion1Names), option) != std::end(kVersion1Names);
        if (isController && std::find(controllers.begin(), controllers.end(), option) == controllers.end())
            controllers.emplace_back(option);
    }
}

} // namespace

std::string_view modeName(Mode mode)
{
    switch (mode) {
    case Mode::None:
        break;
    case Mode::V1:
        return "v1";
    case Mode::Hybrid:
        return "hybrid";
    case Mode::V2:
        return "v2";
    }
    return "none";
}

CgroupMounts readCgroupMounts(std::string_view procMounts)
{
    CgroupMounts found;
    bool hasVersion1 = false;
    for (const auto line : split(procMounts, '\n')) {
        const auto words = split(line, ' ');
        if (words.size() < 4)
            continue;
        const auto path = unescaped(words[1]);
        if (words[2] == "cgroup2" && !found.unifiedPath.starts_with(kMountPoint)) {
            if (found.unifiedPath.empty() || path.starts_with(kMountPoint))
                found.unifiedPath = path;
        } else if (words[2] == "cgroup") {
            hasVersion1 = true;
            addControllers(words[3], found.version1Controllers);
        }
    }
    if (found.unifiedPath.empty())
        found.mode = hasVersion1 ? Mode::V1 : Mode::None;
    else
        found.mode = found.version1Controllers.empty() ? Mode::V2 : Mode::Hybrid;
    return found;
}

std::vector<std::string> readControllers(std::string_view text)
{
    std::vector<std::string> names;
    for (const auto line : split(text, '\n')) {
        for (const auto name : split(line, ' ')) {
            if (!name.empty())
                names.emplace_back(name);
        }
    }
    return names;
}

} // namespace vitrine::cgroup
