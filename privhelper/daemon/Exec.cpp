// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Exec.h"

#include "core/base/Try.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Spawn.h"

#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kExecTimeoutMs = 30'000;
constexpr std::size_t kMaxStreams = 3;

} // namespace

Exec::Exec(Context &context, Done<ExecStreams> done)
    : ShimJob(context, std::move(done))
{
}

void Exec::start(Context &context, const ContainerRecord &record, const ExecTarget &target, const spec::ExecSpec &spec,
                 Quota::Ticket ticket, Done<ExecStreams> done)
{
    const std::shared_ptr<Exec> exec(new Exec(context, std::move(done)));
    run(exec, [&] { return exec->launch(record, target, spec, std::move(ticket)); });
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
    // The shim of this exec ends with the command.
    return follow(pid, std::move(control.first), std::move(ticket),
                  { kExecTimeoutMs, "the command did not run within 30 seconds" });
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

} // namespace vitrine::daemon
