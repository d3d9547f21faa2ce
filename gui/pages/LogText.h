// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/log/LogReader.h"

#include <QString>

#include <deque>
#include <vector>

namespace vitrine::gui {

/// Bytes of a program as text that can be shown: control characters, escapes and marks that turn the direction of
/// writing become visible signs (␛, ␇, \u202e) and do nothing; what is no UTF-8 becomes U+FFFD. Tabs stay.
QString visibleText(std::string_view bytes);

/// "21:04:05.123" in the person's time zone.
QString timeText(std::uint64_t timeNs);

/// One whole line: partial records are joined, up to a bound.
struct LogLine {
    std::uint64_t timeNs = 0;
    bool isStderr = false;
    QString text;
};

/// The newest lines of a log, within bounds of number and size, so that a flood does not grow the window.
class LogLines {
public:
    struct Change {
        std::size_t dropped = 0; ///< from the front
        std::size_t added = 0; ///< at the end
        bool lastGrew = false; ///< the line that was last before goes on
    };
    Change append(const std::vector<log::LogRecord> &records);
    void clear();
    [[nodiscard]] const std::deque<LogLine> &lines() const { return m_lines; }

    static constexpr std::size_t kMaxLines = 20'000;
    static constexpr std::size_t kMaxCharacters = 6'000'000;
    static constexpr std::size_t kMaxLineCharacters = 32'768;

private:
    bool growLast(const log::LogRecord &record);
    std::deque<LogLine> m_lines;
    std::size_t m_characters = 0;
    bool m_open[2] = { false, false }; ///< the newest record of stdout, stderr was partial
};

} // namespace vitrine::gui
