// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cgroup/CgroupSample.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::cgroup {

// Parsers of the files of a version 2 cgroup, for the formats of Documentation/admin-guide/cgroup-v2.rst. Nothing is
// returned for text that has another form, so that a field is left out instead of wrong.

/// "4096\n"
std::optional<std::uint64_t> parseCounter(std::string_view text);
/// "max\n" or "4096\n"
std::optional<LimitValue> parseLimit(std::string_view text);
/// cpu.max: "max 100000\n" or "50000 100000\n", quota and period in microseconds.
std::optional<std::pair<LimitValue, std::uint64_t>> parseCpuMax(std::string_view text);
/// cpu.weight and io.weight: "100\n", or "default 100\n" with lines for single disks behind it.
std::optional<std::uint64_t> parseWeight(std::string_view text);
/// io.stat; an empty text is an empty list. A line without numbers, as some kernels write for idle disks, is left out.
std::optional<std::vector<IoStat>> parseIoStat(std::string_view text);
/// A *.pressure file. cpu.pressure of kernels before 5.13 has no "full" line: its fields stay 0.
std::optional<Pressure> parsePressure(std::string_view text);

/// Flat keyed files such as memory.stat: calls `take(key, value)` for every line of the form "key value".
template <typename Take> void forEachKey(std::string_view text, const Take &take)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (const auto space = line.find(' '); space != std::string_view::npos) {
            if (const auto value = parseCounter(line.substr(space + 1)))
                take(line.substr(0, space), *value);
        }
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

} // namespace vitrine::cgroup
