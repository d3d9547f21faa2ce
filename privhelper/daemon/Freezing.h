// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Event.h"

#include <string>

namespace vitrine::daemon {

/// The freezing of a container, which is over when the kernel says so: a process that waits for a file system comes to
/// rest only when that answers, and the helper must not wait with it.
class Freezing {
public:
    /// One at a time. On failure everything runs again: Timeout when not all has come to rest within two seconds.
    void begin(Context &context, const std::string &id, Done<> done);
    /// Answers with `error` if it is still under way.
    void cancel(const Error &error);
    static Result<> thaw(Context &context, const std::string &id);

private:
    Result<> step();
    void answer(Result<> frozen);

    Context *m_context = nullptr;
    std::string m_id;
    UniqueFd m_events;
    EventSource m_watch;
    EventSource m_deadline;
    Done<> m_done; ///< empty when nothing is under way
};

} // namespace vitrine::daemon
