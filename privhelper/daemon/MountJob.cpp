// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/MountJob.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/ErrorNames.h"
#include "core/ipc/Names.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/Spawn.h"

#include <fmt/format.h>

#include <csignal>
#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kTimeoutMs = 10'000;

} // namespace

MountJob::MountJob(Context &context, Done<std::uint64_t> done)
    : m_context(context)
    , m_done(std::move(done))
{
}

void MountJob::add(Context &context, const ContainerRecord &record, int initPidfd, const spec::Mount &mount,
                   const Sources &sources, Done<std::uint64_t> done)
{
    shim::ShimConfig config;
    config.spec = record.spec;
    config.spec.mounts = { mount };
    config.id = record.id;
    config.ownerUid = record.ownerUid;
    config.ownerGid = record.ownerGid;
    config.range = IdPool::range(record.index);
    config.shimUid = IdPool::shimUid(record.index);
    for (const Source &source : sources)
        config.sources.push_back(source.key);
    start(context, record.id, initPidfd, { "mount", shim::configToJson(config), sources }, std::move(done));
}

void MountJob::remove(Context &context, const ContainerRecord &record, int initPidfd, std::uint64_t mountId,
                      Done<std::uint64_t> done)
{
    start(context, record.id, initPidfd, { "unmount", shim::unmountConfigToJson({ mountId }), {} }, std::move(done));
}

void MountJob::start(Context &context, const std::string &id, int initPidfd, const Order &order,
                     Done<std::uint64_t> done)
{
    const std::shared_ptr<MountJob> job(new MountJob(context, std::move(done)));
    job->m_self = job;
    if (auto launched = job->launch(id, initPidfd, order); !launched)
        job->finish(failure(launched.error()));
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
    m_shimPidfd = UniqueFd(::pidfd_open(pid, 0));
    VITRINE_TRY(m_context.children.watch(pid, {}, [](EventSource::ChildStatus) {}));
    VITRINE_TRY_ASSIGN(m_timer, EventSource::timer(m_context.loop, kTimeoutMs, [this] {
                           finish(failure(ErrorCode::Timeout, "the mount did not answer within ten seconds"));
                       }));
    VITRINE_TRY_ASSIGN(
        m_connection,
        ShimConnection::open(m_context.loop, std::move(control.first),
                             [this](Result<shim::ShimMessage> message) { onMessage(std::move(message)); }));
    return {};
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

void MountJob::finish(Result<std::uint64_t> result)
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
