// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/TreeExports.h"

#include "core/base/Try.h"

#include <utility>

namespace vitrine::daemon {

Result<> TreeExports::start(const std::string &id, const TreeProgram &program, Quota::Ticket ticket, Events events,
                            const Done<> &done)
{
    const auto onEnded = [this, id, ended = std::move(events.ended)](const Result<unpack::Finished> &written) {
        // Kept until here, as is the job that calls this.
        const auto running = m_running.extract(id);
        const Result<> answer = ended(written);
        if (running.mapped().cancellation.isWished())
            running.mapped().cancellation.whoWaits()({});
        running.mapped().done(answer);
    };
    VITRINE_TRY_ASSIGN(
        auto job, TreeJob::start(m_context, program, std::move(ticket), { std::move(events.progressed), onEnded }));
    m_running.insert_or_assign(id, Export{ std::move(job), done, {} });
    return {};
}

void TreeExports::cancel(const std::string &id, Done<> done)
{
    Export &running = m_running.at(id);
    running.cancellation.wish(
        m_context.loop, *running.job, "the export",
        "the export has been ended but has not gone yet, since the file's file system does not answer",
        std::move(done));
}

} // namespace vitrine::daemon
