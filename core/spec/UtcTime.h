// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::spec {

/// Microseconds since 1970 of a time as RFC 3339 has it ("2024-01-31T12:00:00.5+01:00"); 0 for what was before.
std::optional<std::uint64_t> parseUtcTime(std::string_view text);
/// "2024-01-31T11:00:00.500000Z"
std::string formatUtcTime(std::uint64_t microseconds);

} // namespace vitrine::spec
