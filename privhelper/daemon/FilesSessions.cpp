// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/FilesSessions.h"

#include "core/base/Try.h"
#include "core/ipc/FilesFrame.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/ShimConfigs.h"
#include "privhelper/daemon/Spawn.h"
#include "privhelper/shim/Deadline.h"

#include <sys/socket.h>

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kEndPatienceMs = 5'000;
constexpr int kNothing = -1;

} // namespace

Result<pid_t> spawnOnFiles(Context &context, const ContainerRecord &record, const Sources &sources,
                           const FilesShim &wanted)
{
    shim::ShimConfig config = shimConfigOf(record, sources);
    config.layerCount = static_cast<std::uint32_t>(record.layers.size());
    VITRINE_TRY_ASSIGN(const UniqueFd configFd, sealedMemfd("vitrine-files", shim::configToJson(config)));
    VITRINE_TRY_ASSIGN(const UniqueFd state, context.store.openContainer(record.id));
    VITRINE_TRY_ASSIGN(const auto layers, context.images.openLayers(record.ownerUid, record.layers));
    std::vector<int> fds{ configFd.get(),   wanted.controlFd, wanted.clientFd, kNothing,
                          wanted.initPidfd, state.get(),      kNothing };
    static_assert(shim::kConfigFd == 3 && shim::kControlFd == 4 && shim::kStateDirFd == 8
                  && shim::kFirstSourceFd == 10);
    for (const Source &source : sources)
        fds.push_back(source.fd.get());
    for (const UniqueFd &layer : layers)
        fds.push_back(layer.get());
    const UniqueFd cgroup = context.host.jobCgroup(record.ownerUid);
    return spawnProgram(context.libexecDir + "/vitrine-shim", { wanted.verb }, fds, cgroup.get());
}

std::optional<Error> silenceOf(const ContainerRecord &record, const EventSource::ChildStatus &status)
{
    if (status.exited || status.value != SIGALRM)
        return std::nullopt;
    const bool isFolder = record.spec.root.kind == spec::RootKind::Folder;
    return Error{ ErrorCode::Timeout, ETIMEDOUT,
                  fmt::format("the files were given up: the file system {} has not answered for {} seconds",
                              isFolder ? "of the folder " + record.spec.root.path + " or one below it"
                                       : "of the container or one below it",
                              shim::kFilesPatienceSeconds) };
}

FilesSessions::FilesSessions(Context &context)
    : m_context(context)
    , m_alive(std::make_shared<int>(0))
{
}

FilesSessions::~FilesSessions()
{
    for (const auto &[pid, session] : m_sessions)
        ::pidfd_send_signal(session.pidfd.get(), SIGKILL, nullptr, 0);
}

template <typename Spawn>
Result<UniqueFd> FilesSessions::begin(Quota::Ticket ticket, const Silence &silence, const Spawn &spawn)
{
    VITRINE_TRY_ASSIGN(auto control, controlSockets());
    VITRINE_TRY_ASSIGN(auto client, controlSockets());
    VITRINE_TRY_ASSIGN(const pid_t pid, spawn(control.second.get(), client.second.get()));
    // Should this fail, the end of the control connection ends the process.
    VITRINE_TRY(m_context.children.watch(
        pid, m_alive, [this, pid, silence, ticket = std::move(ticket)](EventSource::ChildStatus status) {
            onExit(pid, silence(status));
        }));
    m_sessions[pid] = { UniqueFd(::pidfd_open(pid, 0)), std::move(control.first), std::move(client.second) };
    return std::move(client.first);
}

Result<UniqueFd> FilesSessions::open(const ContainerRecord &record, int initPidfd, const Sources &sources,
                                     Quota::Ticket ticket)
{
    const auto silence = [record](const auto &status) { return silenceOf(record, status); };
    return begin(std::move(ticket), silence, [&](int controlFd, int clientFd) {
        return spawnOnFiles(m_context, record, sources, { "files", controlFd, clientFd, initPidfd });
    });
}

Result<UniqueFd> FilesSessions::openVolume(int dataFd, Quota::Ticket ticket)
{
    // Nobody but the kernel answers for what is in the store.
    const auto silence = [](const auto &) { return std::optional<Error>(); };
    const UniqueFd cgroup = m_context.host.jobCgroup(*ticket);
    return begin(std::move(ticket), silence, [&](int controlFd, int clientFd) {
        return spawnProgram(m_context.libexecDir + "/vitrine-shim", { "volume" },
                            { kNothing, controlFd, clientFd, kNothing, kNothing, dataFd }, cgroup.get());
    });
}

void FilesSessions::onExit(pid_t pid, const std::optional<Error> &silence)
{
    const auto session = m_sessions.extract(pid);
    if (silence && !session.empty()) {
        ipc::FilesReply last;
        last.error = silence;
        const std::string packet = ipc::encodeReply(last);
        // A client that does not read, either, is not waited for.
        static_cast<void>(
            !::send(session.mapped().server.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
    }
    if (m_sessions.empty())
        answer({});
}

void FilesSessions::end(Done<> done)
{
    if (m_sessions.empty())
        return done({});
    for (const auto &[pid, session] : m_sessions)
        ::pidfd_send_signal(session.pidfd.get(), SIGKILL, nullptr, 0);
    m_waiters.push_back(std::move(done));
    auto patience = EventSource::timer(m_context.loop, kEndPatienceMs, [this] {
        answer(failure(ErrorCode::Busy,
                       "the files are still in use by a process that was told to end: "
                       "a file system below them does not answer"));
    });
    if (patience)
        m_patience = std::move(*patience);
}

void FilesSessions::answer(const Result<> &ended)
{
    m_patience.reset();
    // Whoever is told may destroy this.
    for (const auto &done : std::exchange(m_waiters, {}))
        done(ended);
}

} // namespace vitrine::daemon
