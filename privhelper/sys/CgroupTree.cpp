// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupTree.h"

#include "core/base/Files.h"
#include "core/base/ScopeExit.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/cgroup/CgroupMode.h"
#include "privhelper/sys/CgroupFs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <memory>

namespace vitrine::sys {

namespace {

constexpr std::array<const char *, 5> kControllers{ "cpu", "cpuset", "io", "memory", "pids" };
constexpr const char *kUnitCgroup = "system.slice/vitrine-containers.service";
constexpr const char *kHoldName = "hold"; // where the unit's own process sits (CgroupHold)
constexpr const char *kJobsName = "jobs";
constexpr const char *kShimName = "shim";
constexpr const char *kPayloadName = "payload";
/// Several of the largest jobs that the quotas allow, each of which bounds itself too.
constexpr const char *kJobsMemory = "3221225472";
constexpr const char *kJobsProcesses = "256";

bool isValidId(std::string_view id)
{
    return !id.empty() && id.size() <= 64 && id != kHoldName && id != kJobsName
        && std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

Result<UniqueFd> openDirectory(int parentFd, const std::string &name)
{
    UniqueFd fd(::openat(parentFd, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd)
        return failErrno(errno, fmt::format("opening the cgroup {}", name),
                         errno == ENOENT ? ErrorCode::NotFound : ErrorCode::System);
    return fd;
}

/// Open to everybody whatever the umask: the front end reads the files as the user, and a container walks down from the
/// top of the hierarchy to its own cgroup when it mounts it.
Result<UniqueFd> makeDirectory(int parentFd, const char *name)
{
    if (::mkdirat(parentFd, name, 0755) < 0)
        return failErrno(errno, fmt::format("making the cgroup {}", name),
                         errno == EEXIST ? ErrorCode::NameInUse : ErrorCode::System);
    VITRINE_TRY_ASSIGN(UniqueFd fd, openDirectory(parentFd, name));
    if (::fchmod(fd.get(), 0755) < 0)
        return failErrno(errno, fmt::format("opening the cgroup {} to everybody", name));
    return fd;
}

Result<UniqueFd> makeOrOpenDirectory(int parentFd, const std::string &name)
{
    auto made = makeDirectory(parentFd, name.c_str());
    if (!made && made.error().code == ErrorCode::NameInUse)
        return openDirectory(parentFd, name);
    return made;
}

/// Each by itself: one that is refused (bound to version 1, not delegated) does not cost the others.
std::vector<std::string> enableControllers(int directoryFd)
{
    std::vector<std::string> enabled;
    for (const char *controller : kControllers) {
        if (writeControlFile(directoryFd, "cgroup.subtree_control", fmt::format("+{}", controller)))
            enabled.emplace_back(controller);
    }
    return enabled;
}

/// All containers together leave the host some of its process numbers, so that a person can still log in and end what
/// forks without end. Under systemd the unit's TasksMax says so. Best effort: without the controller it cannot be had.
void limitProcesses(int treeFd)
{
    const UniqueFd kernel(::open("/proc/sys/kernel", O_PATH | O_DIRECTORY | O_CLOEXEC));
    std::uint64_t most = UINT64_MAX;
    for (const char *name : { "pid_max", "threads-max" }) {
        if (const auto text = readControlFile(kernel.get(), name))
            most = std::min(most, parseNumber<std::uint64_t>(*text).value_or(most));
    }
    if (most != UINT64_MAX)
        (void)writeControlFile(treeFd, "pids.max", fmt::format("{}", most / 5 * 4));
}

Result<std::string> findUnifiedMount()
{
    const UniqueFd proc(::open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC));
    VITRINE_TRY_ASSIGN(const std::string mounts, readControlFile(proc.get(), "mounts"));
    std::string found = cgroup::readCgroupMounts(mounts).unifiedPath;
    if (found.empty())
        return failure(ErrorCode::Unsupported,
                       "finding control groups: no hierarchy of version 2 is mounted; add "
                       "systemd.unified_cgroup_hierarchy=1 to the kernel command line and restart");
    return found;
}

/// For hosts without cgroup.kill (kernels before 5.14 keep none of what we need, but hybrid trees may be odd): a
/// fork can slip past one pass, so pass until nobody is left.
Result<> killByList(int cgroupFd)
{
    constexpr int kPasses = 100;
    for (int pass = 0; pass < kPasses; ++pass) {
        VITRINE_TRY_ASSIGN(const std::string text, readControlFile(cgroupFd, "cgroup.procs"));
        if (text.empty())
            return {};
        for (std::size_t at = 0; at < text.size();) {
            pid_t pid = 0;
            const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), pid);
            if (error == std::errc() && pid > 1)
                ::kill(pid, SIGKILL);
            const std::size_t next = text.find('\n', static_cast<std::size_t>(end - text.data()));
            at = next == std::string::npos ? text.size() : next + 1;
        }
    }
    return {};
}

} // namespace

