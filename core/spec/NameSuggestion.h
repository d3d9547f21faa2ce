// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace vitrine::spec {

/// A name such as "quiet-heron" that is not taken; with a number behind it once all pairs are taken. The same
/// seed gives the same name.
std::string suggestName(std::uint64_t seed, const std::function<bool(const std::string &)> &isTaken);

} // namespace vitrine::spec
