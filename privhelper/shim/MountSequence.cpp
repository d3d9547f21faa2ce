// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/MountSequence.h"

#include "core/base/Try.h"
#include "core/ipc/ErrorNames.h"
#include "core/plan/MountPlan.h"
#include "privhelper/shim/BindMounts.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/Command.h"
#include "privhelper/shim/GivenFds.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/MountUsers.h"
#include "privhelper/shim/UserMounts.h"
#include "privhelper/sys/MountTable.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/Namespaces.h"
#include "privhelper/sys/SafePath.h"
#include "privhelper/sys/Sources.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>

namespace vitrine::shim {

namespace {

constexpr int kInitPidFd = kRunDirFd; // what that number is here, as for exec

ShimMessage failed(const Error &error)
{
    return failedMessage(ipc::errorName(error.code), error);
}

/// What `failed` says.
Error errorOf(const ShimMessage &message)
{
    Steps name;
    Error error = failureOf(message, name);
    error.code = ipc::errorCode(name.current());
    return error;
}

/// A process of the shim's (the joiner) that is among the mounts of the container, with the rights of its root and none
/// on the host: a link that the container lays leads nowhere but into the container. It stays in the shim's cgroup and
/// outside of the container's processes, so that neither a frozen container holds it up nor anything inside sees it.
class Joiner {
public:
    using Work = std::function<Result<ShimMessage>(int linkFd)>;

    /// Its answer is what `work` returns.
    Result<> start(std::size_t sourceCount, const Work &work);
    [[nodiscard]] int link() const { return m_link.get(); }
    ~Joiner()
    {
        m_link.reset();
        if (m_process.pidFd) {
            sys::killProcess(m_process.pidFd.get());
            (void)sys::waitForProcess(m_process.pidFd.get());
        }
    }
    Joiner() = default;
    Joiner(const Joiner &) = delete;
    Joiner &operator=(const Joiner &) = delete;

private:
    static Result<> join(std::size_t sourceCount);

