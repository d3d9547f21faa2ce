// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace vitrine::gui {

/// One line of standard error that is written over and over, when it is on a terminal.
class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    void show(const std::string &text);

private:
    bool m_isWatched;
    bool m_isShown = false;
};

/// "40 % of 2 GiB", or how much it is so far when nobody knows how much there is.
std::string partText(std::uint64_t done, std::uint64_t total);

} // namespace vitrine::gui
