// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Run.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Accounts.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/InitCheck.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Leftovers.h"
#include "privhelper/daemon/Pidfd.h"
#include "privhelper/daemon/ShimConfigs.h"
#include "privhelper/daemon/Spawn.h"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kStartTimeoutMs = 30'000;
/// How long a shim may go on feeding its consoles after the end.
constexpr std::uint64_t kShimGraceMs = 2'000;

Error asStartFailure(const Error &error, const std::string &step)
{
    const ErrorCode code =
        error.code == ErrorCode::System || error.code == ErrorCode::Protocol ? ErrorCode::StartFailed : error.code;
    return Error{ code, error.sysErrno, step + ": " + error.what };
}

} // namespace

Run::Run(Context &context, const ContainerRecord &record, Events events)
    : m_context(context)
    , m_record(record)
    , m_events(std::move(events))
    , m_alive(std::make_shared<int>(0))
{
}

Run::~Run() = default;

Result<> Run::launch(const Sources &sources)
{
    m_phase = Phase::Starting;
    auto prepared = prepare(sources);
    if (!prepared) {
        m_context.volumes.takeBack(m_loan);
        cleanUp([] {});
        m_phase = Phase::Idle;
    }
    return prepared;
}

Result<> Run::prepare(const Sources &sources)
{
    const std::string &id = m_record.id;
    if (m_record.spec.network == spec::NetworkKind::Private) {
        VITRINE_TRY_ASSIGN(m_network, m_context.host.planNetwork(m_record.index));
        m_state.isNetworked = true;
        m_state.address = m_network->address;
    }
    m_state.bootId = m_context.bootId;
    m_state.display = plan::displayServerOf(keysOf(sources));
    m_state.spec = m_record.spec;
    VITRINE_TRY_ASSIGN(m_loan, m_context.volumes.lend(m_record.ownerUid, m_record.spec));
    // Intent first: from here on a helper that finds the run directory knows what may be there.
    VITRINE_TRY(m_context.store.markRunning(m_record, m_context.bootId));
    VITRINE_TRY(m_context.store.createRun(id, m_state));
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, m_context.host.createCgroup(id));
    m_cgroupPath = cgroup.payloadPath;
    VITRINE_TRY(m_context.host.applyLimits(cgroup.payload.get(), nullptr, m_record.spec.limits));
    VITRINE_TRY(spawnShim(sources, cgroup));
    VITRINE_TRY_ASSIGN(m_timer, EventSource::timer(m_context.loop, kStartTimeoutMs, [this] {
                           failStart(Error{ ErrorCode::Timeout, 0, "it did not run within 30 seconds" }, "start");
                       }));
    return {};
}

Result<shim::ShimConfig> Run::makeConfig(const Sources &sources) const
{
    VITRINE_TRY_ASSIGN(const Accounts accounts, Accounts::read(m_context.etcDir));
    VITRINE_TRY(IdPool::check(m_record.index, accounts.taken()));
    shim::ShimConfig config = shimConfigOf(m_record, sources);
    if (const auto account = accounts.find(m_record.ownerUid)) {
        config.userName = account->name;
        config.userHome = account->home;
    } else if (m_record.spec.identity == spec::Identity::Me) {
        return failure(ErrorCode::Unsupported, "your account is not in /etc/passwd, so a container cannot run as you");
    }
    for (const std::string &key : keysOf(m_loan.sources))
        config.sources.push_back(key);
    config.newVolumes = m_loan.newKeys;
    config.newVolumeOwners = m_loan.newOwners;
    config.layerCount = static_cast<std::uint32_t>(m_record.layers.size());
    config.network = m_network;
    return config;
}

