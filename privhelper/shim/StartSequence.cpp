// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/StartSequence.h"

#include "core/base/ScopeExit.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/plan/MountPlan.h"
#include "privhelper/shim/BindMounts.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/ContainerInit.h"
#include "privhelper/shim/GivenFds.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/RunFiles.h"
#include "privhelper/shim/StoredFiles.h"
#include "privhelper/shim/Supervisor.h"
#include "privhelper/shim/SystemCallFilter.h"
#include "privhelper/shim/UserMounts.h"
#include "privhelper/shim/X11Display.h"
#include "privhelper/sys/IdMaps.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/Namespaces.h"
#include "privhelper/sys/Sources.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace vitrine::shim {

namespace {

constexpr std::uint64_t kNamespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS
    | CLONE_NEWIPC; // and the cgroup namespace, which the child makes itself

/// Ends in RunningContainer or in an Error, with `steps` telling where.
class StartSequence {
public:
    Result<RunningContainer> run();
    [[nodiscard]] const Steps &steps() const { return m_steps; }

private:
    Result<> prepare();
    Result<> checkSources();
    Result<> spawn();
    Result<> introduce();
    Result<> serveChild();
    Result<> prepareDisplay();
    Result<> sendUserMounts(const plan::User &user);
    Result<> checkHelper();
    RunningContainer handOver();

    Steps m_steps;
    ShimConfig m_config;
    SystemCallFilter m_filter;
    Ids m_ids;
    HostMounts m_mounts;
    RunFiles m_files;
    UniqueFd m_x11Listener;
    std::string m_mountIds;
    std::optional<EndRecorder> m_recorder;
    sys::Cloned m_init;
    UniqueFd m_link;
    UniqueFd m_status;
    UniqueFd m_control;
    std::vector<UniqueFd> m_streams;
};

Result<> StartSequence::checkSources()
{
    m_steps.enter("sources");
    for (const std::string &key : m_config.sources)
        VITRINE_TRY(sys::checkSource(sourceFd(m_config, key), key));
    return {};
}

Result<> StartSequence::prepare()
{
    VITRINE_TRY(settleIn());
    VITRINE_TRY_ASSIGN(const std::string json, readConfig());
    VITRINE_TRY_ASSIGN(m_config, configFromJson(json));
    VITRINE_TRY_ASSIGN(m_filter, readFilter(kSeccompFd));
    VITRINE_TRY(checkSources());
    m_steps.enter("idmap");
    VITRINE_TRY_ASSIGN(m_ids, planIds(m_config.spec.identity, m_config.range, m_config.ownerUid, m_config.ownerGid));
    VITRINE_TRY_ASSIGN(m_mounts, makeHostMounts(m_config, m_ids, kStateDirFd, m_steps));
    m_steps.enter("files");
    VITRINE_TRY_ASSIGN(m_files, openRunFiles(kRunDirFd, kStateDirFd, m_config.logCapBytes));
    m_recorder.emplace(kPayloadCgroupFd);
    return {};
}

Result<> StartSequence::prepareDisplay()
{
    if (plan::displayServerOf(m_config.sources) != plan::DisplayServer::X11)
        return {};
    m_steps.enter("display");
    VITRINE_TRY_ASSIGN(X11Display display, openX11Display(m_config, kRunDirFd));
    m_x11Listener = std::move(display.listener);
    m_mounts.x11Socket = std::move(display.socket);
    m_mounts.x11Cookie = std::move(display.cookie);
    return {};
}

Result<> StartSequence::spawn()
{
    m_steps.enter("clone");
    std::array<int, 2> link{ -1, -1 };
    std::array<int, 2> status{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, link.data()) < 0)
        return failErrno(errno, "making the connection to the container");
    m_link.reset(link[0]);
    UniqueFd childLink(link[1]);
    if (::pipe2(status.data(), O_CLOEXEC) < 0)
        return failErrno(errno, "making the status pipe");
    m_status.reset(status[0]);
    UniqueFd childStatus(status[1]);
    VITRINE_TRY_ASSIGN(m_init, sys::cloneProcess(kNamespaces, kPayloadCgroupFd));
    if (m_init.pid == 0) {
        m_link.reset();
        m_status.reset();
        runContainerInit({ m_config, m_mounts, m_filter, std::move(childLink), std::move(childStatus) });
    }
    m_mounts = HostMounts{}; // they live on in the child
    m_steps.enter("idmap");
    return sys::writeIdMaps(m_init.pid, m_ids.uids, m_ids.gids);
}

Result<> StartSequence::introduce()
{
    m_steps.enter("network");
    ShimMessage spawned;
    spawned.type = ShimMessageType::Spawned;
    spawned.value = m_init.pid;
    spawned.fds.emplace_back(::fcntl(m_init.pidFd.get(), F_DUPFD_CLOEXEC, 3));
    if (!spawned.fds.back())
        return failErrno(errno, "duplicating the container's descriptor");
    VITRINE_TRY_ASSIGN(UniqueFd network, sys::openNamespace(m_init.pid, "net"));
    spawned.fds.push_back(std::move(network));
    VITRINE_TRY(sendMessage(kControlFd, spawned));
    if (m_config.network) {
        VITRINE_TRY_ASSIGN(const ShimMessage go, receiveMessage(kControlFd));
        if (go.type != ShimMessageType::Go)
            return failure(ErrorCode::Protocol, "the helper did not say go");
    }
    m_steps.enter("clone");
    return sendMessage(m_link.get(), { ShimMessageType::Go, 0, {}, {} });
}

