// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/HostLoad.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <limits>
#include <utility>

namespace vitrine::gui {

namespace {

constexpr std::size_t kMaxCpus = 8192;

/// Takes one number, and the spaces before it, off the front of `text`.
bool takeNumber(std::string_view &text, std::uint64_t &number)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{})
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

} // namespace

HostLoad::HostLoad(std::string path)
    : m_path(std::move(path))
{
}

std::vector<double> HostLoad::read()
{
    std::ifstream file(m_path);
    return update(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::vector<double> HostLoad::update(std::string_view text)
{
    const std::vector<Ticks> now = parse(text);
    const std::vector<Ticks> before = std::exchange(m_previous, now);
    if (before.empty())
        return {};
    std::vector<double> loads(now.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t cpu = 0; cpu < now.size() && cpu < before.size(); ++cpu) {
        if (before[cpu].total > 0 && now[cpu].total > before[cpu].total && now[cpu].busy >= before[cpu].busy)
            loads[cpu] = static_cast<double>(now[cpu].busy - before[cpu].busy)
                / static_cast<double>(now[cpu].total - before[cpu].total);
    }
    return loads;
}

std::vector<HostLoad::Ticks> HostLoad::parse(std::string_view text)
{
    std::vector<Ticks> cpus;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        std::uint64_t cpu = 0;
        // The first line, "cpu  …", is the sum of all and has no number.
        if (!line.starts_with("cpu") || line.size() < 4 || line[3] == ' ')
            continue;
        line.remove_prefix(3);
        if (!takeNumber(line, cpu) || cpu >= kMaxCpus)
            continue;
        // user nice system idle iowait irq softirq steal; guest times are part of user and nice (proc(5)).
        Ticks ticks;
        std::uint64_t value = 0;
        for (int column = 0; column < 8 && takeNumber(line, value); ++column) {
            ticks.total += value;
            if (column != 3 && column != 4)
                ticks.busy += value;
        }
        if (cpus.size() <= cpu)
            cpus.resize(cpu + 1);
        cpus[cpu] = ticks;
    }
    return cpus;
}

} // namespace vitrine::gui
