// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Table.h"

#include "core/base/Text.h"

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr std::size_t kWidestCell = 60;

std::size_t width(const std::string &text)
{
    // Characters, not bytes: continuation bytes of UTF-8 take no room.
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xc0) != 0x80; }));
}

} // namespace

std::string formatTable(const std::vector<std::vector<std::string>> &rows)
{
    std::vector<std::size_t> widths;
    std::vector<std::vector<std::string>> cells;
    for (const auto &row : rows) {
        auto &line = cells.emplace_back();
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column) {
            line.push_back(printable(row[column], kWidestCell));
            widths[column] = std::max(widths[column], width(line.back()));
        }
    }
    std::string text;
    for (const auto &line : cells) {
        std::string written;
        for (std::size_t column = 0; column < line.size(); ++column)
            written += line[column] + std::string(widths[column] - width(line[column]) + 2, ' ');
        written.erase(written.find_last_not_of(' ') + 1);
        text += written + '\n';
    }
    return text;
}

} // namespace vitrine::gui
