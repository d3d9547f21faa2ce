// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/MountVerdict.h"
#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/ShimConnection.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace vitrine::daemon {

/// Finds out what the command of a container, which need not be there yet, can do with the sources of its bind mounts.
/// Lives until its shim has told of all of them, or for eight seconds.
class TrialJob : public std::enable_shared_from_this<TrialJob> {
public:
    using Verdicts = std::vector<spec::MountVerdict>;

    struct Caller {
        std::uint32_t uid = 0;
        std::uint32_t gid = 0;
    };
    /// `ticket` is given back when the shim has ended.
    static void start(Context &context, const spec::ContainerSpec &spec, Caller caller, const Sources &sources,
                      Quota::Ticket ticket, Done<Verdicts> done);

private:
    TrialJob(Context &context, Done<Verdicts> done);
    Result<> launch(const spec::ContainerSpec &spec, Caller caller, const Sources &sources, Quota::Ticket ticket);
    void onMessage(Result<shim::ShimMessage> message);
    void finish(Result<Verdicts> result);

    Context &m_context;
    Done<Verdicts> m_done;
    Verdicts m_verdicts;
    UniqueFd m_shimPidfd;
    std::unique_ptr<ShimConnection> m_connection;
    EventSource m_timer;
    std::shared_ptr<TrialJob> m_self; ///< until it has answered
};

} // namespace vitrine::daemon
