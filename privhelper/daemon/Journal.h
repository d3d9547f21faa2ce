// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace vitrine::daemon {

enum class Level : std::uint8_t { Error = 3, Warning = 4, Info = 6 };

/// One line on stderr, with the priority that the journal reads ("<4>text"). Only the outermost functions of the helper
/// write here; never anything that a caller could not know, and never a specification.
void journal(Level level, std::string_view line);

} // namespace vitrine::daemon
