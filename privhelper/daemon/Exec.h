// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ExecSpec.h"
#include "privhelper/daemon/ShimJob.h"

#include <vector>

namespace vitrine::daemon {

struct ExecStreams {
    UniqueFd status;
    std::vector<UniqueFd> streams; ///< a pty, or stdin, stdout and stderr
};

/// The run that a command joins.
struct ExecTarget {
    int initPidfd = -1;
    plan::DisplayServer display = plan::DisplayServer::None;
};

/// The start of one more command inside: lives until the exec's own shim has answered, which then needs nobody.
class Exec : public ShimJob<ExecStreams> {
public:
    /// `ticket` is given back when the command has ended.
    static void start(Context &context, const ContainerRecord &record, const ExecTarget &target,
                      const spec::ExecSpec &spec, Quota::Ticket ticket, Done<ExecStreams> done);

private:
    Exec(Context &context, Done<ExecStreams> done);
    Result<> launch(const ContainerRecord &record, const ExecTarget &target, const spec::ExecSpec &spec,
                    Quota::Ticket ticket);
    void onMessage(Result<shim::ShimMessage> message) override;
};

} // namespace vitrine::daemon
