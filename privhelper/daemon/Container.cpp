// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Container.h"

#include "core/base/Try.h"
#include "core/spec/Signals.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/LayerRestore.h"
#include "privhelper/daemon/Leftovers.h"
#include "privhelper/daemon/LogFiles.h"

#include <fmt/format.h>

#include <csignal>

namespace vitrine::daemon {

using ipc::ContainerState;

namespace {

/// How long the kernel may take to end killed processes before a stop is told that it failed.
constexpr std::uint64_t kKillTimeoutMs = 10'000;

Properties runProperties()
{
    return { "InitPid", "CgroupPath", "NetworkInterface", "Address", "StartedAt", "Ended", "Mounts", "Waiting" };
}

ContainerState restingState(const ContainerRecord &record)
{
    if (!record.isPrepared)
        return ContainerState::Preparing;
    return record.ended ? ContainerState::Ended : ContainerState::Created;
}

} // namespace

Container::Container(Context &context, ContainerObserver &observer, ContainerRecord record)
    : m_context(context)
    , m_observer(observer)
    , m_record(std::move(record))
    , m_specBytes(0)
    , m_state(restingState(m_record))
    , m_alive(std::make_shared<int>(0))
    , m_files(context)
{
    countSpec();
}

Container::~Container() = default;

std::uint32_t Container::initPid() const
{
    return ipc::isAlive(m_state) && m_run ? m_run->state().initPid : 0;
}

std::string Container::cgroupPath() const
{
    return ipc::isAlive(m_state) && m_run ? m_run->cgroupPath() : std::string();
}

std::string Container::networkInterface() const
{
    const bool has = ipc::isAlive(m_state) && m_run && m_run->state().isNetworked;
    return has ? m_context.host.interfaceName(m_record.id) : std::string();
}

std::string Container::address() const
{
    return ipc::isAlive(m_state) && m_run ? m_run->state().address : std::string();
}

std::optional<ipc::Ended> Container::ended() const
{
    return m_state == ContainerState::Ended ? m_record.ended : std::nullopt;
}

Result<> Container::wrongState() const
{
    return failure(ErrorCode::BadState, fmt::format("the container is {}", ipc::stateName(m_state)));
}

void Container::setState(ContainerState state, Properties more)
{
    m_state = state;
    more.insert(more.begin(), "State");
    m_observer.containerChanged(*this, more);
}

Run::Events Container::runEvents()
{
    return Run::Events{
        [this](UniqueFd console) { onStarted(std::move(console)); },
        [this](const StartFailure &failed) { onStartFailed(failed); },
        [this](ipc::Ended ended) { onEnded(std::move(ended)); },
    };
}

void Container::launch(const Sources &sources, Done<UniqueFd> done)
{
    if (m_state != ContainerState::Created && m_state != ContainerState::Ended)
        return done(failure(wrongState().error()));
    if (const auto room = m_context.leftovers.makeRoom(id()); !room)
        return done(failure(room.error()));
    m_run = std::make_unique<Run>(m_context, m_record, runEvents());
    m_isKilled = false;
    if (auto launched = m_run->launch(sources); !launched) {
        // Nothing was run and nothing is left: a refusal, after which the container is as it was.
        m_run.reset();
        return done(failure(launched.error()));
    }
    m_startDone = std::move(done);
    countSpec();
    setState(ContainerState::Starting, { "Ended" });
}

void Container::onStarted(UniqueFd console)
{
    m_record.startedAtUs = m_run->state().startedAtUs;
    setState(ContainerState::Running, runProperties());
    const auto done = std::exchange(m_startDone, nullptr);
    done(std::move(console));
}

void Container::onStartFailed(const StartFailure &failed)
{
    m_run.reset();
    settle(failed.ended, [done = std::exchange(m_startDone, nullptr), error = failed.error] { done(failure(error)); });
}

void Container::onEnded(ipc::Ended ended)
{
    m_run.reset();
    m_stopTimer.reset();
    // They hold the mount namespace of this run.
    m_files.end([](const Result<> &) {});
    settle(std::move(ended), [waiters = std::exchange(m_endWaiters, {})] {
        for (const auto &done : waiters)
            done({});
    });
}

void Container::settle(ipc::Ended ended, const std::function<void()> &afterwards)
{
    m_record.ended = std::move(ended);
    countSpec();
    const bool isDoomed = m_record.spec.removeWhenEnded && !m_isRestarting;
    if (!isDoomed) {
        if (const auto saved = m_context.store.save(m_record); !saved)
            journal(Level::Error, fmt::format("container {}: recording its end: {}", id(), saved.error().what));
    }
    setState(ContainerState::Ended, runProperties());
    if (isDoomed)
        m_observer.containerDoomed(*this);
    afterwards();
}

void Container::stop(std::uint64_t timeoutMs, Done<> done)
{
    if (!ipc::isAlive(m_state))
        return done(failure(wrongState().error()));
    if (m_state == ContainerState::Paused) {
        // What is frozen cannot answer a signal.
        if (auto thawed = m_run->resume(); !thawed)
            return done(thawed);
    }
    m_endWaiters.push_back(std::move(done));
    m_isKilled = false;
    setState(ContainerState::Stopping);
    const int signal = spec::parseSignal(m_record.spec.stopSignal).value_or(SIGTERM);
    if (timeoutMs == 0 || !m_run->signalInit(signal))
        return onStopTimeout();
    auto timer = EventSource::timer(m_context.loop, timeoutMs, [this] { onStopTimeout(); });
    if (!timer)
        return onStopTimeout();
    m_stopTimer = std::move(*timer);
}

void Container::onStopTimeout()
{
    Error error{ ErrorCode::Timeout, 0, "the container has been killed but has not ended within 10 seconds" };
    if (!m_isKilled) {
        m_isKilled = true;
        const auto killed = m_run->killAll();
        auto timer = EventSource::timer(m_context.loop, kKillTimeoutMs, [this] { onStopTimeout(); });
        if (killed && timer) {
            m_stopTimer = std::move(*timer);
            return;
        }
        error = killed ? timer.error() : killed.error();
    }
    m_stopTimer.reset();
    setState(ContainerState::Running);
    for (const auto &done : std::exchange(m_endWaiters, {}))
        done(failure(error));
}

Result<> Container::kill(int signal)
{
    if (!m_run)
        return wrongState();
    if (signal == SIGKILL)
        return m_run->killAll();
    if (!ipc::isAlive(m_state))
        return wrongState();
    return m_run->signalInit(signal);
}

void Container::pause(Done<> done)
{
    if (m_state != ContainerState::Running)
        return done(failure(wrongState().error()));
    m_run->pause([this, done = std::move(done)](Result<> paused) {
        if (paused)
            setState(ContainerState::Paused);
        done(std::move(paused));
    });
}

Result<> Container::resume()
{
    if (m_state != ContainerState::Paused)
        return wrongState();
    VITRINE_TRY(m_run->resume());
    setState(ContainerState::Running);
    return {};
}

void Container::hold(Done<> done)
{
    if (m_state != ContainerState::Running)
        return done(failure(wrongState().error()));
    m_run->hold([this, done = std::move(done)](Result<> held) {
        if (held)
            setState(ContainerState::Paused);
        done(std::move(held));
    });
}

void Container::letGo()
{
    if (m_state != ContainerState::Paused)
        return; // it has ended
    if (const auto resumed = resume(); !resumed)
        journal(Level::Error, fmt::format("container {} stays frozen: {}", id(), resumed.error().what));
}

void Container::restart(std::uint64_t timeoutMs, std::shared_ptr<Sources> sources, Done<UniqueFd> done)
{
    if (!ipc::isAlive(m_state))
        return start(std::move(sources), std::move(done));
    m_isRestarting = true;
    stop(timeoutMs, [this, sources = std::move(sources), done = std::move(done)](const Result<> &stopped) {
        m_isRestarting = false;
        if (!stopped)
            return done(failure(stopped.error()));
        start(sources, done);
    });
}

void Container::start(std::shared_ptr<Sources> sources, Done<UniqueFd> done)
{
    m_files.end([this, sources = std::move(sources), done = std::move(done)](const Result<> &ended) {
        if (!ended)
            return done(failure(ended.error()));
        launch(*sources, done);
    });
}

Result<UniqueFd> Container::openFiles(const Sources &sources, Quota::Ticket ticket)
{
    const bool isRunning = m_state == ContainerState::Running || m_state == ContainerState::Paused;
    if (!isRunning && m_state != ContainerState::Created && m_state != ContainerState::Ended)
        return failure(wrongState().error());
    if (isRunning && !m_run->isGreeted())
        return failure(ErrorCode::Busy, "the container has not been found again yet");
    return m_files.open(recordOfRun(), isRunning ? m_run->initPidfd() : -1, sources, std::move(ticket));
}

void Container::restore(std::shared_ptr<Sources> sources, const std::string &path, Quota::Ticket ticket,
                        Done<std::uint64_t> done)
{
    if (m_state != ContainerState::Created && m_state != ContainerState::Ended)
        return done(failure(wrongState().error()));
    m_files.end([this, sources = std::move(sources), path, ticket = std::move(ticket),
                 done = std::move(done)](const Result<> &ended) {
        if (!ended)
            return done(failure(ended.error()));
        restoreLayer(m_context, m_record, *sources, path, ticket, done);
    });
}

void Container::forceEnd(Done<> done)
{
    if (!ipc::isAlive(m_state)) {
        if (m_run)
            return done(m_run->killAll());
        return done({});
    }
    stop(0, std::move(done));
}

void Container::exec(const spec::ExecSpec &spec, Quota::Ticket ticket, Done<ExecStreams> done)
{
    if (m_state != ContainerState::Running)
        return done(failure(wrongState().error()));
    Exec::start(m_context, recordOfRun(), { m_run->initPidfd(), m_run->state().display }, spec, std::move(ticket),
                std::move(done));
}

void Container::openConsole(Done<UniqueFd> done)
{
    if (!m_run || !ipc::isAlive(m_state))
        return done(failure(wrongState().error()));
    m_run->openConsole(std::move(done));
}

Result<std::vector<UniqueFd>> Container::openLog() const
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, m_context.store.openContainer(id()));
    return openLogFiles(directory.get());
}

