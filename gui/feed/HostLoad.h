// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::gui {

/// How busy each CPU of this computer was between two readings of /proc/stat.
class HostLoad {
public:
    explicit HostLoad(std::string path = "/proc/stat");

    /// Share of the time since the last call in which each CPU did not idle, 0 to 1, by CPU number. Empty for the
    /// first call, or when the file cannot be read; NaN for a CPU that was off line at one of the two.
    std::vector<double> read();
    /// The same from the text of the file.
    std::vector<double> update(std::string_view text);

private:
    struct Ticks {
        std::uint64_t busy = 0, total = 0;
    };
    static std::vector<Ticks> parse(std::string_view text);

    std::string m_path;
    std::vector<Ticks> m_previous;
};

} // namespace vitrine::gui
