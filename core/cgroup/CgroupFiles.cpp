// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cgroup/CgroupFiles.h"

#include "core/base/Text.h"

namespace vitrine::cgroup {

namespace {

std::string_view withoutNewline(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    return text;
}

/// Cuts the next word off `line`; empty at its end.
std::string_view nextWord(std::string_view &line)
{
    const auto first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        line = {};
        return {};
    }
    line.remove_prefix(first);
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
}

std::string_view nextLine(std::string_view &text)
{
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

std::uint64_t *ioMember(IoStat &stat, std::string_view key)
{
    if (key == "rbytes")
        return &stat.readBytes;
    if (key == "wbytes")
        return &stat.writeBytes;
    if (key == "rios")
        return &stat.readOps;
    if (key == "wios")
        return &stat.writeOps;
    return nullptr;
}

/// "avg10=0.00 avg60=0.00 avg300=0.00 total=0", what follows "some" or "full".
bool parsePressureLine(std::string_view line, double &avg10, std::uint64_t &totalUs)
{
    constexpr std::string_view kAverage = "avg10=";
    constexpr std::string_view kTotal = " total=";
    const auto total = line.rfind(kTotal);
    if (!line.starts_with(kAverage) || total == std::string_view::npos)
        return false;
    line.remove_prefix(kAverage.size());
    const auto average = parseNumber<double>(line.substr(0, line.find(' ')));
    const auto sum = parseNumber<std::uint64_t>(line.substr(total - kAverage.size() + kTotal.size()));
    avg10 = average.value_or(0);
    totalUs = sum.value_or(0);
    return average && sum;
}

} // namespace

std::optional<std::uint64_t> parseCounter(std::string_view text)
{
    return parseNumber<std::uint64_t>(withoutNewline(text));
}

std::optional<LimitValue> parseLimit(std::string_view text)
{
    if (withoutNewline(text) == "max")
        return LimitValue{};
    if (const auto value = parseCounter(text))
        return LimitValue{ false, *value };
    return std::nullopt;
}

std::optional<std::pair<LimitValue, std::uint64_t>> parseCpuMax(std::string_view text)
{
    text = withoutNewline(text);
    const auto space = text.find(' ');
    if (space == std::string_view::npos)
        return std::nullopt;
    const auto quota = parseLimit(text.substr(0, space));
    const auto period = parseCounter(text.substr(space + 1));
    if (!quota || !period)
        return std::nullopt;
    return std::pair(*quota, *period);
}

std::optional<std::uint64_t> parseWeight(std::string_view text)
{
    constexpr std::string_view kDefault = "default ";
    auto line = nextLine(text);
    if (line.starts_with(kDefault))
        line.remove_prefix(kDefault.size());
    return parseCounter(line);
}

std::optional<std::vector<IoStat>> parseIoStat(std::string_view text)
{
    std::vector<IoStat> stats;
    while (!text.empty()) {
        auto line = nextLine(text);
        IoStat stat;
        stat.device = nextWord(line);
        if (stat.device.find(':') == std::string::npos)
            return std::nullopt;
        bool hasNumbers = false;
        for (auto word = nextWord(line); !word.empty(); word = nextWord(line)) {
            const auto equals = word.find('=');
            auto *member = ioMember(stat, word.substr(0, equals));
            if (!member)
                continue;
            const auto value = equals == std::string_view::npos ? std::nullopt : parseCounter(word.substr(equals + 1));
            if (!value)
                return std::nullopt;
            *member = *value;
            hasNumbers = true;
        }
        if (hasNumbers)
            stats.push_back(std::move(stat));
    }
    return stats;
}

std::optional<Pressure> parsePressure(std::string_view text)
{
    Pressure pressure;
    bool hasSome = false;
    while (!text.empty()) {
        auto line = nextLine(text);
        const auto kind = nextWord(line);
        line.remove_prefix(std::min<std::size_t>(line.size(), 1));
        if (kind == "some")
            hasSome = parsePressureLine(line, pressure.someAvg10, pressure.someTotalUs);
        else if (kind == "full" && !parsePressureLine(line, pressure.fullAvg10, pressure.fullTotalUs))
            return std::nullopt;
    }
    return hasSome ? std::optional(pressure) : std::nullopt;
}

} // namespace vitrine::cgroup
