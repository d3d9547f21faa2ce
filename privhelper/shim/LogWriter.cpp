// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/LogWriter.h"

#include "core/log/LogReader.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitrine::shim {

namespace {

constexpr std::size_t kMaxPieceBytes = 16 * 1024;

} // namespace

Result<LogWriter> LogWriter::open(int stateDirFd, std::uint64_t capBytes)
{
    LogWriter writer;
    writer.m_halfBytes = capBytes / 2;
    std::array<timespec, 2> changed{};
    for (std::size_t i = 0; i < writer.m_halves.size(); ++i) {
        Half &half = writer.m_halves[i];
        const std::string name = fmt::format("log.{}", i);
        half.fd.reset(::openat(stateDirFd, name.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
        struct stat info { };
        if (!half.fd || ::fstat(half.fd.get(), &info) < 0 || !S_ISREG(info.st_mode))
            return failErrno(errno, fmt::format("opening {}", name));
        half.size = static_cast<std::uint64_t>(info.st_size);
        changed[i] = info.st_mtim;
    }
    const bool secondIsNewer = changed[1].tv_sec > changed[0].tv_sec
        || (changed[1].tv_sec == changed[0].tv_sec && changed[1].tv_nsec > changed[0].tv_nsec);
    writer.m_current = secondIsNewer && writer.m_halves[1].size > 0 ? 1 : 0;
    return writer;
}

void LogWriter::append(std::string_view text)
{
    if (m_halves[m_current].size > 0 && m_halves[m_current].size + text.size() > m_halfBytes) {
        m_current = 1 - m_current;
        if (::ftruncate(m_halves[m_current].fd.get(), 0) == 0)
            m_halves[m_current].size = 0;
    }
    Half &half = m_halves[m_current];
    while (!text.empty()) {
        const ssize_t written = ::write(half.fd.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        half.size += static_cast<std::uint64_t>(written);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void LogWriter::write(bool isStderr, std::string_view chunk, std::uint64_t timeNs)
{
    std::string records;
    while (!chunk.empty()) {
        const std::size_t end = chunk.find('\n');
        log::LogRecord record;
        record.timeNs = timeNs;
        record.isStderr = isStderr;
        if (end != std::string_view::npos && end <= log::kMaxTextBytes) {
            record.text = chunk.substr(0, end);
            chunk.remove_prefix(end + 1);
        } else {
            record.isPartial = true;
            record.text = chunk.substr(0, log::kMaxTextBytes);
            chunk.remove_prefix(record.text.size());
        }
        records += log::formatRecord(record);
        // Short lines grow many times over: in pieces, so that no half gets longer than it may.
        if (records.size() >= kMaxPieceBytes)
            append(std::exchange(records, {}));
    }
    append(records);
}

} // namespace vitrine::shim
