// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Event.h"
#include "privhelper/daemon/TreeJob.h"

#include <memory>
#include <string>
#include <string_view>

namespace vitrine::daemon {

/// Somebody's wish that a job be given up. A process that the kernel holds may end much later than it was killed: after
/// five seconds the one who waits is told so (Timeout), and the wish stands.
class Cancellation {
public:
    [[nodiscard]] bool isWished() const { return m_wish != nullptr; }
    /// Gives the job up. Busy when that is wished already: `what` is given up ("the import"). `whenLate` is said then.
    void wish(sd_event *loop, TreeJob &job, std::string_view what, std::string whenLate, Done<> done);
    /// Who is to be told, now that the job has ended.
    [[nodiscard]] Done<> whoWaits() const { return m_wish->done; }

private:
    Result<> remember(sd_event *loop, std::string whenLate, Done<> done);

    struct Wish {
        Done<> done;
        EventSource patience;
    };
    std::unique_ptr<Wish> m_wish;
};

} // namespace vitrine::daemon