Result<> Run::spawnShim(const Sources &sources, const sys::ContainerCgroup &cgroup)
{
    VITRINE_TRY_ASSIGN(const shim::ShimConfig config, makeConfig(sources));
    VITRINE_TRY_ASSIGN(const UniqueFd configFd, sealedMemfd("vitrine-start", shim::configToJson(config)));
    VITRINE_TRY_ASSIGN(auto control, controlSockets());
    VITRINE_TRY_ASSIGN(const int seccomp, m_context.host.seccompFilter());
    VITRINE_TRY_ASSIGN(const UniqueFd runDir, m_context.store.openRun(m_record.id));
    VITRINE_TRY_ASSIGN(const UniqueFd stateDir, m_context.store.openContainer(m_record.id));
    std::vector<int> fds{ configFd.get(), control.second.get(), seccomp,          cgroup.payload.get(),
                          runDir.get(),   stateDir.get(),       cgroup.shim.get() };
    static_assert(shim::kConfigFd == 3 && shim::kShimCgroupFd == 9 && shim::kFirstSourceFd == 10);
    for (const Source &source : sources)
        fds.push_back(source.fd.get());
    for (const Source &volume : m_loan.sources)
        fds.push_back(volume.fd.get());
    VITRINE_TRY_ASSIGN(const auto layers, m_context.images.openLayers(m_record.ownerUid, m_record.layers));
    for (const UniqueFd &layer : layers)
        fds.push_back(layer.get());

    VITRINE_TRY_ASSIGN(const pid_t pid,
                       spawnProgram(m_context.libexecDir + "/vitrine-shim", { "start" }, fds, cgroup.shim.get()));
    // Not reaped before the loop runs again, so the number cannot have passed to another process.
    m_shimPidfd = UniqueFd(::pidfd_open(pid, 0));
    VITRINE_TRY(m_context.children.watch(pid, m_alive, [this](EventSource::ChildStatus) {
        // A start that fails is told by the connection, which says why.
        if (m_phase == Phase::Running || m_phase == Phase::Ending)
            onShimGone();
    }));
    VITRINE_TRY_ASSIGN(
        m_connection,
        ShimConnection::open(m_context.loop, std::move(control.first),
                             [this](Result<shim::ShimMessage> message) { onMessage(std::move(message)); }));
    return {};
}

Result<> Run::adopt(RunState state)
{
    if (state.bootId != m_context.bootId || state.startedAtUs == 0)
        return failure(ErrorCode::NotFound, "the run has never come to run");
    VITRINE_TRY_ASSIGN(const UniqueFd runDir, m_context.store.openRun(m_record.id));
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, m_context.host.findCgroup(m_record.id));
    VITRINE_TRY_ASSIGN(UniqueFd socket, ShimConnection::connectTo(runDir.get()));
    VITRINE_TRY_ASSIGN(
        m_connection,
        ShimConnection::open(m_context.loop, std::move(socket),
                             [this](Result<shim::ShimMessage> message) { onMessage(std::move(message)); }));
    m_cgroupPath = cgroup.payloadPath;
    m_state = std::move(state);
    if (!m_state.spec)
        m_state.spec = m_record.spec;
    m_phase = Phase::Running;
    return {};
}

void Run::onMessage(Result<shim::ShimMessage> message)
{
    if (!message) {
        if (shim::isPeerGone(message.error()))
            return onShimGone();
        if (m_phase == Phase::Starting)
            return failStart(message.error(), "start");
        // A container does not end because this helper could not read what was said of it.
        return journal(Level::Warning, fmt::format("container {}: {}", m_record.id, message.error().what));
    }
    if (m_phase == Phase::Starting)
        return onStartMessage(std::move(*message));
    if (m_phase == Phase::Running)
        return onRunMessage(std::move(*message));
}

void Run::onStartMessage(shim::ShimMessage message)
{
    using enum shim::ShimMessageType;
    Result<> handled;
    switch (message.type) {
    case Spawned:
        handled = onSpawned(std::move(message));
        if (!handled)
            failStart(handled.error(), "network");
        return;
    case Running:
        handled = onRunning(std::move(message));
        if (!handled)
            failStart(handled.error(), "start");
        return;
    case Failed: {
        const auto lineFeed = message.text.find('\n');
        const std::string step = message.text.substr(0, lineFeed);
        const std::string why = lineFeed == std::string::npos ? std::string() : message.text.substr(lineFeed + 1);
        return failStart(Error{ ErrorCode::StartFailed, static_cast<int>(message.value), why }, step);
    }
    default:
        return failStart(Error{ ErrorCode::Protocol, 0, "the shim answered out of turn" }, "start");
    }
}

Result<> Run::onSpawned(shim::ShimMessage message)
{
    if (message.fds.size() != 2 || m_initPidfd)
        return failure(ErrorCode::Protocol, "the shim did not pass what the network needs");
    m_initPidfd = std::move(message.fds[0]);
    m_state.initPid = static_cast<std::uint32_t>(message.value);
    if (!m_network)
        return {};
    VITRINE_TRY(m_context.host.attachNetwork(m_record.id, message.fds[1].get(), *m_network));
    return m_connection->send(shim::ShimMessageType::Go);
}

Result<> Run::onRunning(shim::ShimMessage message)
{
    if (message.fds.size() != 1 || !m_initPidfd)
        return failure(ErrorCode::Protocol, "the shim did not pass the console");
    // Before the run is known to be one: a volume that is still new is emptied when its start came to nothing.
    VITRINE_TRY(m_context.volumes.settle(m_loan));
    m_loan = {};
    m_state.startedAtUs = realtimeUs();
    noteMounts(message.text);
    VITRINE_TRY(m_context.store.saveRun(m_record.id, m_state));
    m_timer.reset();
    m_phase = Phase::Running;
    m_events.started(std::move(message.fds[0]));
    return {};
}

