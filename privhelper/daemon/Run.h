// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Event.h"
#include "privhelper/daemon/Freezing.h"
#include "privhelper/daemon/ShimConnection.h"
#include "privhelper/daemon/Volumes.h"

#include <deque>
#include <memory>
#include <optional>
#include <string_view>

namespace vitrine::daemon {

/// Why a start did not come to run; everything it had made is undone by then.
struct StartFailure {
    Error error;
    ipc::Ended ended;
};

/// One run of a container, from the spawning of its shim to the last trace of it: the conversation with the shim and
/// what the host lends to the run (cgroup, network, run directory).
class Run {
public:
    struct Events {
        std::function<void(UniqueFd console)> started;
        std::function<void(StartFailure)> failed; ///< instead of started
        std::function<void(ipc::Ended)> ended; ///< after started; cleaned up by then
    };

    /// `record` must outlive the run. Each event is the last thing that happens in a turn, so it may destroy the run.
    Run(Context &context, const ContainerRecord &record, Events events);
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;
    ~Run();

    /// Makes cgroup and run directory and spawns the shim. On failure nothing is left and no event comes.
    Result<> launch(const Sources &sources);
    /// Takes a run over that an earlier helper has started. On failure the run is still there: see Leftovers.
    Result<> adopt(RunState state);

    Result<> signalInit(int signal);
    /// Ends everything inside, also a start that has not come to run.
    Result<> killAll();
    /// Timeout, running again, when not everything inside has come to rest within two seconds.
    void pause(Done<> done);
    Result<> resume();
    /// pause(), of which the next helper knows that no person has wished it.
    void hold(Done<> done);
    void openConsole(Done<UniqueFd> done);
    /// RunMounts.cpp. Before a mount is made: a helper that finds this looks whether it has been.
    Result<> intendMount(const spec::Mount &mount);
    /// Remembers of each mount whether it is there, by the kernel's list. Not all that is there has been heard of.
    Result<> settleMounts();
    /// Remembers what has been done; on failure only this helper knows.
    Result<> addMount(RunMount mounted);
    Result<> dropMount(std::uint64_t mountId);
    /// Also in what it was started with: what is both kept and there waits for nothing.
    Result<> noteKept(const std::function<void(std::vector<spec::Mount> &)> &change);
    /// Writes down what it was started with, before that is no longer what is kept.
    Result<> rememberSpec() { return m_context.store.saveRun(m_record.id, m_state); }

    [[nodiscard]] const RunState &state() const { return m_state; }
    [[nodiscard]] const spec::ContainerSpec &spec() const { return m_state.spec ? *m_state.spec : m_record.spec; }
    [[nodiscard]] const std::string &cgroupPath() const { return m_cgroupPath; }
    [[nodiscard]] int initPidfd() const { return m_initPidfd.get(); }
    /// False between an adoption and the shim's greeting.
    [[nodiscard]] bool isGreeted() const { return static_cast<bool>(m_initPidfd); }

private:
    enum class Phase { Idle, Starting, Running, Ending, Clearing };

    Result<> prepare(const Sources &sources);
    Result<> spawnShim(const Sources &sources, const sys::ContainerCgroup &cgroup);
    Result<shim::ShimConfig> makeConfig(const Sources &sources) const;
    void onMessage(Result<shim::ShimMessage> message);
    Result<> onSpawned(shim::ShimMessage message);
    Result<> onRunning(shim::ShimMessage message);
    void onStartMessage(shim::ShimMessage message);
    void onRunMessage(shim::ShimMessage message);
    void onGreeted(UniqueFd initPidfd);
    void onShimGone();
    void awaitShimExit(ipc::Ended ended);
    void finish();
    void failStart(const Error &error, const std::string &step);
    void cleanUp(std::function<void()> then);
    Result<> savePaused(bool isPaused);

    void noteMounts(std::string_view mountIds); ///< RunMounts.cpp; the text of the shim's Running
    // RunConsoles.cpp
    void answerConsole(Result<UniqueFd> console); ///< the one that has waited longest
    void answerConsoles(const Error &error);

    Context &m_context;
    const ContainerRecord &m_record;
    Events m_events;
    Phase m_phase = Phase::Idle;
    RunState m_state;
    std::string m_cgroupPath;
    std::optional<shim::NetworkConfig> m_network;
    std::optional<ipc::Ended> m_ended;
    VolumeLoan m_loan; ///< until the command runs
    UniqueFd m_initPidfd;
    UniqueFd m_shimPidfd;
    std::shared_ptr<void> m_alive; ///< what outlives this asks it first
    std::unique_ptr<ShimConnection> m_connection;
    EventSource m_timer;
    EventSource m_consoleTimer;
    std::deque<Done<UniqueFd>> m_consoles;
    Freezing m_freezing;
};

} // namespace vitrine::daemon
