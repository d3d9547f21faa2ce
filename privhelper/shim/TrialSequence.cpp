// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/plan/EtcPlan.h"
#include "privhelper/shim/BindMounts.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/Command.h"
#include "privhelper/shim/GivenFds.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/MountTrial.h"
#include "privhelper/sys/Capabilities.h"
#include "privhelper/sys/IdMaps.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/Namespaces.h"
#include "privhelper/sys/Sources.h"

#include <fmt/format.h>

#include <grp.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

namespace vitrine::shim {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(5);
constexpr std::uint64_t kNamespaces =
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC;
/// Stands for a user whose number only the image's files know: the owner's files are mapped to whoever it is, so that
/// any number but root's meets the same.
constexpr std::uint32_t kSomebody = 1;

struct Link {
    UniqueFd ours;
    UniqueFd theirs;
};

Result<Link> makeLink()
{
    std::array<int, 2> ends{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return failErrno(errno, "making the connection to a trial");
    return Link{ UniqueFd(ends[0]), UniqueFd(ends[1]) };
}

plan::User userOf(const ShimConfig &config)
{
    const bool isMe = config.spec.identity == spec::Identity::Me;
    const std::string wanted =
        config.spec.user.empty() && isMe ? fmt::format("{}:{}", config.ownerUid, config.ownerGid) : config.spec.user;
    std::string passwd;
    std::string group;
    for (const plan::EtcFile &file : plan::planUserFiles(std::nullopt)) {
        if (file.name == "passwd")
            passwd = file.content;
        else if (file.name == "group")
            group = file.content;
    }
    auto user = plan::findUser(wanted, passwd, group);
    if (user)
        return *user;
    return plan::User{ kSomebody, kSomebody, {}, wanted, "/" };
}

ShimMessage tried(const spec::MountVerdict &verdict)
{
    return { ShimMessageType::Tried, 0, spec::verdictToJson(verdict), {} };
}

/// One mount: a process with root's rights on the host makes it as a start would, and a child of that, with no rights
/// but those of the command, tries it.
class Trial {
public:
    Trial(const ShimConfig &config, const Ids &ids, std::size_t row)
        : m_config(config)
        , m_ids(ids)
        , m_mount(config.spec.mounts[row])
        , m_user(userOf(config))
    {
        m_verdict.row = row;
        m_verdict.user = { m_user.uid, m_user.gid };
    }

    /// Never returns: says the verdict.
    [[noreturn]] void run(int sourceFd, int linkFd)
    {
        const auto done = attempt(sourceFd);
        if (!done) {
            m_verdict.isTried = false;
            m_verdict.reason = done.error().what;
            // EINVAL: of all that may be refused, only the mapping of ids could be left out.
            m_verdict.sysErrno = done.error().code == ErrorCode::Unsupported ? EINVAL : done.error().sysErrno;
        }
        (void)sendMessage(linkFd, tried(m_verdict));
        ::_exit(0);
    }

private:
    Result<> attempt(int sourceFd);
    Result<> becomeUser() const;

    const ShimConfig &m_config;
    const Ids &m_ids;
    const spec::Mount &m_mount;
    plan::User m_user;
    spec::MountVerdict m_verdict;
};

Result<> Trial::attempt(int sourceFd)
{
    VITRINE_TRY(dieWithParent());
    VITRINE_TRY(sys::checkSource(sourceFd, fmt::format("{}{}", ipc::kSourceMountPrefix, m_verdict.row)));
    struct stat info { };
    if (::fstat(sourceFd, &info) < 0)
        return failErrno(errno, "looking at a source");
    const plan::UserMount wish = plan::planUserMounts(m_config.spec, plan::DisplayServer::None, 0)[m_verdict.row];
    VITRINE_TRY_ASSIGN(MountTree made, makeBindMount(m_config, m_ids, sourceFd, wish, m_user));
    const UniqueFd mount = std::move(made.top);
    VITRINE_TRY(sys::leaveAccessTimes(mount.get()));
    VITRINE_TRY_ASSIGN(Link link, makeLink());
    VITRINE_TRY_ASSIGN(const sys::Cloned child, sys::cloneProcess(kNamespaces, -1));
    if (child.pid == 0) {
        const auto go = receiveMessage(link.theirs.get());
        if (!go || go->type != ShimMessageType::Go || !dieWithParent() || !becomeUser())
            ::_exit(1);
        tryMount(mount.get(), m_mount.access, m_verdict);
        (void)sendMessage(link.theirs.get(), tried(m_verdict));
        ::_exit(0);
    }
    link.theirs.reset();
    VITRINE_TRY(sys::writeIdMaps(child.pid, m_ids.uids, m_ids.gids));
    VITRINE_TRY(sendMessage(link.ours.get(), { ShimMessageType::Go, 0, {}, {} }));
    VITRINE_TRY_ASSIGN(const ShimMessage answer, receiveMessage(link.ours.get()));
    VITRINE_TRY_ASSIGN(m_verdict, spec::verdictFromJson(answer.text));
    m_verdict.outside = { info.st_uid, info.st_gid };
    m_verdict.notes = std::move(made.notes);
    return {};
}

/// As a command does it (Command.cpp).
Result<> Trial::becomeUser() const
{
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    VITRINE_TRY(sys::limitCapabilities(sys::defaultCapabilities()));
    if (::setgroups(m_user.groups.size(), m_user.groups.data()) < 0
        || ::setresgid(m_user.gid, m_user.gid, m_user.gid) < 0 || ::setresuid(m_user.uid, m_user.uid, m_user.uid) < 0)
        return failErrno(errno, "becoming the user inside");
    VITRINE_TRY(sys::setCapabilities(m_user.uid == 0 ? sys::defaultCapabilities() : 0));
    return sys::setNoNewPrivileges();
}

struct Running {
    std::size_t row;
    UniqueFd link;
    sys::Cloned process;
};

spec::MountVerdict failedVerdict(std::size_t row, int sysErrno, std::string reason)
{
    spec::MountVerdict verdict;
    verdict.row = row;
    verdict.sysErrno = sysErrno;
    verdict.reason = std::move(reason);
    return verdict;
}

Result<Running> begin(const ShimConfig &config, const Ids &ids, std::size_t row, int sourceFd)
{
    VITRINE_TRY_ASSIGN(Link link, makeLink());
    VITRINE_TRY_ASSIGN(sys::Cloned process, sys::cloneProcess(0, -1));
    if (process.pid == 0)
        Trial(config, ids, row).run(sourceFd, link.theirs.get());
    return Running{ row, std::move(link.ours), std::move(process) };
}

/// A trial that has not answered in time is killed, but not waited for: the kernel may hold it.
spec::MountVerdict collect(const Running &trial, Clock::time_point deadline)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd answer{ trial.link.get(), POLLIN, 0 };
    if (::poll(&answer, 1, left > 0 ? static_cast<int>(left) : 0) <= 0) {
        sys::killProcess(trial.process.pidFd.get());
        return failedVerdict(trial.row, ETIMEDOUT, "its file system does not answer");
    }
    const auto message = receiveMessage(trial.link.get());
    if (!message || message->type != ShimMessageType::Tried)
        return failedVerdict(trial.row, 0, "the trial ended early");
    auto verdict = spec::verdictFromJson(message->text);
    return verdict ? std::move(*verdict) : failedVerdict(trial.row, 0, "the trial ended early");
}

std::optional<std::size_t> rowOf(const std::string &key)
{
    const std::string_view prefix = ipc::kSourceMountPrefix;
    return key.starts_with(prefix) ? parseNumber<std::size_t>(std::string_view(key).substr(prefix.size()))
                                   : std::nullopt;
}

Result<> tryAll()
{
    VITRINE_TRY(settleIn(OwnCgroup::None));
    VITRINE_TRY_ASSIGN(const std::string json, readConfig());
    VITRINE_TRY_ASSIGN(const ShimConfig config, configFromJson(json));
    VITRINE_TRY_ASSIGN(const Ids ids, planIds(config.spec.identity, config.range, config.ownerUid, config.ownerGid));
    const auto deadline = Clock::now() + kPatience;
    std::vector<Running> trials;
    for (const std::string &key : config.sources) {
        const auto row = rowOf(key);
        if (!row || *row >= config.spec.mounts.size() || config.spec.mounts[*row].kind != spec::MountKind::Bind)
            return failure(ErrorCode::InvalidArgs, "a source is of no bind mount");
        VITRINE_TRY_ASSIGN(Running trial, begin(config, ids, *row, sourceFd(config, key)));
        trials.push_back(std::move(trial));
    }
    for (const Running &trial : trials)
        VITRINE_TRY(sendMessage(kControlFd, tried(collect(trial, deadline))));
    return sendMessage(kControlFd, { ShimMessageType::Tried, 0, {}, {} });
}

} // namespace

int runTrial()
{
    const auto done = tryAll();
    if (!done)
        (void)sendMessage(kControlFd, failedMessage("trial", done.error()));
    return done ? 0 : 1;
}

} // namespace vitrine::shim
