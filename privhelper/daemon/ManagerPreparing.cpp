// SPDX-License-Identifier: GPL-3.0-or-later
// What is done before a container can be started: the unpacking of its archive.
#include "core/base/Try.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Manager.h"

#include <fmt/format.h>

namespace vitrine::daemon {

Result<> Manager::prepare(Container &container, int archiveFd, Quota::Ticket ticket)
{
    const std::string id = container.id();
    TreeJob::Events events{
        [this, id](const unpack::Progress &progress) {
            if (Container *preparing = find(id))
                preparing->setProgress(progress.done, progress.total);
        },
        [this, id](const Result<unpack::Finished> &unpacked) { onPrepared(id, unpacked); },
    };
    VITRINE_TRY_ASSIGN(const UniqueFd root, m_context.store.makeRootfs(id));
    const std::string base = fmt::format("{}", IdPool::range(container.record().index).base);
    VITRINE_TRY_ASSIGN(auto job,
                       TreeJob::start(m_context, unpackProgram(m_context, { base }, archiveFd, root.get()),
                                      std::move(ticket), std::move(events)));
    m_preparations.insert_or_assign(id, Preparation{ std::move(job), {} });
    return {};
}

void Manager::onPrepared(const std::string &id, const Result<unpack::Finished> &unpacked)
{
    const auto preparation = m_preparations.extract(id);
    Container *container = find(id);
    if (container == nullptr || preparation.empty())
        return;
    if (preparation.mapped().cancellation.isWished())
        return discard(*container, preparation.mapped().cancellation.whoWaits());
    std::optional<ipc::Ended> failed;
    if (!unpacked) {
        failed.emplace();
        failed->reason = ipc::EndReason::Failed;
        failed->step = "unpack";
        failed->message = unpacked.error().what;
        failed->sysErrno = unpacked.error().sysErrno;
        failed->atUs = realtimeUs();
    }
    if (const auto saved = container->finishPreparing(std::move(failed)); !saved)
        journal(Level::Error, fmt::format("container {}: {}", id, saved.error().what));
}

void Manager::cancel(Container &container, Done<> done)
{
    if (m_exports.contains(container.id()))
        return m_exports.cancel(container.id(), std::move(done));
    const auto preparation = m_preparations.find(container.id());
    if (preparation == m_preparations.end())
        return done(
            failure(ErrorCode::BadState,
                    fmt::format("the container is {}: there is nothing to cancel", ipc::stateName(container.state()))));
    // It stays in the list, and so the container goes when the program does: until then its ids are in use.
    preparation->second.cancellation.wish(
        m_context.loop, *preparation->second.job, "the preparation",
        "the unpacker has been killed but has not ended yet, since the archive's file system does not answer; "
        "the container goes when it has",
        std::move(done));
}

} // namespace vitrine::daemon
