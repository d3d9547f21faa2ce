// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Exec.h"

#include "core/base/Try.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/Spawn.h"

#include <csignal>
#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kExecTimeoutMs = 30'000;
constexpr std::size_t kMaxStreams = 3;

} // namespace

Exec::Exec(Context &context, Done<ExecStreams> done)
    : m_context(context)
    , m_done(std::move(done))
{
}

void Exec::start(Context &context, const ContainerRecord &record, const ExecTarget &target, const spec::ExecSpec &spec,
                 Quota::Ticket ticket, Done<ExecStreams> done)
{
    const std::shared_ptr<Exec> exec(new Exec(context, std::move(done)));
    exec->m_self = exec;
    if (auto launched = exec->launch(record, target, spec, std::move(ticket)); !launched)
        exec->finish(failure(launched.error()));
}

Result<> Exec::launch(const ContainerRecord &record, const ExecTarget &target, const spec::ExecSpec &spec,
                      Quota::Ticket ticket)
{
    shim::ExecConfig config;
    config.exec = spec;
    config.spec = record.spec;
    config.ownerUid = record.ownerUid;
    config.ownerGid = record.ownerGid;
    config.range = IdPool::range(record.index);
    config.shimUid = IdPool::shimUid(record.index);
    config.display = target.display;

    VITRINE_TRY_ASSIGN(const UniqueFd configFd, sealedMemfd("vitrine-exec", shim::execConfigToJson(config)));
    VITRINE_TRY_ASSIGN(auto control, controlSockets());
    VITRINE_TRY_ASSIGN(const int seccomp, m_context.host.seccompFilter());
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, m_context.host.findCgroup(record.id));
    VITRINE_TRY_ASSIGN(
        const pid_t pid,
        spawnProgram(m_context.libexecDir + "/vitrine-shim", { "exec" },
                     { configFd.get(), control.second.get(), seccomp, cgroup.payload.get(), target.initPidfd },
                     cgroup.shim.get()));
    m_shimPidfd = UniqueFd(::pidfd_open(pid, 0));
    // The watch keeps the ticket until the shim of this exec has ended, and with it the command.
    VITRINE_TRY(m_context.children.watch(pid, {}, [ticket = std::move(ticket)](EventSource::ChildStatus) {}));
    VITRINE_TRY_ASSIGN(m_timer, EventSource::timer(m_context.loop, kExecTimeoutMs, [this] {
                           finish(failure(ErrorCode::Timeout, "the command did not run within 30 seconds"));
                       }));
    VITRINE_TRY_ASSIGN(
        m_connection,
        ShimConnection::open(m_context.loop, std::move(control.first),
                             [this](Result<shim::ShimMessage> message) { onMessage(std::move(message)); }));
    return {};
}

void Exec::onMessage(Result<shim::ShimMessage> message)
{
    if (!message)
        return finish(failure(ErrorCode::StartFailed, "the command could not be run: its shim ended early"));
    if (message->type == shim::ShimMessageType::Failed) {
        const auto lineFeed = message->text.find('\n');
        std::string what = message->text;
        if (lineFeed != std::string::npos)
            what.replace(lineFeed, 1, ": ");
        return finish(failure(Error{ ErrorCode::StartFailed, static_cast<int>(message->value), std::move(what) }));
    }
    if (message->type != shim::ShimMessageType::ExecReady || message->fds.size() < 2
        || message->fds.size() > 1 + kMaxStreams)
        return finish(failure(ErrorCode::StartFailed, "the command could not be run: its shim answered out of turn"));
    ExecStreams ready;
    ready.status = std::move(message->fds[0]);
    for (std::size_t i = 1; i < message->fds.size(); ++i)
        ready.streams.push_back(std::move(message->fds[i]));
    finish(std::move(ready));
}

void Exec::finish(Result<ExecStreams> result)
{
    const auto self = std::exchange(m_self, nullptr);
    if (!self)
        return;
    m_timer.reset();
    m_connection.reset();
    if (!result && m_shimPidfd)
        ::pidfd_send_signal(m_shimPidfd.get(), SIGKILL, nullptr, 0);
    const auto done = std::move(m_done);
    done(std::move(result));
}

} // namespace vitrine::daemon
