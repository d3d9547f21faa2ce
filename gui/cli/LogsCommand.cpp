// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/log/LogReader.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Follow.h"
#include "gui/cli/OutputQueue.h"

#include <QDateTime>

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kLogsList[]{
    { "follow", 'f', "", "go on until the container ends" },
    { "tail", 'n', "N", "only the last N lines" },
    { "timestamps", 't', "", "with the time of each line" },
};

constexpr int kPollMs = 100; ///< a file that grows has no event to wait for on a descriptor alone

using Records = std::vector<log::LogRecord>;

class LogPrinter {
public:
    explicit LogPrinter(bool hasTimes)
        : m_hasTimes(hasTimes)
    {
    }

    Result<> print(const Records &records)
    {
        for (const log::LogRecord &record : records) {
            bool &isInLine = m_isInLine[record.isStderr ? 1 : 0];
            std::string line = m_hasTimes && !isInLine ? timeText(record.timeNs) + " " : std::string();
            line += record.text;
            isInLine = record.isPartial;
            if (!isInLine)
                line += '\n';
            if (!writeAll(record.isStderr ? STDERR_FILENO : STDOUT_FILENO, line))
                return failErrno(errno, "Writing the log");
        }
        return {};
    }

private:
    static std::string timeText(std::uint64_t ns)
    {
        const auto ms = static_cast<qint64>(ns / 1'000'000);
        return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
    }

    bool m_hasTimes;
    bool m_isInLine[2]{ false, false };
};

/// The records of the last lines: a line may be several records.
Records lastLines(const Records &records, std::size_t count)
{
    std::size_t first = records.size();
    for (std::size_t lines = 0; first > 0; --first) {
        if (!records[first - 1].isPartial && ++lines > count)
            break;
    }
    return { records.begin() + static_cast<std::ptrdiff_t>(first), records.end() };
}

} // namespace

const std::span<const OptionInfo> kLogsOptions = kLogsList;

Result<int> runLogs(Session &session, Words words)
{
    using Files = std::shared_ptr<std::vector<UniqueFd>>;
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kLogsOptions, words, 1, 1));
    std::optional<std::size_t> tail;
    if (const auto text = arguments.value("tail")) {
        tail = parseNumber<std::size_t>(*text);
        if (!tail)
            return failure(ErrorCode::InvalidArgs, fmt::format("--tail is a number of lines, not \"{}\"", *text));
    }
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    const Follow follow(session.backend(), info.id);
    VITRINE_TRY_ASSIGN(const Files files, session.ask<Files>([&](Reply<Files> reply) {
        session.backend().openLog(info.id, std::move(reply));
    }));
    if (files->size() != 2)
        return failure(ErrorCode::Protocol, "The helper did not give both halves of the log");
    log::LogReader reader(std::move(files->at(0)), std::move(files->at(1)));
    LogPrinter printer(arguments.has("timestamps"));
    VITRINE_TRY_ASSIGN(Records records, reader.next());
    if (tail)
        records = lastLines(records, *tail);
    VITRINE_TRY(printer.print(records));
    while (arguments.has("follow")) {
        // The state first: what was written before the end is there once the end is known.
        const bool isOver = follow.isRemoved() || !ipc::isAlive(follow.info().state);
        VITRINE_TRY_ASSIGN(const Records more, reader.next());
        VITRINE_TRY(printer.print(more));
        if (isOver)
            break;
        waitMs(kPollMs);
    }
    return 0;
}

} // namespace vitrine::gui
