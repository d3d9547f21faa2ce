// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Event.h"

#include <map>
#include <string>

namespace vitrine::daemon {

/// Removes what runs leave on the host: cgroup, network, run directory. It never waits for a process to end, since one
/// that hangs in a file system of its owner's would hold up everybody: it goes on when the kernel says so.
class Leftovers {
public:
    explicit Leftovers(Context &context);
    Leftovers(const Leftovers &) = delete;
    Leftovers &operator=(const Leftovers &) = delete;
    ~Leftovers();

    /// Ends and removes whatever a run of this id may have left. `done` comes at once where everything has ended, and
    /// tells the first failure of all steps; Timeout after 10 seconds, from when on it is tried in the background.
    void destroy(const std::string &id, Done<> done);
    /// Something of this id is still ending.
    [[nodiscard]] bool areThere(const std::string &id) const { return m_endings.contains(id); }
    [[nodiscard]] bool areThere() const { return !m_endings.empty(); }
    /// Nothing of this id is there any more: what could not be removed before is tried again. Busy while something is
    /// still ending.
    Result<> makeRoom(const std::string &id);
    /// `then` once nothing of this id is there: now, or after `done` of destroy(). One for each id.
    void whenGone(const std::string &id, std::function<void()> then);

private:
    struct Ending {
        UniqueFd events;
        EventSource watch;
        EventSource deadline;
        Done<> done; ///< empty once it was called
        std::function<void()> then;
    };
    Result<> await(const std::string &id, UniqueFd events, Ending &ending);
    void goOn(const std::string &id);
    void onDeadline(const std::string &id);
    Result<> removeRest(const std::string &id, Result<> first);

    Context &m_context;
    std::map<std::string, Ending> m_endings;
};

} // namespace vitrine::daemon
