// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::spec {

/// Bytes from "65536", "64M", "64m", "64MB", "64MiB", "1.5G" or "512 KiB": always in steps of 1024, as podman counts.
/// InvalidArgs for anything else, for negative numbers and for more than 2^63 - 1.
Result<std::uint64_t> parseSize(std::string_view text);

/// The same, but "none", "max", "unlimited" and "-1" take a limit away.
Result<std::optional<std::uint64_t>> parseSizeLimit(std::string_view text);

/// "none", "max", "unlimited" or "-1".
bool isNoLimit(std::string_view text);

/// For people: "64 MiB", "1.5 GiB", "512 B"; at most one decimal, so it may be rounded.
std::string formatSize(std::uint64_t bytes);

/// For a command line: the shortest text that parseSize reads back exactly, "64m" or "65537".
std::string sizeArgument(std::uint64_t bytes);

} // namespace vitrine::spec