Result<CgroupTree> CgroupTree::open()
{
    VITRINE_TRY_ASSIGN(const std::string mount, findUnifiedMount());
    if (::access("/run/systemd/system", F_OK) == 0) {
        const std::string path = fmt::format("{}/{}", mount, kUnitCgroup);
        auto tree = openAt(path);
        if (!tree && tree.error().code == ErrorCode::NotFound)
            return failure(ErrorCode::Unsupported,
                           fmt::format("opening {}: the unit vitrine-containers.service is not running; start it with "
                                       "systemctl start vitrine-containers.service",
                                       path));
        return tree;
    }
    const UniqueFd top(::open(mount.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!top)
        return failErrno(errno, fmt::format("opening {}", mount));
    enableControllers(top.get());
    VITRINE_TRY(makeOrOpenDirectory(top.get(), "vitrine"));
    VITRINE_TRY_ASSIGN(CgroupTree tree, openAt(fmt::format("{}/vitrine", mount)));
    limitProcesses(tree.m_root.get());
    return tree;
}

Result<CgroupTree> CgroupTree::openAt(const std::string &path)
{
    CgroupTree tree;
    tree.m_path = path;
    tree.m_root.reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!tree.m_root)
        return failErrno(errno, fmt::format("opening {}", path),
                         errno == ENOENT ? ErrorCode::NotFound : ErrorCode::System);
    struct statfs info { };
    if (::fstatfs(tree.m_root.get(), &info) < 0 || info.f_type != CGROUP2_SUPER_MAGIC)
        return failure(ErrorCode::Unsupported, fmt::format("opening {}: not a control group of version 2", path));
    VITRINE_TRY_ASSIGN(const std::string processes, readControlFile(tree.m_root.get(), "cgroup.procs"));
    if (!processes.empty())
        return failure(ErrorCode::BadState,
                       fmt::format("opening {}: processes sit in it, so that no limits can be given below it; the unit "
                                   "needs Delegate=yes and a holder in its own sub-group",
                                   path));
    tree.m_controllers = enableControllers(tree.m_root.get());
    return tree;
}

Result<ContainerCgroup> CgroupTree::create(const std::string &id)
{
    if (!isValidId(id))
        return failure(ErrorCode::InvalidName, fmt::format("making a cgroup: \"{}\" is not an id", id));
    VITRINE_TRY_ASSIGN(const UniqueFd node, makeDirectory(m_root.get(), id.c_str()));
    ScopeExit undo([&] { (void)removeCgroup(m_root.get(), id); });
    // Known to be there, so all of them in one write: the kernel goes through the subtree once for each.
    if (!m_controllers.empty())
        VITRINE_TRY(
            writeControlFile(node.get(), "cgroup.subtree_control", fmt::format("+{}", fmt::join(m_controllers, " +"))));
    ContainerCgroup made;
    VITRINE_TRY_ASSIGN(made.shim, makeDirectory(node.get(), kShimName));
    VITRINE_TRY_ASSIGN(made.payload, makeDirectory(node.get(), kPayloadName));
    made.payloadPath = fmt::format("{}/{}/{}", m_path, id, kPayloadName);
    undo.dismiss();
    return made;
}

