// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ExecSequence.h"

#include "core/base/ScopeExit.h"
#include "core/base/Try.h"
#include "core/ipc/ConsoleFrame.h"
#include "core/ipc/Ended.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/Command.h"
#include "privhelper/shim/EndRecorder.h"
#include "privhelper/shim/GivenFds.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/Streams.h"
#include "privhelper/shim/SystemCallFilter.h"
#include "privhelper/sys/Namespaces.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::shim {

namespace {

constexpr int kInitPidFd = kRunDirFd; // what that number is for exec

/// shim (host) -> joiner (payload cgroup, enters the namespaces) -> command (in the pid namespace, the shim's own
/// child).
class ExecSequence {
public:
    Result<> run();
    void supervise();
    [[nodiscard]] const Steps &steps() const { return m_steps; }

private:
    Result<> prepare();
    Result<> spawn();
    Result<> join();
    Result<> command();
    Result<> serveCommand();
    Result<> answer();

    Steps m_steps;
    ExecConfig m_config;
    Ids m_ids;
    SystemCallFilter m_filter;
    EndRecorder m_recorder;
    UniqueFd m_link; ///< to the joiner and the command; in them, to the shim
    sys::Cloned m_joiner;
    pid_t m_pid = 0;
    UniqueFd m_pidFd;
    UniqueFd m_status;
    std::vector<UniqueFd> m_streams;
};

Result<> ExecSequence::prepare()
{
    VITRINE_TRY(settleIn());
    VITRINE_TRY_ASSIGN(const std::string json, readConfig());
    VITRINE_TRY_ASSIGN(m_config, execConfigFromJson(json));
    VITRINE_TRY_ASSIGN(m_filter, readFilter(kSeccompFd));
    m_recorder = EndRecorder(kPayloadCgroupFd);
    m_steps.enter("idmap");
    VITRINE_TRY_ASSIGN(m_ids, planIds(m_config.spec.identity, m_config.range, m_config.ownerUid, m_config.ownerGid));
    return {};
}

Result<> ExecSequence::spawn()
{
    m_steps.enter("clone");
    std::array<int, 2> link{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, link.data()) < 0)
        return failErrno(errno, "making the connection to the command");
    m_link.reset(link[0]);
    UniqueFd childLink(link[1]);
    // Into the cgroup first: once inside, the process counts as the container's.
    VITRINE_TRY_ASSIGN(m_joiner, sys::cloneProcess(0, kPayloadCgroupFd));
    if (m_joiner.pid != 0)
        return {};
    m_link = std::move(childLink);
    const auto joined = join();
    if (!joined)
        (void)sendMessage(m_link.get(), failedMessage(m_steps.current(), joined.error()));
    ::_exit(joined ? 0 : 1);
}

/// In the joiner: no descriptor but these two and the streams is open when the container can see it (R22).
Result<> ExecSequence::join()
{
    m_steps.enter("join");
    VITRINE_TRY(dieWithParent());
    UniqueFd container(::fcntl(kInitPidFd, F_DUPFD_CLOEXEC, kFirstSourceFd));
    if (!container)
        return failErrno(errno, "keeping the container's descriptor");
    closeGiven(0);
    VITRINE_TRY(sys::joinNamespaces(container.get()));
    container.reset();
    if (::setgroups(0, nullptr) < 0 || ::setresgid(0, 0, 0) < 0 || ::setresuid(0, 0, 0) < 0)
        return failErrno(errno, "becoming root inside");
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    // Only a child is in the pid namespace that was entered. With CLONE_PARENT it is the shim's, which can wait for it.
    VITRINE_TRY_ASSIGN(sys::Cloned made, sys::cloneProcess(CLONE_PARENT, -1));
    if (made.pid == 0)
        return command();
    ShimMessage spawned;
    spawned.type = ShimMessageType::Spawned;
    spawned.value = made.pid;
    spawned.fds.push_back(std::move(made.pidFd));
    return sendMessage(m_link.get(), spawned);
}

