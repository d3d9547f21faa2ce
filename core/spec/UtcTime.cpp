// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/UtcTime.h"

#include "core/base/Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace vitrine::spec {

namespace {

using namespace std::chrono;

constexpr std::size_t kSecondsEnd = 19; // of "2024-01-31T12:00:00"

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
    const auto number = parseNumber<int>(text.substr(at, count));
    return number && *number >= 0 ? number : std::nullopt;
}

/// Takes ".123456789" off the front.
std::optional<microseconds> takeFraction(std::string_view &rest)
{
    if (!rest.starts_with('.'))
        return microseconds(0);
    rest.remove_prefix(1);
    const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (end == 0 || end > 9)
        return std::nullopt;
    auto text = std::string(rest.substr(0, end));
    text.resize(6, '0');
    rest.remove_prefix(end);
    return microseconds(parseNumber<int>(text).value_or(0));
}

/// "Z" or "+01:00".
std::optional<minutes> offsetOf(std::string_view zone)
{
    if (zone == "Z" || zone == "z")
        return minutes(0);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
        return std::nullopt;
    const auto hour = digits(zone, 1, 2);
    const auto minute = digits(zone, 4, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    const auto offset = hours(*hour) + minutes(*minute);
    return zone[0] == '-' ? -offset : offset;
}

} // namespace

std::optional<std::uint64_t> parseUtcTime(std::string_view text)
{
    if (text.size() <= kSecondsEnd || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't')
        || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    const year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day)));
    auto rest = text.substr(kSecondsEnd);
    const auto fraction = takeFraction(rest);
    const auto offset = offsetOf(rest);
    if (!date.ok() || !fraction || !offset)
        return std::nullopt;
    const auto time = sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second) + *fraction - *offset;
    const auto count = duration_cast<microseconds>(time.time_since_epoch()).count();
    return count < 0 ? 0 : static_cast<std::uint64_t>(count);
}

std::string formatUtcTime(std::uint64_t us)
{
    const sys_time<microseconds> time{ microseconds(us) };
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

} // namespace vitrine::spec
