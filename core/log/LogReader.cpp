// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/LogReader.h"

#include "core/base/Text.h"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <iterator>
#include <optional>
#include <utility>

namespace vitrine::log {

namespace {

constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
constexpr std::size_t kTimeLength = 30; // 2026-11-23T21:00:00.123456789Z
constexpr std::size_t kMaxLineBytes = kMaxTextBytes + 64;

std::string formatTime(std::uint64_t timeNs)
{
    const auto seconds = static_cast<std::time_t>(timeNs / kNsPerSecond);
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, timeNs % kNsPerSecond);
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count, int highest)
{
    const auto value = parseNumber<unsigned>(text.substr(at, count));
    if (!value || *value > static_cast<unsigned>(highest))
        return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<std::uint64_t> parseTime(std::string_view text)
{
    constexpr std::string_view kShape = "0000-00-00T00:00:00.000000000Z";
    static_assert(kShape.size() == kTimeLength);
    for (std::size_t i = 0; i < kTimeLength; ++i) {
        if (kShape[i] != '0' && text[i] != kShape[i])
            return std::nullopt;
    }
    const auto year = digits(text, 0, 4, 2500);
    const auto month = digits(text, 5, 2, 12);
    const auto day = digits(text, 8, 2, 31);
    const auto hour = digits(text, 11, 2, 23);
    const auto minute = digits(text, 14, 2, 59);
    const auto second = digits(text, 17, 2, 60);
    const auto fraction = digits(text, 20, 9, 999'999'999);
    if (!year || *year < 1970 || !month || !day || !hour || !minute || !second || !fraction)
        return std::nullopt;
    std::tm parts = {};
    parts.tm_year = *year - 1900;
    parts.tm_mon = *month - 1;
    parts.tm_mday = *day;
    parts.tm_hour = *hour;
    parts.tm_min = *minute;
    parts.tm_sec = *second;
    return static_cast<std::uint64_t>(::timegm(&parts)) * kNsPerSecond + static_cast<std::uint64_t>(*fraction);
}

} // namespace

std::string formatRecord(const LogRecord &record)
{
    return fmt::format("{} {} {} {}\n", formatTime(record.timeNs), record.isStderr ? "stderr" : "stdout",
                       record.isPartial ? 'P' : 'F', record.text);
}

Result<LogRecord> parseRecord(std::string_view line)
{
    const auto refused = [&](std::string_view why) {
        return failure(ErrorCode::StateCorrupt, fmt::format("a log record {}: \"{}\"", why, printable(line)));
    };
    constexpr std::size_t kHeadLength = kTimeLength + 10; // time, " stdout ", "F "
    if (line.size() < kHeadLength)
        return refused("is too short");
    const auto time = parseTime(line.substr(0, kTimeLength));
    if (!time)
        return refused("has no time");
    const auto stream = line.substr(kTimeLength, 8);
    if (stream != " stdout " && stream != " stderr ")
        return refused("names no stream");
    const char tag = line[kTimeLength + 8];
    if ((tag != 'F' && tag != 'P') || line[kTimeLength + 9] != ' ')
        return refused("does not say whether it is whole");
    return LogRecord{ *time, stream == " stderr ", tag == 'P', std::string(line.substr(kHeadLength)) };
}

LogReader::LogReader(UniqueFd older, UniqueFd newer)
{
    m_halves[0].fd = std::move(older);
    m_halves[1].fd = std::move(newer);
}

Result<> LogReader::readHalf(Half &half, std::vector<LogRecord> &records)
{
    struct stat status = {};
    if (::fstat(half.fd.get(), &status) != 0)
        return failErrno(errno, "reading the log");
    if (static_cast<std::uint64_t>(status.st_size) < half.offset) {
        // Emptied for its next turn: what we had of its last line will never be completed.
        half.offset = 0;
        half.rest.clear();
    }
    std::array<char, 64 * 1024> buffer;
    while (true) {
        const ssize_t count = ::pread(half.fd.get(), buffer.data(), buffer.size(), static_cast<off_t>(half.offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno(errno, "reading the log");
        if (count == 0)
            return {};
        half.offset += static_cast<std::uint64_t>(count);
        takeLines(half, { buffer.data(), static_cast<std::size_t>(count) }, records);
    }
}

void LogReader::takeLines(Half &half, std::string_view bytes, std::vector<LogRecord> &records)
{
    while (true) {
        const auto end = bytes.find('\n');
        half.rest += bytes.substr(0, end);
        if (end == std::string_view::npos)
            break;
        // A line that does not parse was cut by a crash or overwritten while it was read: the rest is still good.
        if (auto record = parseRecord(half.rest))
            records.push_back(*std::move(record));
        half.rest.clear();
        bytes.remove_prefix(end + 1);
    }
    if (half.rest.size() > kMaxLineBytes)
        half.rest.clear();
}

Result<std::vector<LogRecord>> LogReader::next()
{
    std::vector<LogRecord> first;
    std::vector<LogRecord> second;
    for (const auto &[half, records] : { std::pair(&m_halves[0], &first), std::pair(&m_halves[1], &second) }) {
        if (!half->fd)
            continue;
        if (auto read = readHalf(*half, *records); !read)
            return failure(std::move(read).error());
    }
    // The halves take turns, so which one is older changes; their first records tell.
    const bool isSwapped = !first.empty() && !second.empty() && second.front().timeNs < first.front().timeNs;
    std::vector<LogRecord> &older = isSwapped ? second : first;
    std::vector<LogRecord> &newer = isSwapped ? first : second;
    std::move(newer.begin(), newer.end(), std::back_inserter(older));
    return std::move(older);
}

} // namespace vitrine::log
