// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::log {

/// One record of a container's log. On disk a record is one line, as Kubernetes' CRI writes it:
/// `2026-11-23T21:00:00.123456789Z stdout F text`, with P instead of F when the line goes on in the next record.
struct LogRecord {
    std::uint64_t timeNs = 0; ///< CLOCK_REALTIME
    bool isStderr = false;
    bool isPartial = false;
    std::string text; ///< bytes as the program wrote them, without the line feed; may be no valid UTF-8
    bool operator==(const LogRecord &) const = default;
};

inline constexpr std::size_t kMaxTextBytes = 16 * 1024; ///< longer lines are cut into partial records

std::string formatRecord(const LogRecord &record); ///< with the line feed
Result<LogRecord> parseRecord(std::string_view line); ///< without the line feed

/// Reads both halves of a log in order and then whatever is added (next() again). The shim writes to one half
/// until it is full, then empties the other and goes on there; the reader notices and loses at most what was
/// overwritten.
class LogReader {
public:
    LogReader(UniqueFd older, UniqueFd newer);
    /// What has come since the last call; empty when nothing has.
    Result<std::vector<LogRecord>> next();

private:
    struct Half {
        UniqueFd fd;
        std::uint64_t offset = 0;
        std::string rest;
    };
    static Result<> readHalf(Half &half, std::vector<LogRecord> &records);
    static void takeLines(Half &half, std::string_view bytes, std::vector<LogRecord> &records);

    Half m_halves[2];
};

} // namespace vitrine::log
