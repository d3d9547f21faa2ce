// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Event.h"
#include "privhelper/daemon/Quotas.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// The processes that show the files of one container or volume to its owner (vitrine-shim files, volume). Those of a
/// container that does not run hold its layers mounted for writing, those of one that runs its mount namespace: so all
/// of them end before anything else is done with the layers. They end with the helper, too.
class FilesSessions {
public:
    explicit FilesSessions(Context &context);
    ~FilesSessions();
    FilesSessions(const FilesSessions &) = delete;
    FilesSessions &operator=(const FilesSessions &) = delete;

    /// The client's end of a new one; what cannot be shown is told over that. `initPidfd` is -1 for a container that
    /// does not run. `ticket` is given back when the process has ended.
    Result<UniqueFd> open(const ContainerRecord &record, int initPidfd, const Sources &sources, Quota::Ticket ticket);
    /// The same for a volume with this directory.
    Result<UniqueFd> openVolume(int dataFd, Quota::Ticket ticket);
    /// Ends them all. Busy when the kernel has not let go of one within five seconds.
    void end(Done<> done);
    [[nodiscard]] bool isEmpty() const { return m_sessions.empty(); }

private:
    struct Session {
        UniqueFd pidfd;
        UniqueFd control; ///< nothing is said over it: its end is that of the helper
        UniqueFd server; ///< the other end of the client's
    };
    /// Why a process has ended, where the client is to be told.
    using Silence = std::function<std::optional<Error>(const EventSource::ChildStatus &)>;
    /// `spawn` takes the ends of the control connection and of the conversation that are the process's.
    template <typename Spawn> Result<UniqueFd> begin(Quota::Ticket ticket, const Silence &silence, const Spawn &spawn);
    void onExit(pid_t pid, const std::optional<Error> &silence);
    void answer(const Result<> &ended);

    Context &m_context;
    std::map<pid_t, Session> m_sessions;
    std::vector<Done<>> m_waiters;
    EventSource m_patience;
    std::shared_ptr<void> m_alive;
};

/// A shim that works on the files of a container: the verb, and the descriptors that it is given beside its sources.
struct FilesShim {
    const char *verb;
    int controlFd = -1;
    int clientFd = -1;
    int initPidfd = -1; ///< -1 for a container that does not run
};
/// Whether it has ended because the files that it was to see did not answer in time; the error says which.
std::optional<Error> silenceOf(const ContainerRecord &record, const EventSource::ChildStatus &status);
Result<pid_t> spawnOnFiles(Context &context, const ContainerRecord &record, const Sources &sources,
                           const FilesShim &wanted);

} // namespace vitrine::daemon
