// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

// What is wrong with a text, as the end of a sentence ("must start with /"), or nothing.

/// Absolute and normalised: no empty, "." or ".." part, no slash at the end, at most 4095 bytes, 255 for a part, no
/// control characters.
std::optional<std::string> absolutePathProblem(std::string_view path);
/// "", "name", "uid", "uid:gid", "name:group"; numbers up to `highestId`.
std::optional<std::string> userProblem(std::string_view user, std::uint64_t highestId);
/// Labels of letters, digits and dashes, 64 characters in all, as the kernel allows.
std::optional<std::string> hostnameProblem(std::string_view hostname);
/// "0-2,5" with ascending ranges.
std::optional<std::string> cpuListProblem(std::string_view list);

/// The CPUs of a valid list, ascending and each once; nothing when the list is not valid.
std::optional<std::vector<unsigned>> parseCpuList(std::string_view list);
/// The other way: "0-2,5".
std::string formatCpuList(std::vector<unsigned> cpus);

/// "8:0", major and minor number.
bool isDeviceNumber(std::string_view text);

/// `path` is `directory` or lies under it. Both normalised.
bool isAtOrUnder(std::string_view path, std::string_view directory);

} // namespace vitrine::spec
