// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Try.h"
#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/ShimConnection.h"

#include <csignal>
#include <memory>
#include <utility>

namespace vitrine::daemon {

/// One verb of vitrine-shim whose answer is awaited. It keeps itself until finish(), which is called once that answer
/// has come, or the time for it is over; after a failure the shim is killed.
template <typename Answer> class ShimJob {
public:
    ShimJob(const ShimJob &) = delete;
    ShimJob &operator=(const ShimJob &) = delete;
    virtual ~ShimJob() = default;

protected:
    struct Patience {
        std::uint64_t milliseconds;
        const char *whenOver; ///< a sentence
    };

    ShimJob(Context &context, Done<Answer> done)
        : m_context(context)
        , m_done(std::move(done))
    {
    }

    /// `launch` starts the shim and calls follow(); its failure is the answer.
    template <typename Launch> static void run(const std::shared_ptr<ShimJob> &job, Launch launch)
    {
        job->m_self = job;
        if (const Result<> launched = launch(); !launched)
            job->finish(failure(launched.error()));
    }

    /// `ticket` is kept until the shim has ended, which may be long after its answer.
    Result<> follow(pid_t pid, UniqueFd control, Quota::Ticket ticket, const Patience &patience)
    {
        m_shimPidfd = UniqueFd(::pidfd_open(pid, 0));
        VITRINE_TRY(m_context.children.watch(pid, {}, [ticket = std::move(ticket)](EventSource::ChildStatus) {}));
        VITRINE_TRY_ASSIGN(m_timer,
                           EventSource::timer(m_context.loop, patience.milliseconds, [this, over = patience.whenOver] {
                               finish(failure(ErrorCode::Timeout, over));
                           }));
        VITRINE_TRY_ASSIGN(
            m_connection,
            ShimConnection::open(m_context.loop, std::move(control),
                                 [this](Result<shim::ShimMessage> message) { onMessage(std::move(message)); }));
        return {};
    }

    virtual void onMessage(Result<shim::ShimMessage> message) = 0;

    void finish(Result<Answer> answer)
    {
        const auto self = std::exchange(m_self, nullptr);
        if (!self)
            return;
        m_timer.reset();
        m_connection.reset();
        if (!answer && m_shimPidfd)
            ::pidfd_send_signal(m_shimPidfd.get(), SIGKILL, nullptr, 0);
        const auto done = std::move(m_done);
        done(std::move(answer));
    }

    Context &m_context;

private:
    Done<Answer> m_done;
    UniqueFd m_shimPidfd;
    std::unique_ptr<ShimConnection> m_connection;
    EventSource m_timer;
    std::shared_ptr<ShimJob> m_self; ///< until it has answered
};

} // namespace vitrine::daemon