Result<> Container::adopt(RunState run)
{
    const bool isPaused = run.isPaused && !run.isHeld;
    const bool isHeld = run.isHeld;
    const std::uint64_t startedAtUs = run.startedAtUs;
    auto adopted = std::make_unique<Run>(m_context, m_record, runEvents());
    VITRINE_TRY(adopted->adopt(std::move(run)));
    m_run = std::move(adopted);
    m_record.startedAtUs = startedAtUs;
    m_state = isPaused || isHeld ? ContainerState::Paused : ContainerState::Running;
    if (isHeld)
        letGo();
    countSpec();
    return {};
}

Result<> Container::recordEnd(const ipc::Ended &ended)
{
    m_record.ended = ended;
    m_record.isPrepared = true;
    m_state = ContainerState::Ended;
    return m_context.store.save(m_record);
}

void Container::setProgress(std::uint64_t done, std::uint64_t total)
{
    m_progress = { done, total };
    m_observer.containerChanged(*this, { "Progress" });
}

Result<> Container::finishPreparing(std::optional<ipc::Ended> failed)
{
    m_progress = { 0, 0 };
    m_record.isPrepared = true;
    m_record.ended = std::move(failed);
    const auto saved = m_context.store.save(m_record);
    setState(restingState(m_record), { "Ended", "Progress" });
    return saved;
}

} // namespace vitrine::daemon
