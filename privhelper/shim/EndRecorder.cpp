// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/EndRecorder.h"

#include "core/base/Text.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace vitrine::shim {

namespace {

constexpr int kKilledStatus = 128 + SIGKILL; // how a shell that ran the victim reports it

UniqueFd openFile(int dirFd, const char *name)
{
    return UniqueFd(::openat(dirFd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
}

std::string readText(const UniqueFd &file)
{
    std::array<char, 1024> buffer{};
    const ssize_t size = file ? ::pread(file.get(), buffer.data(), buffer.size(), 0) : 0;
    return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

/// A single number; "max" and what is not there are nothing.
std::optional<std::uint64_t> readNumber(const UniqueFd &file)
{
    return parseNumber<std::uint64_t>(trimmed(readText(file)));
}

/// A line "key number" of a flat file.
std::uint64_t readCounter(const UniqueFd &file, std::string_view key)
{
    const std::string text = readText(file);
    for (const std::string_view line : split(text, '\n')) {
        if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
            return parseNumber<std::uint64_t>(line.substr(key.size() + 1)).value_or(0);
    }
    return 0;
}

} // namespace

EndRecorder::EndRecorder(int payloadCgroupFd)
    : m_memoryEvents(openFile(payloadCgroupFd, "memory.events"))
    , m_pidsEvents(openFile(payloadCgroupFd, "pids.events"))
    , m_memoryPeak(openFile(payloadCgroupFd, "memory.peak"))
    , m_memoryMax(openFile(payloadCgroupFd, "memory.max"))
    , m_oomKillsBefore(readCounter(m_memoryEvents, "oom_kill"))
    , m_pidsRefusedBefore(readCounter(m_pidsEvents, "max"))
{
}

ipc::Ended EndRecorder::ended(std::optional<int> status) const
{
    ipc::Ended ended;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    ended.atUs = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
    ended.oomKills = readCounter(m_memoryEvents, "oom_kill") - m_oomKillsBefore;
    ended.pidsRefused = readCounter(m_pidsEvents, "max") - m_pidsRefusedBefore;
    ended.memoryPeakBytes = readNumber(m_memoryPeak);
    ended.memoryMaxBytes = readNumber(m_memoryMax);
    if (!status) {
        ended.message = "nobody saw how the command ended";
        return ended;
    }
    bool killed = false;
    if (WIFEXITED(*status)) {
        ended.reason = ipc::EndReason::Exited;
        ended.exitCode = WEXITSTATUS(*status);
        killed = *ended.exitCode == kKilledStatus;
    } else {
        ended.reason = ipc::EndReason::Signal;
        ended.signal = WTERMSIG(*status);
        killed = *ended.signal == SIGKILL;
    }
    if (killed && ended.oomKills > 0)
        ended.reason = ipc::EndReason::Oom;
    return ended;
}

} // namespace vitrine::shim