Result<> ExecSequence::command()
{
    VITRINE_TRY(dieWithParent());
    VITRINE_TRY_ASSIGN(const ShimMessage go, receiveMessage(m_link.get()));
    if (go.type != ShimMessageType::Go)
        return failure(ErrorCode::Protocol, "the shim did not say go");
    m_steps.enter("user");
    const std::string &wanted = m_config.exec.user.empty() ? m_config.spec.user : m_config.exec.user;
    plan::User user;
    {
        VITRINE_TRY_ASSIGN(const UniqueFd root, sys::openPlain(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
        VITRINE_TRY_ASSIGN(
            user, lookUpUser(root.get(), wanted, m_config.spec.identity, m_config.ownerUid, m_config.ownerGid));
    }
    if (!plan::outsideId(m_ids.uids, user.uid) || !plan::outsideId(m_ids.gids, user.gid))
        return failure(ErrorCode::InvalidConfig,
                       fmt::format("the user {}:{} is outside the ids of the container", user.uid, user.gid));
    m_steps.enter("streams");
    VITRINE_TRY_ASSIGN(Streams streams, makeStreams(m_config.exec.terminal, m_config.exec.openStdin, user));
    VITRINE_TRY(sendMessage(m_link.get(), { ShimMessageType::Streams, 0, {}, std::exchange(streams.outer, {}) }));
    m_steps.enter("seccomp");
    VITRINE_TRY(loadFilter(m_filter));
    return failure(
        becomeCommand(planCommand(m_config.spec, m_config.display, m_config.exec, user), std::move(streams), m_steps));
}

/// Until the command runs (end of file) or something failed.
Result<> ExecSequence::serveCommand()
{
    m_steps.enter("exec");
    for (;;) {
        auto message = receiveMessage(m_link.get());
        if (!message && message.error().sysErrno == 0 && m_pidFd && !m_streams.empty())
            return {};
        if (!message)
            return failure(message.error().wrap("starting the command"));
        if (message->type == ShimMessageType::Failed)
            return failure(failureOf(*message, m_steps));
        if (message->type == ShimMessageType::Spawned && !m_pidFd && message->fds.size() == 1) {
            m_pid = static_cast<pid_t>(message->value);
            m_pidFd = std::move(message->fds.front());
            VITRINE_TRY(sendMessage(m_link.get(), { ShimMessageType::Go, 0, {}, {} }));
        } else if (message->type == ShimMessageType::Streams && m_pidFd && m_streams.empty()) {
            m_streams = std::move(message->fds);
            if (m_streams.size() != (m_config.exec.terminal ? 1U : 3U))
                return failure(ErrorCode::Protocol, "the command sent the wrong streams");
        } else {
            return failure(ErrorCode::Protocol, "the command sent what it may not");
        }
    }
}

Result<> ExecSequence::answer()
{
    m_steps.enter("supervise");
    std::array<int, 2> status{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status.data()) < 0)
        return failErrno(errno, "making the status socket");
    m_status.reset(status[0]);
    ShimMessage ready;
    ready.type = ShimMessageType::ExecReady;
    ready.value = m_pid;
    ready.fds.emplace_back(status[1]);
    for (UniqueFd &stream : m_streams)
        ready.fds.push_back(std::move(stream));
    m_streams.clear();
    VITRINE_TRY(sendMessage(kControlFd, ready));
    return becomeUnprivileged(m_config.shimUid);
}

Result<> ExecSequence::run()
{
    VITRINE_TRY(prepare());
    ScopeExit endCommand([this] {
        if (!m_pidFd)
            return;
        sys::killProcess(m_pidFd.get());
        (void)sys::waitForProcess(m_pidFd.get());
    });
    VITRINE_TRY(spawn());
    {
        const ScopeExit reapJoiner([this] { (void)sys::waitForProcess(m_joiner.pidFd.get()); });
        VITRINE_TRY(serveCommand());
    }
    VITRINE_TRY(answer());
    endCommand.dismiss();
    m_link.reset();
    closeGiven(0);
    return {};
}

void ExecSequence::supervise()
{
    const auto status = sys::waitForProcess(m_pidFd.get());
    const ipc::Ended ended = m_recorder.ended(status ? std::optional<int>(*status) : std::nullopt);
    const std::string frame = ipc::encodeFrame(ipc::FrameType::Ended, ipc::endedToJson(ended));
    // The socket is empty: it blocks on nobody, and a client that is gone is no failure.
    (void)::send(m_status.get(), frame.data(), frame.size(), MSG_NOSIGNAL);
}

} // namespace

int runExec()
{
    ExecSequence exec;
    if (auto ran = exec.run(); !ran) {
        (void)sendMessage(kControlFd, failedMessage(exec.steps().current(), ran.error()));
        return 1;
    }
    exec.supervise();
    return 0;
}

} // namespace vitrine::shim
