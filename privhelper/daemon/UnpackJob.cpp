// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/UnpackJob.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Directory.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/Spawn.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace vitrine::daemon {

UnpackJob::UnpackJob(Context &context, Events events)
    : m_context(context)
    , m_events(std::move(events))
    , m_alive(std::make_shared<int>(0))
{
}

UnpackJob::~UnpackJob() = default;

Result<std::unique_ptr<UnpackJob>> UnpackJob::start(Context &context, const ContainerRecord &record, int archiveFd,
                                                    Events events)
{
    std::unique_ptr<UnpackJob> job(new UnpackJob(context, std::move(events)));
    VITRINE_TRY(job->launch(record, archiveFd));
    return job;
}

Result<> UnpackJob::launch(const ContainerRecord &record, int archiveFd)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, m_context.store.openContainer(record.id));
    if (::mkdirat(directory.get(), "rootfs", 0755) != 0)
        return failErrno(errno, "making the root directory of a container");
    VITRINE_TRY_ASSIGN(const UniqueFd root, openDirectoryAt(directory.get(), "rootfs"));
    VITRINE_TRY_ASSIGN(auto sockets, controlSockets());
    VITRINE_TRY_ASSIGN(const pid_t pid,
                       spawnProgram(m_context.libexecDir + '/' + unpack::kProgramName,
                                    { fmt::format("{}", IdPool::range(record.index).base) },
                                    { archiveFd, root.get(), sockets.second.get() }));
    static_assert(unpack::kArchiveFd == 3 && unpack::kDestinationFd == 4 && unpack::kStatusFd == 5);
    m_pidfd = UniqueFd(::pidfd_open(pid, 0));
    m_status = std::move(sockets.first);
    VITRINE_TRY(m_context.children.watch(pid, m_alive, [this](EventSource::ChildStatus) { onExit(); }));
    VITRINE_TRY_ASSIGN(m_source, EventSource::readable(m_context.loop, m_status.get(), [this] { onReadable(); }));
    return {};
}

bool UnpackJob::onReadable()
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
        m_events.progressed(progress->done, progress->total);
    else if (const auto *error = std::get_if<Error>(&*message))
        m_result = failure(*error);
    else
        m_result = Result<>();
    return true;
}

void UnpackJob::onExit()
{
    // What it said last may still lie in the socket; every writer is gone, so this comes to an end.
    while (m_source && !m_result && onReadable()) { }
    m_source.reset();
    Result<> result = m_result.value_or(
        failure(ErrorCode::ImageUnpackFailed, "the archive could not be unpacked: the unpacker ended early"));
    const auto finished = m_events.finished;
    finished(std::move(result));
}

void UnpackJob::cancel()
{
    m_result = failure(ErrorCode::Cancelled, "the preparation was cancelled");
    m_source.reset();
    m_status.reset();
    if (m_pidfd)
        ::pidfd_send_signal(m_pidfd.get(), SIGKILL, nullptr, 0);
}

} // namespace vitrine::daemon
