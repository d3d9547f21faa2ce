// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/DeviceNodes.h"

#include "core/base/Try.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::sys {

namespace {

struct Node {
    const char *name;
    unsigned major;
    unsigned minor;
};
constexpr std::array<Node, 6> kNodes{ {
    { "null", 1, 3 },
    { "zero", 1, 5 },
    { "full", 1, 7 },
    { "random", 1, 8 },
    { "urandom", 1, 9 },
    { "tty", 5, 0 },
} };

struct Link {
    const char *name;
    const char *target;
};
constexpr std::array<Link, 5> kLinks{ {
    { "fd", "/proc/self/fd" },
    { "stdin", "/proc/self/fd/0" },
    { "stdout", "/proc/self/fd/1" },
    { "stderr", "/proc/self/fd/2" },
    { "ptmx", "pts/ptmx" },
} };

struct Owner {
    std::uint32_t uid;
    std::uint32_t gid;
};

Result<> makeNode(int dirFd, const std::string &name, mode_t type, dev_t device, Owner owner)
{
    // mknod() is subject to the umask, which is ours to set: the caller runs with 0.
    if (::mknodat(dirFd, name.c_str(), type | 0666, device) < 0
        || ::fchownat(dirFd, name.c_str(), owner.uid, owner.gid, AT_SYMLINK_NOFOLLOW) < 0)
        return failErrno(errno, fmt::format("making the device node {}", name));
    struct stat info { };
    if (::fstatat(dirFd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) < 0 || (info.st_mode & S_IFMT) != type
        || info.st_rdev != device)
        return failure(ErrorCode::System, fmt::format("making the device node {}: it became something else", name));
    return {};
}

/// The granted node with the host's own number, at its own path.
Result<> grantNode(int devFd, const spec::DeviceRule &rule, Owner owner)
{
    constexpr std::string_view kDev = "/dev/";
    if (!rule.path.starts_with(kDev))
        return failure(ErrorCode::InvalidConfig, fmt::format("the device {} is not below /dev", rule.path));
    const std::string inside = rule.path.substr(kDev.size());
    VITRINE_TRY_ASSIGN(const UniqueFd hostDev, openPlain(AT_FDCWD, "/dev", O_PATH | O_DIRECTORY));
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const UniqueFd node(static_cast<int>(::syscall(SYS_openat2, hostDev.get(), inside.c_str(), &how, sizeof how)));
    struct stat info { };
    if (!node || ::fstat(node.get(), &info) < 0)
        return failErrno(errno, fmt::format("opening the device {}", rule.path));
    if (!S_ISCHR(info.st_mode) && !S_ISBLK(info.st_mode))
        return failure(ErrorCode::InvalidConfig, fmt::format("{} is not a device", rule.path));

    const std::size_t slash = inside.rfind('/');
    UniqueFd parent;
    if (slash != std::string::npos) {
        VITRINE_TRY_ASSIGN(parent, makeDirectories(devFd, inside.substr(0, slash), Links::Refuse));
    }
    const std::string name = slash == std::string::npos ? inside : inside.substr(slash + 1);
    auto made = makeNode(parent ? parent.get() : devFd, name, info.st_mode & S_IFMT, info.st_rdev, owner);
    if (!made && made.error().sysErrno == EEXIST)
        return {}; // one of the nodes that every container has
    return made;
}

} // namespace

Result<UniqueFd> makeDev(std::uint32_t rootUid, std::uint32_t rootGid, const std::vector<spec::DeviceRule> &granted)
{
    const std::array<FsOption, 3> options{ FsOption{ "mode", "0755" }, FsOption{ "size", "1m" },
                                           FsOption{ "nr_inodes", "1024" } };
    VITRINE_TRY_ASSIGN(UniqueFd dev, newFileSystem("tmpfs", options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC));
    const Owner owner{ rootUid, rootGid };
    for (const Node &node : kNodes)
        VITRINE_TRY(makeNode(dev.get(), node.name, S_IFCHR, makedev(node.major, node.minor), owner));
    for (const Link &link : kLinks) {
        if (::symlinkat(link.target, dev.get(), link.name) < 0)
            return failErrno(errno, fmt::format("making the link {} in /dev", link.name));
    }
    for (const char *directory : { "pts", "shm", "mqueue" }) {
        if (::mkdirat(dev.get(), directory, 0755) < 0)
            return failErrno(errno, fmt::format("making the directory {} in /dev", directory));
    }
    for (const spec::DeviceRule &rule : granted)
        VITRINE_TRY(grantNode(dev.get(), rule, owner));
    if (::fchownat(dev.get(), "", rootUid, rootGid, AT_EMPTY_PATH) < 0)
        return failErrno(errno, "giving /dev to the container's root");
    return dev;
}

Result<UniqueFd> openNull(int devFd)
{
    VITRINE_TRY_ASSIGN(UniqueFd null, openPlain(devFd, "null", O_PATH | O_NOFOLLOW));
    struct stat info { };
    if (::fstat(null.get(), &info) < 0 || !S_ISCHR(info.st_mode) || info.st_rdev != makedev(1, 3))
        return failure(ErrorCode::RootfsUnsafe, "opening /dev/null inside: it is not the kernel's");
    return null;
}

} // namespace vitrine::sys