    UniqueFd m_link;
    sys::Cloned m_process;
};

Result<> Joiner::start(std::size_t sourceCount, const Work &work)
{
    std::array<int, 2> link{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, link.data()) < 0)
        return failErrno(errno, "making the connection to the container");
    m_link.reset(link[0]);
    UniqueFd theirs(link[1]);
    VITRINE_TRY_ASSIGN(m_process, sys::cloneProcess(0, -1));
    if (m_process.pid != 0)
        return {};
    m_link = std::move(theirs);
    Result<ShimMessage> answer = failure(ErrorCode::Protocol, "");
    if (auto joined = join(sourceCount); joined)
        answer = work(m_link.get());
    else
        answer = failure(joined.error());
    (void)sendMessage(m_link.get(), answer ? std::move(*answer) : failed(answer.error()));
    ::_exit(0);
}

Result<> Joiner::join(std::size_t sourceCount)
{
    VITRINE_TRY(dieWithParent());
    UniqueFd container(::fcntl(kInitPidFd, F_DUPFD_CLOEXEC, kFirstSourceFd + static_cast<int>(sourceCount)));
    if (!container)
        return failErrno(errno, "keeping the container's descriptor");
    closeGiven(sourceCount);
    VITRINE_TRY(sys::joinMounts(container.get()));
    if (::setgroups(0, nullptr) < 0 || ::setresgid(0, 0, 0) < 0 || ::setresuid(0, 0, 0) < 0)
        return failErrno(errno, "becoming root inside");
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    return {};
}

Result<UniqueFd> openRootInside()
{
    return sys::openPlain(AT_FDCWD, "/", O_PATH | O_DIRECTORY);
}

/// In the joiner.
Result<ShimMessage> attach(const ShimConfig &config, int link)
{
    VITRINE_TRY_ASSIGN(const UniqueFd root, openRootInside());
    const plan::UserMount mount = plan::planUserMounts(config.spec, plan::DisplayServer::None, 0).front();
    MountTree given;
    if (!mount.source.empty()) {
        VITRINE_TRY_ASSIGN(
            const plan::User user,
            lookUpUser(root.get(), config.spec.user, config.spec.identity, config.ownerUid, config.ownerGid));
        VITRINE_TRY(sendMessage(link, { ShimMessageType::MountsWanted, packIds(user), {}, {} }));
        VITRINE_TRY_ASSIGN(given, receiveMountTree(link));
    }
    VITRINE_TRY_ASSIGN(const std::uint64_t id, attachUserMount(root.get(), mount, std::move(given)));
    return ShimMessage{ ShimMessageType::Mounted, 0, std::to_string(id), {} };
}

/// The joiner's answer; on the way it is given the mount that it asks for.
Result<ShimMessage> serve(const ShimConfig &config, const Ids &ids, int link)
{
    for (bool wanted = false;;) {
        VITRINE_TRY_ASSIGN(ShimMessage message, receiveMessage(link));
        if (message.type == ShimMessageType::Failed)
            return failure(errorOf(message));
        if (message.type == ShimMessageType::Mounted)
            return message;
        if (message.type != ShimMessageType::MountsWanted || std::exchange(wanted, true))
            return failure(ErrorCode::Protocol, "the joiner sent what it may not");
        const plan::UserMount mount = plan::planUserMounts(config.spec, plan::DisplayServer::None, 0).front();
        auto made = makeBindMount(config, ids, kFirstSourceFd, mount, unpackIds(message.value));
        if (!made)
            return failure(made.error().wrap(mount.target));
        VITRINE_TRY(sendMountTree(link, std::move(*made)));
    }
}

Result<ShimMessage> addMount()
{
    VITRINE_TRY(settleIn());
    // The next helper looks once for what this one has been told to do, and must not be overtaken.
    VITRINE_TRY(dieWithParent());
    VITRINE_TRY_ASSIGN(const std::string json, readConfig());
    VITRINE_TRY_ASSIGN(const ShimConfig config, configFromJson(json));
    if (config.spec.mounts.size() != 1)
        return failure(ErrorCode::Protocol, "one mount at a time is added");
    for (const std::string &key : config.sources)
        VITRINE_TRY(sys::checkSource(sourceFd(config, key), key));
    const bool needsSource = config.spec.mounts.front().kind == spec::MountKind::Bind;
    if (config.sources.size() != (needsSource ? 1U : 0U))
        return failure(ErrorCode::SourceNotAllowed, "the source of the mount was not given");
    VITRINE_TRY_ASSIGN(const Ids ids, planIds(config.spec.identity, config.range, config.ownerUid, config.ownerGid));
    Joiner joiner;
    VITRINE_TRY(joiner.start(config.sources.size(), [&config](int link) { return attach(config, link); }));
    return serve(config, ids, joiner.link());
}

/// In the joiner. What has come to lie at the place in the meantime is not taken away: no process inside can take a
/// mount from under its name, nor put one there.
Result<ShimMessage> takeAway(const UnmountConfig &config, const std::string &place)
{
    VITRINE_TRY_ASSIGN(const UniqueFd root, openRootInside());
    const std::size_t slash = place.rfind('/');
    VITRINE_TRY_ASSIGN(const UniqueFd parent,
                       sys::openInRoot(root.get(), place.substr(0, slash), O_PATH | O_DIRECTORY, sys::Links::Refuse));
    const std::string name = place.substr(slash + 1);
    {
        VITRINE_TRY_ASSIGN(const UniqueFd mounted, sys::openPlain(parent.get(), name, O_PATH | O_NOFOLLOW));
        VITRINE_TRY_ASSIGN(const std::uint64_t id, sys::mountIdOf(mounted.get()));
        if (id != config.mountId)
            return failure(ErrorCode::Busy, fmt::format("another mount lies over {}: remove that first", place));
    }
    VITRINE_TRY(
        sys::removeMount(parent.get(), name, config.hasOwnBelow ? sys::Removal::WithAllBelow : sys::Removal::Alone));
    return ShimMessage{ ShimMessageType::Unmounted, 0, {}, {} };
}

/// Mounts that came with this one go with it. They are taken all at once, for which the kernel does not ask whether
/// they are in use: so this is asked before. Who comes in between keeps what he has open, and nothing else.
Result<> refuseIfInUse(const UnmountConfig &config, const sys::MountLine &mount, const sys::MountTable &table,
                       pid_t init)
{
    std::vector<std::uint64_t> all{ config.mountId };
    for (const sys::MountBelow &below : table.below(config.mountId, mount.place)) {
        const bool isItsOwn =
            config.hasOwnBelow && std::ranges::find(config.others, below.line->id) == config.others.end();
        if (!isItsOwn)
            return failure(ErrorCode::Busy,
                           fmt::format("{} is in use: {} is mounted in it", mount.place, below.line->place));
        all.push_back(below.line->id);
    }
    if (!config.hasOwnBelow)
        return {};
    if (const std::string users = describeUsers(init, all); !users.empty())
        return failure(ErrorCode::Busy, fmt::format("{} is in use{}", mount.place, users));
    return {};
}

Result<ShimMessage> removeMount()
{
    VITRINE_TRY(settleIn());
    VITRINE_TRY(dieWithParent());
    VITRINE_TRY_ASSIGN(const std::string json, readConfig());
    VITRINE_TRY_ASSIGN(const UnmountConfig config, unmountConfigFromJson(json));
    VITRINE_TRY_ASSIGN(const pid_t init, sys::pidOf(kInitPidFd));
    VITRINE_TRY_ASSIGN(const sys::MountTable table, sys::MountTable::read(init));
    const sys::MountLine *line = table.find(config.mountId);
    // It went with the directory under it, which somebody outside has removed.
    if (line == nullptr)
        return ShimMessage{ ShimMessageType::Unmounted, 0, {}, {} };
    if (line->place.size() < 2 || line->place.front() != '/')
        return failure(ErrorCode::RootfsUnsafe, "the mount is the root of the container");
    VITRINE_TRY(refuseIfInUse(config, *line, table, init));
    Joiner joiner;
    VITRINE_TRY(joiner.start(0, [&](int) { return takeAway(config, line->place); }));
    VITRINE_TRY_ASSIGN(ShimMessage answer, receiveMessage(joiner.link()));
    if (answer.type == ShimMessageType::Failed) {
        const Error error = errorOf(answer);
        if (error.sysErrno == EBUSY)
            return failure(
                Error{ ErrorCode::Busy, EBUSY,
                       fmt::format("{} is in use{}", line->place, describeUsers(init, { config.mountId })) });
        return failure(error);
    }
    return answer;
}

int answer(Result<ShimMessage> message)
{
    const bool isDone = message.has_value();
    (void)sendMessage(kControlFd, isDone ? std::move(*message) : failed(message.error()));
    return isDone ? 0 : 1;
}

} // namespace

int runMount()
{
    return answer(addMount());
}

int runUnmount()
{
    return answer(removeMount());
}

} // namespace vitrine::shim
