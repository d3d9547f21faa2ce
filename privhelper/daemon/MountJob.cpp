// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/MountJob.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/ErrorNames.h"
#include "core/ipc/Names.h"
#include "privhelper/daemon/ShimConfigs.h"
#include "privhelper/daemon/Spawn.h"

#include <fmt/format.h>

#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kTimeoutMs = 10'000;

} // namespace

MountJob::MountJob(Context &context, Done<std::uint64_t> done)
    : ShimJob(context, std::move(done))
{
}

void MountJob::add(Context &context, const ContainerRecord &record, int initPidfd, const spec::Mount &mount,
                   const Sources &sources, Done<std::uint64_t> done)
{
    shim::ShimConfig config = shimConfigOf(record, sources);
    config.spec.mounts = { mount };
    start(context, record.id, initPidfd, { "mount", shim::configToJson(config), sources }, std::move(done));
}

void MountJob::remove(Context &context, const ContainerRecord &record, int initPidfd, const shim::UnmountConfig &wanted,
                      Done<std::uint64_t> done)
{
    start(context, record.id, initPidfd, { "unmount", shim::unmountConfigToJson(wanted), {} }, std::move(done));
}

void MountJob::start(Context &context, const std::string &id, int initPidfd, const Order &order,
                     Done<std::uint64_t> done)
{
    const std::shared_ptr<MountJob> job(new MountJob(context, std::move(done)));
    run(job, [&] { return job->launch(id, initPidfd, order); });
}

Result<> MountJob::launch(const std::string &id, int initPidfd, const Order &order)
{
    VITRINE_TRY_ASSIGN(const UniqueFd config, sealedMemfd("vitrine-mount", order.config));
    VITRINE_TRY_ASSIGN(auto control, controlSockets());
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, m_context.host.findCgroup(id));
    // What this verb does not need has its place taken by the shim's cgroup.
    const int none = cgroup.shim.get();
    std::vector<int> fds{ config.get(), control.second.get(), none, none, initPidfd, none, cgroup.shim.get() };
    static_assert(shim::kRunDirFd == 7 && shim::kShimCgroupFd == 9 && shim::kFirstSourceFd == 10);
    for (const Source &source : order.sources)
        fds.push_back(source.fd.get());
    VITRINE_TRY_ASSIGN(const pid_t pid,
                       spawnProgram(m_context.libexecDir + "/vitrine-shim", { order.verb }, fds, cgroup.shim.get()));
    return follow(pid, std::move(control.first), {}, { kTimeoutMs, "the mount did not answer within ten seconds" });
}

void MountJob::onMessage(Result<shim::ShimMessage> message)
{
    if (!message)
        return finish(failure(ErrorCode::System, "the mounts could not be changed: the shim ended early"));
    if (message->type == shim::ShimMessageType::Unmounted)
        return finish(0);
    if (message->type == shim::ShimMessageType::Mounted) {
        if (const auto id = parseNumber<std::uint64_t>(message->text))
            return finish(*id);
    } else if (message->type == shim::ShimMessageType::Failed) {
        const auto lineFeed = message->text.find('\n');
        return finish(
            failure(Error{ ipc::errorCode(message->text.substr(0, lineFeed)), static_cast<int>(message->value),
                           message->text.substr(lineFeed == std::string::npos ? 0 : lineFeed + 1) }));
    }
    finish(failure(ErrorCode::Protocol, "the mounts could not be changed: the shim answered out of turn"));
}

} // namespace vitrine::daemon
