// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/Sizes.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

namespace vitrine::spec {

namespace {

constexpr std::string_view kUnitLetters = "kmgtp";
constexpr std::array kUnitNames{ "B", "KiB", "MiB", "GiB", "TiB", "PiB" };
constexpr double kStep = 1024;
constexpr auto kMaxSize = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char &c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// Power of 1024 of "", "b", "k", "kb", "kib"…
std::optional<unsigned> unitPower(std::string_view unit)
{
    if (unit.empty() || unit == "b")
        return 0;
    const auto power = kUnitLetters.find(unit.front());
    unit.remove_prefix(1);
    if (power == std::string_view::npos || (unit != "" && unit != "b" && unit != "ib"))
        return std::nullopt;
    return static_cast<unsigned>(power) + 1;
}

} // namespace

bool isNoLimit(std::string_view text)
{
    return text == "none" || text == "max" || text == "unlimited" || text == "-1";
}

Result<std::uint64_t> parseSize(std::string_view text)
{
    const auto refused = [&] {
        return failure(ErrorCode::InvalidArgs,
                       fmt::format("\"{}\" is no size: write bytes, or a number with k, m, g or t behind it, such as "
                                   "64m or 1.5g",
                                   printable(text)));
    };
    const std::string normal = lower(trimmed(text));
    const auto unitAt = normal.find_first_not_of("0123456789.");
    const std::string_view number = std::string_view(normal).substr(0, unitAt);
    const auto power =
        unitPower(unitAt == std::string::npos ? std::string_view{} : trimmed(std::string_view(normal).substr(unitAt)));
    if (!power || number.empty() || number.front() == '.' || number.back() == '.')
        return refused();
    // Whole numbers never pass through a double, which would round those over 2^53.
    if (const auto whole = parseNumber<std::uint64_t>(number)) {
        if (*whole > (kMaxSize >> (10 * *power)))
            return failure(ErrorCode::InvalidArgs, fmt::format("\"{}\" is too large", printable(text)));
        return *whole << (10 * *power);
    }
    const auto fraction = parseNumber<double>(number);
    if (!fraction || *power == 0)
        return refused();
    const double bytes = *fraction * std::pow(kStep, *power);
    if (!(bytes < static_cast<double>(kMaxSize)))
        return failure(ErrorCode::InvalidArgs, fmt::format("\"{}\" is too large", printable(text)));
    return static_cast<std::uint64_t>(bytes);
}

Result<std::optional<std::uint64_t>> parseSizeLimit(std::string_view text)
{
    if (isNoLimit(text))
        return std::optional<std::uint64_t>();
    VITRINE_TRY_ASSIGN(const auto bytes, parseSize(text));
    return std::optional(bytes);
}

std::string formatSize(std::uint64_t bytes)
{
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    // 1023.95 would be shown as "1024.0".
    while (value >= kStep - 0.05 && unit + 1 < kUnitNames.size()) {
        value /= kStep;
        ++unit;
    }
    const double rounded = std::round(value * 10) / 10;
    const bool isWhole = rounded == std::floor(rounded);
    return fmt::format("{:.{}f} {}", rounded, isWhole ? 0 : 1, kUnitNames[unit]);
}

std::string sizeArgument(std::uint64_t bytes)
{
    std::size_t unit = 0;
    while (bytes != 0 && bytes % 1024 == 0 && unit < kUnitLetters.size()) {
        bytes /= 1024;
        ++unit;
    }
    return unit == 0 ? fmt::format("{}", bytes) : fmt::format("{}{}", bytes, kUnitLetters[unit - 1]);
}

} // namespace vitrine::spec
