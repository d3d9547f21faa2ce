// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/TreeJob.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/Spawn.h"

#include <sys/socket.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace vitrine::daemon {

namespace {

/// Progress is passed on so often at most, whatever the unpacker says.
constexpr auto kTellEvery = std::chrono::milliseconds(100);
/// Once all is read there is only the disk to wait for, and it may have gigabytes to write.
constexpr std::uint64_t kWriteBackFactor = 10;

} // namespace

TreeProgram unpackProgram(const Context &context, std::vector<std::string> arguments, int archiveFd, int destinationFd,
                          int storedLayersFd)
{
    return { context.libexecDir + '/' + unpack::kProgramName,
             std::move(arguments),
             archiveFd,
             destinationFd,
             storedLayersFd,
             "the archive",
             "the archive could not be unpacked: the unpacker ended early" };
}

TreeProgram packProgram(const Context &context, std::vector<std::string> arguments, int outputFd, int contentFd,
                        const std::vector<UniqueFd> &trees)
{
    TreeProgram program{ context.libexecDir + '/' + unpack::kProgramName,
                         std::move(arguments),
                         outputFd,
                         contentFd,
                         -1,
                         "the archive",
                         "the archive could not be written: the program that writes it ended early" };
    for (const UniqueFd &tree : trees)
        program.trees.push_back(tree.get());
    return program;
}

TreeJob::TreeJob(Context &context, const TreeProgram &program, Events events)
    : m_context(context)
    , m_events(std::move(events))
    , m_subject(program.subject)
    , m_whenEndedEarly(program.whenEndedEarly)
    , m_alive(std::make_shared<int>(0))
{
}

TreeJob::~TreeJob() = default;

Result<std::unique_ptr<TreeJob>> TreeJob::start(Context &context, const TreeProgram &program, Quota::Ticket ticket,
                                                Events events)
{
    std::unique_ptr<TreeJob> job(new TreeJob(context, program, std::move(events)));
    VITRINE_TRY(job->launch(program, std::move(ticket)));
    return job;
}

void TreeJob::run(Context &context, const TreeProgram &program, Quota::Ticket ticket, Done<unpack::Finished> done)
{
    // The job lives with its own events, until it has ended.
    const auto job = std::make_shared<std::unique_ptr<TreeJob>>();
    auto started = start(context, program, std::move(ticket),
                         { [](const unpack::Progress &) {},
                           [job, done](const Result<unpack::Finished> &finished) {
                               const std::unique_ptr<TreeJob> ended = std::move(*job);
                               done(finished);
                           } });
    if (!started)
        return done(failure(started.error()));
    *job = std::move(*started);
}

Result<> TreeJob::launch(const TreeProgram &program, Quota::Ticket ticket)
{
    VITRINE_TRY_ASSIGN(auto sockets, controlSockets());
    std::vector<int> fds{ program.inputFd, program.outputFd, sockets.second.get() };
    if (program.extraFd >= 0)
        fds.push_back(program.extraFd);
    fds.insert(fds.end(), program.trees.begin(), program.trees.end());
    const UniqueFd cgroup = ticket ? m_context.host.jobCgroup(*ticket) : UniqueFd();
    VITRINE_TRY_ASSIGN(const pid_t pid, spawnProgram(program.path, program.arguments, fds, cgroup.get()));
    static_assert(unpack::kArchiveFd == 3 && unpack::kDestinationFd == 4 && unpack::kStatusFd == 5);
    m_pidfd = UniqueFd(::pidfd_open(pid, 0));
    m_status = std::move(sockets.first);
    VITRINE_TRY(
        m_context.children.watch(pid, m_alive, [this, ticket = std::move(ticket)](EventSource::ChildStatus) mutable {
            ticket.reset(); // whoever is told may want it
            onExit();
        }));
    // From here on the end of the program is the answer, and the only one.
    if (const auto followed = follow(); !followed)
        giveUp(followed.error());
    return {};
}

Result<> TreeJob::follow()
{
    VITRINE_TRY(expectProgress(m_context.unpackStallMs));
    VITRINE_TRY_ASSIGN(m_source, EventSource::readable(m_context.loop, m_status.get(), [this] { onReadable(); }));
    return {};
}

bool TreeJob::onReadable()
{
    std::array<char, unpack::kMaxPacket + 1> packet{};
    const ssize_t size = ::recv(m_status.get(), packet.data(), packet.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (size <= 0) {
        m_source.reset();
        return false;
    }
    const auto message = unpack::decodeMessage({ packet.data(), static_cast<std::size_t>(size) });
    if (m_result)
        return true;
    if (!message)
        m_result = failure(ErrorCode::ImageUnpackFailed, message.error().what);
    else if (const auto *progress = std::get_if<unpack::Progress>(&*message))
        onProgress(*progress);
    else if (const auto *finished = std::get_if<unpack::Finished>(&*message))
        m_result = *finished;
    else if (const auto *error = std::get_if<Error>(&*message))
        m_result = failure(*error);
    return true;
}

void TreeJob::onProgress(const unpack::Progress &progress)
{
    if (progress.done > m_done || progress.done == progress.total) {
        m_done = progress.done;
        const std::uint64_t factor = progress.done == progress.total ? kWriteBackFactor : 1;
        if (const auto expected = expectProgress(m_context.unpackStallMs * factor); !expected)
            return giveUp(expected.error());
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - m_told < kTellEvery)
        return;
    m_told = now;
    m_events.progressed(progress);
}

Result<> TreeJob::expectProgress(std::uint64_t withinMs)
{
    VITRINE_TRY_ASSIGN(m_stallTimer, EventSource::timer(m_context.loop, withinMs, [this, withinMs] {
                           giveUp(Error{ ErrorCode::Timeout, 0,
                                         fmt::format("{} was given up: nothing more came of it for {} seconds",
                                                     m_subject, withinMs / 1000) });
                       }));
    return {};
}

void TreeJob::onExit()
{
    // What it said last may still lie in the socket; every writer is gone, so this comes to an end.
    while (m_source && !m_result && onReadable()) { }
    m_source.reset();
    m_stallTimer.reset();
    auto result = m_result.value_or(failure(ErrorCode::ImageUnpackFailed, m_whenEndedEarly));
    const auto finished = m_events.finished;
    finished(std::move(result));
}

void TreeJob::cancel()
{
    giveUp(Error{ ErrorCode::Cancelled, 0, "the preparation was cancelled" });
}

void TreeJob::giveUp(Error error)
{
    m_result = failure(std::move(error));
    m_stallTimer.reset();
    m_source.reset();
    m_status.reset();
    // Not KILL: the program ends the process that reads, and stays until that one is gone.
    if (m_pidfd)
        ::pidfd_send_signal(m_pidfd.get(), SIGTERM, nullptr, 0);
}

} // namespace vitrine::daemon