Result<MountTree> mountVolume(int source, const Ids &ids, const plan::UserMount &mount)
{
    MountTree tree;
    VITRINE_TRY_ASSIGN(tree.top, mountStored(source, ids, wishedAttributes(mount)));
    return tree;
}

Result<> StartSequence::sendUserMounts(const plan::User &user)
{
    for (const plan::UserMount &mount :
         plan::planUserMounts(m_config.spec, plan::displayServerOf(m_config.sources), user.uid)) {
        if (mount.source.empty())
            continue;
        const int source = sourceFd(m_config, mount.source);
        if (source < 0)
            return failure(ErrorCode::SourceNotAllowed, fmt::format("nothing was given for {}", mount.target));
        auto made =
            mount.isVolume ? mountVolume(source, m_ids, mount) : makeBindMount(m_config, m_ids, source, mount, user);
        if (!made)
            return failure(made.error().wrap(mount.target));
        VITRINE_TRY(sendMountTree(m_link.get(), std::move(*made)));
    }
    return {};
}

/// Until the command runs (end of file) or something failed.
Result<> StartSequence::serveChild()
{
    m_steps.enter("init");
    bool wanted = false;
    for (;;) {
        auto message = receiveMessage(m_link.get());
        if (!message && message.error().sysErrno == 0 && !m_streams.empty())
            return {};
        if (!message)
            return failure(message.error().wrap("setting the container up"));
        if (message->type == ShimMessageType::Failed)
            return failure(failureOf(*message, m_steps));
        if (message->type == ShimMessageType::MountsWanted && !std::exchange(wanted, true)) {
            m_steps.enter("mounts");
            VITRINE_TRY(sendUserMounts(unpackIds(message->value)));
            m_steps.enter("init");
        } else if (message->type == ShimMessageType::Mounted && m_mountIds.empty()) {
            m_mountIds = std::move(message->text);
        } else if (message->type == ShimMessageType::Streams && m_streams.empty()) {
            m_streams = std::move(message->fds);
            if (m_streams.size() != (m_config.spec.terminal ? 1U : 3U))
                return failure(ErrorCode::Protocol, "the container sent the wrong streams");
        } else {
            return failure(ErrorCode::Protocol, "the container sent what it may not");
        }
    }
}

/// A helper that died on the way has answered nobody, and the next one takes such a start for failed.
Result<> StartSequence::checkHelper()
{
    m_steps.enter("supervise");
    pollfd helper{ kControlFd, 0, 0 };
    if (::poll(&helper, 1, 0) > 0)
        return failure(ErrorCode::Protocol, "the helper is gone");
    return {};
}

RunningContainer StartSequence::handOver()
{
    RunningContainer running;
    running.pid = m_init.pid;
    running.pidFd = std::move(m_init.pidFd);
    running.status = std::move(m_status);
    running.control = std::move(m_control);
    running.streams = std::move(m_streams);
    running.mountIds = std::move(m_mountIds);
    running.acceptsInput = m_config.spec.openStdin;
    running.files = std::move(m_files);
    running.recorder = std::move(*m_recorder);
    return running;
}

Result<RunningContainer> StartSequence::run()
{
    VITRINE_TRY(prepare());
    ScopeExit removeFiles([] { removeRunFiles(kRunDirFd); });
    ScopeExit endInit([this] {
        if (m_init.pidFd) {
            sys::killProcess(m_init.pidFd.get());
            (void)sys::waitForProcess(m_init.pidFd.get());
        }
    });
    VITRINE_TRY(prepareDisplay());
    VITRINE_TRY(spawn());
    VITRINE_TRY(introduce());
    VITRINE_TRY(serveChild());
    VITRINE_TRY(checkHelper());
    m_control.reset(::fcntl(kControlFd, F_DUPFD_CLOEXEC, kFirstSourceFd));
    if (!m_control)
        return failErrno(errno, "keeping the connection to the helper");
    VITRINE_TRY(becomeUnprivileged(m_config.shimUid));
    if (m_x11Listener)
        VITRINE_TRY(startX11Relay(std::move(m_x11Listener), sourceFd(m_config, ipc::kSourceX11)));
    endInit.dismiss();
    removeFiles.dismiss();
    closeGiven(countGiven(m_config));
    return handOver();
}

} // namespace

int runStart()
{
    StartSequence start;
    auto running = start.run();
    if (!running) {
        (void)sendMessage(kControlFd, failedMessage(start.steps().current(), running.error()));
        return 1;
    }
    // Nothing has been read of the output so far: this console misses nothing.
    ShimMessage message;
    message.type = ShimMessageType::Running;
    message.value = running->pid;
    message.text = std::move(running->mountIds);
    if (auto console = running->consoles.open())
        message.fds.push_back(std::move(*console));
    if (!sendMessage(running->control.get(), message))
        running->control.reset();
    message.fds.clear();
    Supervisor(std::move(*running)).run();
    return 0;
}

} // namespace vitrine::shim
