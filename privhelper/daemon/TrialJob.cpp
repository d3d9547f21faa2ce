// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/TrialJob.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Accounts.h"
#include "privhelper/daemon/ShimConfigs.h"
#include "privhelper/daemon/Spawn.h"

#include <algorithm>
#include <utility>

namespace vitrine::daemon {

namespace {

/// More than the shim's own patience with each file system.
constexpr std::uint64_t kTimeoutMs = 8'000;

Result<> checkRange(const std::vector<IdInterval> &taken)
{
    const std::uint64_t first = shim::kTrialRange.base;
    const std::uint64_t last = first + shim::kTrialRange.size - 1;
    if (std::ranges::any_of(taken, [&](const IdInterval &ids) { return ids.first <= last && ids.last >= first; }))
        return failure(ErrorCode::RangeInvalid, "the ids under which mounts are tried belong to an account");
    return {};
}

} // namespace

TrialJob::TrialJob(Context &context, Done<Verdicts> done)
    : ShimJob(context, std::move(done))
{
}

void TrialJob::start(Context &context, const spec::ContainerSpec &spec, Caller caller, const Sources &sources,
                     Quota::Ticket ticket, Done<Verdicts> done)
{
    const std::shared_ptr<TrialJob> job(new TrialJob(context, std::move(done)));
    run(job, [&] { return job->launch(spec, caller, sources, std::move(ticket)); });
}

Result<> TrialJob::launch(const spec::ContainerSpec &spec, Caller caller, const Sources &sources, Quota::Ticket ticket)
{
    VITRINE_TRY_ASSIGN(const Accounts accounts, Accounts::read(m_context.etcDir));
    VITRINE_TRY(checkRange(accounts.taken()));
    shim::ShimConfig config;
    config.spec = spec;
    config.ownerUid = caller.uid;
    config.ownerGid = caller.gid;
    config.range = shim::kTrialRange;
    config.sources = keysOf(sources);
    VITRINE_TRY_ASSIGN(const UniqueFd configFd, sealedMemfd("vitrine-trial", shim::configToJson(config)));
    VITRINE_TRY_ASSIGN(auto control, controlSockets());
    // What a trial does not need has its place taken by the configuration.
    std::vector<int> fds(static_cast<std::size_t>(shim::kFirstSourceFd - shim::kConfigFd), configFd.get());
    fds[shim::kControlFd - shim::kConfigFd] = control.second.get();
    for (const Source &source : sources)
        fds.push_back(source.fd.get());
    const UniqueFd cgroup = m_context.host.jobCgroup(caller.uid);
    VITRINE_TRY_ASSIGN(const pid_t pid,
                       spawnProgram(m_context.libexecDir + "/vitrine-shim", { "trial" }, fds, cgroup.get()));
    return follow(pid, std::move(control.first), std::move(ticket),
                  { kTimeoutMs, "the mounts were not tried within eight seconds" });
}

void TrialJob::onMessage(Result<shim::ShimMessage> message)
{
    if (!message)
        return finish(failure(ErrorCode::System, "the mounts could not be tried: the shim ended early"));
    if (message->type != shim::ShimMessageType::Tried)
        return finish(failure(ErrorCode::System,
                              "the mounts could not be tried: " + message->text.substr(message->text.find('\n') + 1)));
    if (message->text.empty())
        return finish(std::move(m_verdicts));
    auto verdict = spec::verdictFromJson(message->text);
    if (!verdict)
        return finish(failure(verdict.error()));
    m_verdicts.push_back(std::move(*verdict));
}

} // namespace vitrine::daemon