void Run::onGreeted(UniqueFd initPidfd)
{
    m_initPidfd = std::move(initPidfd);
    if (const auto settled = settleMounts(); !settled)
        journal(Level::Warning, fmt::format("container {}: {}", m_record.id, settled.error().what));
}

void Run::onRunMessage(shim::ShimMessage message)
{
    using enum shim::ShimMessageType;
    switch (message.type) {
    case Hello:
        if (message.fds.size() != 1 || m_initPidfd)
            return;
        if (const auto checked = checkInit(m_context.host, m_record.id, m_state.initPid, message.fds[0].get());
            !checked)
            journal(Level::Warning, fmt::format("container {}: {}", m_record.id, checked.error().what));
        else
            onGreeted(std::move(message.fds[0]));
        return;
    case Console:
        if (message.fds.size() == 1)
            answerConsole(std::move(message.fds[0]));
        return;
    case Failed:
        return answerConsole(
            failure(Error{ ErrorCode::OutOfResources, static_cast<int>(message.value),
                           "opening a console: " + message.text.substr(message.text.find('\n') + 1) }));
    case Ended: {
        auto ended = ipc::endedFromJson(message.text);
        if (!ended) {
            journal(Level::Warning, fmt::format("container {}: {}", m_record.id, ended.error().what));
            return onShimGone();
        }
        return awaitShimExit(std::move(*ended));
    }
    default:
        journal(Level::Warning, fmt::format("container {}: the shim spoke out of turn", m_record.id));
    }
}

void Run::onShimGone()
{
    switch (m_phase) {
    case Phase::Starting:
        return failStart(Error{ ErrorCode::StartFailed, 0,
                                m_initPidfd ? "the shim ended while it set the container up"
                                            : "the shim ended before it had made the container's first process" },
                         m_initPidfd ? "setup" : "start");
    case Phase::Running: {
        auto ended = m_context.store.readExit(m_record.id);
        if (!ended) {
            ended.emplace();
            ended->message = "the shim of this container ended before it, so nobody saw how it ended";
            ended->atUs = realtimeUs();
        }
        m_ended = std::move(ended);
        return finish();
    }
    case Phase::Ending:
        return finish();
    case Phase::Idle:
    case Phase::Clearing:
        return;
    }
}

void Run::awaitShimExit(ipc::Ended ended)
{
    m_ended = std::move(ended);
    m_phase = Phase::Ending;
    answerConsoles(Error{ ErrorCode::BadState, 0, "the container has ended" });
    auto timer = EventSource::timer(m_context.loop, kShimGraceMs, [this] { finish(); });
    if (!timer)
        return finish();
    m_timer = std::move(*timer);
}

void Run::finish()
{
    const Error error{ ErrorCode::BadState, 0, "the container has ended" };
    answerConsoles(error);
    m_freezing.cancel(error);
    cleanUp([this] {
        const auto ended = m_events.ended;
        ended(std::move(*m_ended));
    });
}

void Run::failStart(const Error &error, const std::string &step)
{
    StartFailure failed{ asStartFailure(error, step), {} };
    failed.ended.reason = ipc::EndReason::Failed;
    failed.ended.step = step;
    failed.ended.message = error.what;
    failed.ended.sysErrno = error.sysErrno;
    failed.ended.atUs = realtimeUs();
    cleanUp([this, failed] {
        m_context.volumes.takeBack(m_loan);
        const auto handler = m_events.failed;
        handler(failed);
    });
}

void Run::cleanUp(std::function<void()> then)
{
    m_phase = Phase::Clearing;
    m_timer.reset();
    m_consoleTimer.reset();
    m_connection.reset();
    if (m_shimPidfd)
        ::pidfd_send_signal(m_shimPidfd.get(), SIGKILL, nullptr, 0);
    const auto cleared = [then = std::move(then), alive = std::weak_ptr<void>(m_alive)](const Result<> &) {
        if (const auto held = alive.lock())
            then();
    };
    m_context.leftovers.destroy(m_record.id, cleared);
}

Result<> Run::signalInit(int signal)
{
    if (!m_initPidfd)
        return failure(ErrorCode::BadState, "the container's first process is not known yet");
    if (::pidfd_send_signal(m_initPidfd.get(), signal, nullptr, 0) != 0 && errno != ESRCH)
        return failErrno(errno, "sending a signal to the container's first process");
    return {};
}

Result<> Run::killAll()
{
    if (m_phase == Phase::Starting) {
        failStart(Error{ ErrorCode::Cancelled, 0, "it was killed before the command ran" }, "start");
        return {};
    }
    if (m_phase == Phase::Clearing)
        return {};
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, m_context.host.findCgroup(m_record.id));
    return m_context.host.killAll(cgroup.payload.get());
}

} // namespace vitrine::daemon
