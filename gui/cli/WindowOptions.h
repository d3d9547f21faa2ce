// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>

namespace vitrine::gui {

/// The first word that is neither an option of Qt's for the window nor the value of one; nothing when a window is
/// wanted.
std::optional<std::string> firstForeignWord(std::span<const std::string> words);

/// Why no window can open here, in a sentence; nothing when there is a display, or a platform of Qt's is named.
std::optional<std::string> whyNoWindow(std::span<const std::string> words);

} // namespace vitrine::gui