Result<UniqueFd> CgroupTree::jobs(std::uint32_t uid)
{
    const auto has = [this](const char *controller) {
        return std::ranges::find(m_controllers, controller) != m_controllers.end();
    };
    std::vector<std::pair<const char *, const char *>> limits;
    std::string enabled;
    if (has("memory")) {
        limits.emplace_back("memory.max", kJobsMemory);
        enabled += "+memory ";
    }
    if (has("pids")) {
        limits.emplace_back("pids.max", kJobsProcesses);
        enabled += "+pids";
    }
    if (limits.empty())
        return failure(ErrorCode::Unsupported, "bounding what is done for a user: there is no controller for it");
    // Each time, as a helper may have ended between making one and bounding it.
    VITRINE_TRY_ASSIGN(const UniqueFd all, makeOrOpenDirectory(m_root.get(), kJobsName));
    VITRINE_TRY(writeControlFile(all.get(), "cgroup.subtree_control", enabled));
    VITRINE_TRY_ASSIGN(UniqueFd one, makeOrOpenDirectory(all.get(), fmt::format("{}", uid)));
    for (const auto &[file, text] : limits)
        VITRINE_TRY(writeControlFile(one.get(), file, text));
    return one;
}

void CgroupTree::dropJobs()
{
    (void)removeCgroup(m_root.get(), kJobsName);
}

Result<ContainerCgroup> CgroupTree::find(const std::string &id) const
{
    if (!isValidId(id))
        return failure(ErrorCode::InvalidName, fmt::format("finding a cgroup: \"{}\" is not an id", id));
    VITRINE_TRY_ASSIGN(const UniqueFd node, openDirectory(m_root.get(), id));
    ContainerCgroup found;
    VITRINE_TRY_ASSIGN(found.shim, openDirectory(node.get(), kShimName));
    VITRINE_TRY_ASSIGN(found.payload, openDirectory(node.get(), kPayloadName));
    found.payloadPath = fmt::format("{}/{}/{}", m_path, id, kPayloadName);
    return found;
}

std::vector<std::string> CgroupTree::list() const
{
    std::vector<std::string> ids;
    UniqueFd copy(::openat(m_root.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!copy)
        return ids;
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(::fdopendir(copy.get()), &::closedir);
    if (!stream)
        return ids;
    (void)copy.release(); // the stream owns it now
    while (const dirent *entry = ::readdir(stream.get())) {
        if (entry->d_type == DT_DIR && isValidId(entry->d_name))
            ids.emplace_back(entry->d_name);
    }
    std::ranges::sort(ids);
    return ids;
}

Result<bool> CgroupTree::holds(const std::string &id, pid_t pid) const
{
    constexpr std::size_t kMaxBytes = 64 * 1024;
    constexpr std::string_view kUnified = "0::";
    VITRINE_TRY_ASSIGN(const std::string text,
                       readFileAt(AT_FDCWD, fmt::format("/proc/{}/cgroup", pid).c_str(), kMaxBytes));
    const std::string payload = fmt::format("/{}/{}", id, kPayloadName);
    for (const std::string_view line : split(text, '\n')) {
        // It starts at the top of the hierarchy, our path at the top of the host.
        if (line.starts_with(kUnified))
            return line.ends_with(payload) && (m_path + payload).ends_with(line.substr(kUnified.size()));
    }
    return false;
}

Result<UniqueFd> CgroupTree::destroy(const std::string &id)
{
    if (!isValidId(id))
        return failure(ErrorCode::InvalidName, fmt::format("removing a cgroup: \"{}\" is not an id", id));
    const auto node = openDirectory(m_root.get(), id);
    if (!node)
        return node.error().code == ErrorCode::NotFound ? Result<UniqueFd>() : failure(node.error());
    if (const auto killed = killAll(node->get()); !killed)
        return failure(killed.error().wrap(fmt::format("ending what runs in the cgroup {}", id)));
    VITRINE_TRY_ASSIGN(UniqueFd events, watchCgroupEvent(node->get(), "populated", "0"));
    if (!events)
        VITRINE_TRY(removeCgroup(m_root.get(), id));
    return events;
}

Result<> killAll(int payloadFd)
{
    const auto killed = writeControlFile(payloadFd, "cgroup.kill", "1");
    if (killed || killed.error().sysErrno != ENOENT)
        return killed;
    return killByList(payloadFd);
}

Result<UniqueFd> setFrozen(int payloadFd, bool frozen)
{
    VITRINE_TRY(writeControlFile(payloadFd, "cgroup.freeze", frozen ? "1" : "0"));
    if (!frozen)
        return UniqueFd();
    return watchCgroupEvent(payloadFd, "frozen", "1");
}

} // namespace vitrine::sys
