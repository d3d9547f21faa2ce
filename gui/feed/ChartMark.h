// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace vitrine::gui {

enum class MarkKind : std::uint8_t {
    Started,
    Ended,
    Paused,
    Resumed,
    OutOfMemory,
    StartRefused,
    Throttled,
    LimitChanged,
    Noted, ///< set by the person
};

/// Something that happened at one moment, as a line on the charts and a row of the list below them.
struct ChartMark {
    double time = 0; ///< seconds of the steady clock
    MarkKind kind = MarkKind::Noted;
    std::uint64_t count = 1; ///< how often, for what repeats: 134 refused starts are one mark
    QString detail{}; ///< "Memory, hard limit: 256 MiB → 128 MiB"; may be empty
    double lastTime = 0; ///< of the last repetition; `time` when there was none
    bool operator==(const ChartMark &) const = default;
};

QString markTitle(const ChartMark &mark); ///< "134 process starts refused"
/// Repeats within a few seconds of the same kind are one mark (refused starts, throttling).
bool isRepeat(const ChartMark &earlier, const ChartMark &later);

} // namespace vitrine::gui
