// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/ContainerState.h"
#include "core/spec/SpecChanges.h"
#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Exec.h"
#include "privhelper/daemon/FilesSessions.h"
#include "privhelper/daemon/ObjectObserver.h"
#include "privhelper/daemon/OperationTurn.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/Run.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::daemon {

class Container;

class ContainerObserver {
public:
    ContainerObserver() = default;
    ContainerObserver(const ContainerObserver &) = delete;
    ContainerObserver &operator=(const ContainerObserver &) = delete;
    virtual ~ContainerObserver() = default;

    virtual void containerChanged(const Container &container, const Properties &properties) = 0;
    /// It has ended and was made to go with that: the observer removes it, and it does nothing more of itself.
    virtual void containerDoomed(Container &container) = 0;
};

/// Whether a change of the mounts is for the next start, too.
enum class Keep { No, Yes };

/// One container: its record and its state machine. The caller has authorised every verb; each says BadState when it
/// does not fit the state.
class Container {
public:
    Container(Context &context, ContainerObserver &observer, ContainerRecord record);
    Container(const Container &) = delete;
    Container &operator=(const Container &) = delete;
    ~Container();

    [[nodiscard]] const ContainerRecord &record() const { return m_record; }
    [[nodiscard]] const std::string &id() const { return m_record.id; }
    [[nodiscard]] ipc::ContainerState state() const { return m_state; }
    [[nodiscard]] std::uint32_t ownerUid() const { return m_record.ownerUid; }
    /// What it runs by: what it was started with, although another specification may be kept by now. Its limits are
    /// those of the start; the ones in force are the record's.
    [[nodiscard]] const spec::ContainerSpec &specOfRun() const { return m_run ? m_run->spec() : m_record.spec; }
    /// What of the record's specification waits for the next start.
    [[nodiscard]] std::vector<spec::SpecChange> waiting() const;
    /// Of the specification and of what waits, as the bus shows them.
    [[nodiscard]] std::size_t specBytes() const { return m_specBytes; }
    /// Starting, or with processes.
    [[nodiscard]] bool isActive() const { return m_run != nullptr; }
    [[nodiscard]] std::uint32_t initPid() const;
    [[nodiscard]] std::string cgroupPath() const;
    [[nodiscard]] std::string networkInterface() const;
    [[nodiscard]] std::string address() const;
    [[nodiscard]] std::optional<ipc::Ended> ended() const;
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> progress() const { return m_progress; }

    /// Busy while another token is held.
    Result<OperationToken> beginOperation() { return m_turn.take("container"); }

    /// Ends what shows its files first.
    void start(std::shared_ptr<Sources> sources, Done<UniqueFd> done);
    /// `timeoutMs` between TERM and KILL.
    void stop(std::uint64_t timeoutMs, Done<> done);
    Result<> kill(int signal);
    void pause(Done<> done);
    Result<> resume();
    /// pause() and resume() around a reading of its files. A helper that finds it held lets it go.
    void hold(Done<> done);
    void letGo();
    void restart(std::uint64_t timeoutMs, std::shared_ptr<Sources> sources, Done<UniqueFd> done);
    /// KILL to everything inside; `done` when it has ended.
    void forceEnd(Done<> done);
    // ContainerChanges.cpp
    Result<> rename(const std::string &name);
    Result<> updateLimits(const spec::Limits &limits);
    /// Keeps a whole specification, which is checked; while it runs its limits are in force at once, all or nothing,
    /// and the rest waits.
    Result<> updateSpec(spec::ContainerSpec spec);
    /// Takes back what waits. BadState when nothing does.
    Result<> revertSpec();
    // ContainerMounts.cpp
    /// What the specification and addMount() have mounted in this run.
    [[nodiscard]] std::vector<spec::Mount> mountsNow() const;
    /// Volumes that may be mounted in this run.
    [[nodiscard]] std::vector<std::string> volumesOfRun() const;
    /// `sources` holds "mount:0" for a bind mount that is not there yet. What is there already is only kept.
    void addMount(const spec::Mount &mount, const Sources &sources, Keep wanted, Done<> done);
    /// Busy, with what uses it, when it is in use. NotFound when nothing is there.
    void removeMount(const std::string &target, Keep wanted, Done<> done);

    void exec(const spec::ExecSpec &spec, Quota::Ticket ticket, Done<ExecStreams> done);
    void openConsole(Done<UniqueFd> done);
    /// A connection that shows the files, running or not (core/ipc/FilesFrame.h).
    Result<UniqueFd> openFiles(const Sources &sources, Quota::Ticket ticket);
    /// Ends all of those connections, so that nobody uses the layers: before a start, a restore and a removal.
    void endFiles(Done<> done) { m_files.end(std::move(done)); }
    [[nodiscard]] bool hasOpenFiles() const { return !m_files.isEmpty(); }
    /// Takes `path` out of the writable layer, "" is everything, and says how many files that were. BadState while it
    /// runs.
    void restore(std::shared_ptr<Sources> sources, const std::string &path, Quota::Ticket ticket,
                 Done<std::uint64_t> done);
    /// The halves that exist, older first.
    [[nodiscard]] Result<std::vector<UniqueFd>> openLog() const;

    /// Takes over a run of an earlier helper.
    Result<> adopt(RunState run);
    /// The greeting of an adopted shim is still to come.
    [[nodiscard]] bool awaitsGreeting() const { return m_run && !m_run->isGreeted() && ipc::isAlive(m_state); }
    /// A run of an earlier helper is over; what it left is destroyed already.
    Result<> recordEnd(const ipc::Ended &ended);

    void setProgress(std::uint64_t done, std::uint64_t total);
    /// Leaves the state "preparing", for "created" or, with `failed`, "ended".
    Result<> finishPreparing(std::optional<ipc::Ended> failed);

private:
    void launch(const Sources &sources, Done<UniqueFd> done);
    Run::Events runEvents();
    void onStarted(UniqueFd console);
    void onStartFailed(const StartFailure &failed);
    void onEnded(ipc::Ended ended);
    void onStopTimeout();
    /// Saves and announces the end, and gives the container up when it was made for one run. May destroy it.
    void settle(ipc::Ended ended, const std::function<void()> &afterwards);
    void setState(ipc::ContainerState state, Properties more = {});
    [[nodiscard]] Result<> wrongState() const;
    [[nodiscard]] ContainerRecord recordOfRun() const; ///< with specOfRun()
    enum class Force { Nothing, Limits }; ///< in the cgroup of the run
    Result<> keepSpec(spec::ContainerSpec spec, Force force, const Properties &properties);
    /// Changes the mounts that are kept, and those that the run is known to keep.
    Result<> keepMounts(const std::function<void(std::vector<spec::Mount> &)> &change);
    void settleMounts();
    void countSpec();

    Context &m_context;
    ContainerObserver &m_observer;
    ContainerRecord m_record;
    std::size_t m_specBytes;
    ipc::ContainerState m_state;
    std::pair<std::uint64_t, std::uint64_t> m_progress{ 0, 0 };
    OperationTurn m_turn;
    std::shared_ptr<void> m_alive; ///< what outlives this asks it first
    std::unique_ptr<Run> m_run;
    Done<UniqueFd> m_startDone;
    std::vector<Done<>> m_endWaiters;
    FilesSessions m_files;
    EventSource m_stopTimer;
    bool m_isKilled = false; ///< the KILL of a stop has been sent
    bool m_isRestarting = false; ///< so the end of the run is not that of a throw-away container
};

} // namespace vitrine::daemon
