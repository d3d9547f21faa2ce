// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/TreeJob.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Event.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/Spawn.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <optional>
#include <utility>

namespace vitrine::daemon {

namespace {

/// A program that says that it has read all may have gigabytes to write still.
constexpr std::uint64_t kWriteBackFactor = 10;

/// Lives until the program has ended: whoever watches that holds it.
class TreeJob : public std::enable_shared_from_this<TreeJob> {
public:
    TreeJob(Context &context, Quota::Ticket ticket, Done<unpack::Finished> done)
        : m_context(context)
        , m_ticket(std::move(ticket))
        , m_done(std::move(done))
    {
    }

    Result<> launch(const TreeProgram &program)
    {
        VITRINE_TRY_ASSIGN(auto sockets, controlSockets());
        VITRINE_TRY_ASSIGN(
            const pid_t pid,
            spawnProgram(program.path, program.arguments, { program.inputFd, program.outputFd, sockets.second.get() }));
        m_pidfd = UniqueFd(::pidfd_open(pid, 0));
        m_status = std::move(sockets.first);
        const auto self = shared_from_this();
        VITRINE_TRY(m_context.children.watch(pid, self, [self](EventSource::ChildStatus) { self->onExit(); }));
        // From here on the end of the program is the answer, and the only one.
        if (const auto followed = follow(); !followed)
            giveUp(followed.error());
        return {};
    }

private:
    Result<> follow()
    {
        VITRINE_TRY(expectNews(m_context.unpackStallMs));
        VITRINE_TRY_ASSIGN(m_source, EventSource::readable(m_context.loop, m_status.get(), [this] { onReadable(); }));
        return {};
    }

    /// False when there was nothing to read.
    bool onReadable()
    {
        std::array<char, unpack::kMaxPacket + 1> packet{};
        const ssize_t size = ::recv(m_status.get(), packet.data(), packet.size(), 0);
        if (size < 0 && (errno == EAGAIN || errno == EINTR))
            return false;
        if (size <= 0) {
            m_source.reset();
            return false;
        }
        if (m_result)
            return true;
        const auto message = unpack::decodeMessage({ packet.data(), static_cast<std::size_t>(size) });
        if (!message)
            m_result = failure(message.error());
        else if (const auto *error = std::get_if<Error>(&*message))
            m_result = failure(*error);
        else if (const auto *finished = std::get_if<unpack::Finished>(&*message))
            m_result = *finished;
        else if (const auto *progress = std::get_if<unpack::Progress>(&*message))
            onProgress(*progress);
        return true;
    }

    void onProgress(const unpack::Progress &progress)
    {
        const bool isRead = progress.done == progress.total;
        if (progress.done <= m_read && !isRead)
            return;
        m_read = progress.done;
        if (const auto expected = expectNews(m_context.unpackStallMs * (isRead ? kWriteBackFactor : 1)); !expected)
            giveUp(expected.error());
    }

    Result<> expectNews(std::uint64_t withinMs)
    {
        VITRINE_TRY_ASSIGN(m_stallTimer, EventSource::timer(m_context.loop, withinMs, [this] {
                               giveUp(Error{ ErrorCode::Timeout, 0, "it was given up: nothing more came of it" });
                           }));
        return {};
    }

    void giveUp(Error error)
    {
        m_result = failure(std::move(error));
        m_source.reset();
        m_stallTimer.reset();
        if (m_pidfd)
            ::pidfd_send_signal(m_pidfd.get(), SIGTERM, nullptr, 0);
    }

    void onExit()
    {
        // What it said last may still lie in the socket; every writer is gone, so this comes to an end.
        while (m_source && !m_result && onReadable()) { }
        m_source.reset();
        m_stallTimer.reset();
        m_ticket.reset();
        m_done(m_result.value_or(failure(ErrorCode::ImageUnpackFailed, "the program that did the work ended early")));
    }

    Context &m_context;
    Quota::Ticket m_ticket;
    Done<unpack::Finished> m_done;
    UniqueFd m_status;
    UniqueFd m_pidfd;
    std::optional<Result<unpack::Finished>> m_result;
    EventSource m_source;
    EventSource m_stallTimer;
    std::uint64_t m_read = 0;
};

} // namespace

void runTreeJob(Context &context, const TreeProgram &program, Quota::Ticket ticket, Done<unpack::Finished> done)
{
    const auto job = std::make_shared<TreeJob>(context, std::move(ticket), done);
    if (const auto launched = job->launch(program); !launched)
        done(failure(launched.error()));
}

} // namespace vitrine::daemon
