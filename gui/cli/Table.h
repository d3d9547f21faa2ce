// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace vitrine::gui {

/// Columns as wide as their widest cell, two blanks between them, no blanks at the ends of lines. What would move the
/// cursor or is no UTF-8 is shown as \xNN.
std::string formatTable(const std::vector<std::vector<std::string>> &rows);

} // namespace vitrine::gui
