// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>

namespace vitrine::gui {

/// What Vitrine itself uses.
struct SelfUsage {
    std::optional<double> cpuShare; ///< of one core, between two readings; 1 is a core all of the time
    std::uint64_t memoryBytes = 0; ///< resident, without what is shared with other programs
};

/// Measures this process by /proc/self: stat for time, statm for memory (proc(5)).
class SelfMeter {
public:
    /// From the texts of both files; empty when they do not parse.
    std::optional<SelfUsage> update(std::string_view stat, std::string_view statm,
                                    std::chrono::steady_clock::time_point at);
    std::optional<SelfUsage> read();

private:
    std::optional<std::uint64_t> m_ticks;
    std::chrono::steady_clock::time_point m_at;
};

} // namespace vitrine::gui
