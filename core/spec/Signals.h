// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace vitrine::spec {

/// "TERM", "SIGTERM", "term" or "15"; also "RTMIN+3" and "RTMAX-1".
std::optional<int> parseSignal(std::string_view text);

} // namespace vitrine::spec
