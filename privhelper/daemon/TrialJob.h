// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/MountVerdict.h"
#include "privhelper/daemon/ShimJob.h"

#include <cstdint>
#include <vector>

namespace vitrine::daemon {

/// Finds out what the command of a container, which need not be there yet, can do with the sources of its bind mounts.
/// Lives until its shim has told of all of them, or for eight seconds.
class TrialJob : public ShimJob<std::vector<spec::MountVerdict>> {
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
    void onMessage(Result<shim::ShimMessage> message) override;

    Verdicts m_verdicts;
};

} // namespace vitrine::daemon
