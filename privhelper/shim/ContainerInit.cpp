// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ContainerInit.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/plan/EtcPlan.h"
#include "core/plan/MountPlan.h"
#include "privhelper/shim/Command.h"
#include "privhelper/shim/GivenFds.h"
#include "privhelper/shim/Reaper.h"
#include "privhelper/shim/RootSetup.h"
#include "privhelper/shim/Streams.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/Namespaces.h"
#include "privhelper/sys/PivotRoot.h"

#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace vitrine::shim {

namespace {

constexpr int kExitFailed = 125;

class Init {
public:
    explicit Init(InitContext context)
        : m_context(std::move(context))
        , m_root(m_context.config, m_context.mounts, m_steps)
    {
    }

    [[noreturn]] void run()
    {
        if (auto done = setUp(); !done)
            (void)sendMessage(m_context.link.get(), failedMessage(m_steps.current(), done.error()));
        ::_exit(kExitFailed);
    }

private:
    Result<> setUp();
    Result<> waitForGo();
    Result<> enterUserNamespace();
    Result<> attachUserMounts();
    Result<> finishNamespaces();
    Result<> startCommand();

    InitContext m_context;
    Steps m_steps;
    RootSetup m_root;
    plan::User m_user;
    const plan::DisplayServer m_display = plan::displayServerOf(m_context.config.sources);
};

Result<> Init::waitForGo()
{
    m_steps.enter("clone");
    VITRINE_TRY(dieWithParent());
    // What the shim was given is not for here: the helper's socket, the directories of the state.
    closeGiven(countGiven(m_context.config));
    VITRINE_TRY_ASSIGN(const ShimMessage go, receiveMessage(m_context.link.get()));
    if (go.type != ShimMessageType::Go)
        return failure(ErrorCode::Protocol, "the shim did not say go");
    return {};
}

Result<> Init::enterUserNamespace()
{
    m_steps.enter("idmap");
    if (::setgroups(0, nullptr) < 0 || ::setresgid(0, 0, 0) < 0 || ::setresuid(0, 0, 0) < 0)
        return failErrno(errno, "becoming root inside");
    VITRINE_TRY(dieWithParent());
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    // clone3 with CLONE_NEWCGROUP takes the cgroup of the parent as the new root, also with CLONE_INTO_CGROUP.
    if (::unshare(CLONE_NEWCGROUP) < 0)
        return failErrno(errno, "making a cgroup namespace");
    return sys::makeAllPrivate();
}

Result<> Init::attachUserMounts()
{
    m_steps.enter("user");
    VITRINE_TRY_ASSIGN(m_user,
                       lookUpUser(m_root.rootFd(), m_context.config.spec.user, m_context.config.spec.identity,
                                  m_context.config.ownerUid, m_context.config.ownerGid));
    m_steps.enter("mounts");
    if (m_context.config.spec.identity == spec::Identity::Me)
        VITRINE_TRY(m_root.makeRuntimeDir(m_user));
    const std::vector<plan::UserMount> mounts = plan::planUserMounts(m_context.config.spec, m_display, m_user.uid);
    const bool asks = std::ranges::any_of(mounts, [](const plan::UserMount &mount) { return !mount.source.empty(); });
    if (asks)
        VITRINE_TRY(sendMessage(m_context.link.get(), { ShimMessageType::MountsWanted, packIds(m_user), {}, {} }));
    std::vector<std::string> ids;
    for (const plan::UserMount &mount : mounts) {
        MountTree given;
        if (!mount.source.empty()) {
            VITRINE_TRY_ASSIGN(given, receiveMountTree(m_context.link.get()));
        }
        VITRINE_TRY_ASSIGN(const std::uint64_t id, m_root.attachUserMount(mount, std::move(given)));
        ids.push_back(std::to_string(id));
    }
    if (!ids.empty())
        VITRINE_TRY(sendMessage(m_context.link.get(), { ShimMessageType::Mounted, 0, join(ids, " "), {} }));
    if (m_display == plan::DisplayServer::X11)
        VITRINE_TRY(m_root.attachX11(m_user));
    return m_root.makeWorkdir();
}

Result<> Init::finishNamespaces()
{
    m_steps.enter("pivot");
    VITRINE_TRY(sys::pivotInto(m_root.rootFd()));
    m_root.close();
    m_steps.enter("hostname");
    VITRINE_TRY(sys::setHostname(plan::hostnameOf(m_context.config.spec)));
    m_steps.enter("network");
    return sys::bringLoopbackUp();
}

Result<> Init::startCommand()
{
    m_steps.enter("streams");
    const spec::ContainerSpec &spec = m_context.config.spec;
    VITRINE_TRY_ASSIGN(Streams streams, makeStreams(spec.terminal, spec.openStdin, m_user));
    VITRINE_TRY(
        sendMessage(m_context.link.get(), { ShimMessageType::Streams, 0, {}, std::exchange(streams.outer, {}) }));
    VITRINE_TRY(blockSignals());
    m_steps.enter("seccomp");
    VITRINE_TRY(loadFilter(m_context.filter));
    const pid_t command = ::fork();
    if (command < 0)
        return failErrno(errno, "making the process of the command");
    if (command == 0)
        return failure(becomeCommand(planCommand(spec, m_display, m_user), std::move(streams), m_steps));

    m_steps.enter("reaper");
    int status = m_context.status.get();
    int link = m_context.link.get();
    auto confined = confineReaper(status, link);
    // The descriptors have moved: these two owners are done.
    (void)m_context.status.release();
    (void)m_context.link.release();
    if (!confined) {
        m_context.link.reset(link);
        return confined;
    }
    // The shim's end of file comes when the command has run exec and this copy is closed.
    ::close(link);
    runReaper(command, status);
}

Result<> Init::setUp()
{
    VITRINE_TRY(waitForGo());
    VITRINE_TRY(enterUserNamespace());
    VITRINE_TRY(m_root.assemble());
    VITRINE_TRY(attachUserMounts());
    VITRINE_TRY(finishNamespaces());
    return startCommand();
}

} // namespace

void runContainerInit(InitContext context)
{
    Init(std::move(context)).run();
}

} // namespace vitrine::shim
