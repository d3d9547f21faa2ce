// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Mounts.h"

#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vitrine::sys {

namespace {

/// What the kernel says about a failed fsconfig() or fsmount(): messages such as "e overlay: …" wait in the descriptor.
std::string kernelWords(int contextFd)
{
    std::array<char, 256> buffer{};
    const ssize_t size = ::read(contextFd, buffer.data(), buffer.size());
    if (size <= 2)
        return {};
    std::string_view words(buffer.data() + 2, static_cast<std::size_t>(size) - 2);
    while (words.ends_with('\n'))
        words.remove_suffix(1);
    return fmt::format(" ({})", words);
}

Error contextError(int err, int contextFd, std::string_view type)
{
    Error error = Error::fromErrno(err, fmt::format("making a {} file system", type));
    error.what += kernelWords(contextFd);
    return error;
}

} // namespace

Result<UniqueFd> newFileSystem(std::string_view type, std::span<const FsOption> options, std::uint64_t attributes)
{
    const std::string name(type);
    const UniqueFd context(::fsopen(name.c_str(), FSOPEN_CLOEXEC));
    if (!context)
        return failErrno(errno, fmt::format("making a {} file system", type));
    for (const auto &[key, value] : options) {
        const std::string keyText(key);
        const std::string valueText(value);
        const unsigned command = value.empty() ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING;
        if (::fsconfig(context.get(), command, keyText.c_str(), value.empty() ? nullptr : valueText.c_str(), 0) < 0)
            return failure(contextError(errno, context.get(), type).wrap(fmt::format("option {}={}", key, value)));
    }
    if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) < 0)
        return failure(contextError(errno, context.get(), type));
    UniqueFd mount(::fsmount(context.get(), FSMOUNT_CLOEXEC, static_cast<unsigned>(attributes)));
    if (!mount)
        return failure(contextError(errno, context.get(), type));
    return mount;
}

Result<UniqueFd> cloneMount(int dirFd, const std::string &path, CopyIs kind)
{
    const unsigned flags =
        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW | (path.empty() ? AT_EMPTY_PATH : 0u);
    UniqueFd mount(::open_tree(dirFd, path.c_str(), flags));
    if (!mount)
        return failErrno(errno, fmt::format("copying the mount of {}", path.empty() ? "a descriptor" : path));
    mount_attr change{};
    change.propagation = kind == CopyIs::Slave ? MS_SLAVE : MS_PRIVATE;
    if (::mount_setattr(mount.get(), "", AT_EMPTY_PATH, &change, sizeof change) < 0)
        return failErrno(errno, "taking a copied mount out of propagation");
    return mount;
}

Result<> addAttributes(int mountFd, std::uint64_t attributes)
{
    mount_attr change{};
    change.attr_set = attributes;
    if (::mount_setattr(mountFd, "", AT_EMPTY_PATH, &change, sizeof change) < 0)
        return failErrno(errno, "adding attributes to a mount");
    return {};
}

Result<> leaveAccessTimes(int mountFd)
{
    mount_attr change{};
    change.attr_clr = MOUNT_ATTR__ATIME;
    change.attr_set = MOUNT_ATTR_NOATIME;
    if (::mount_setattr(mountFd, "", AT_EMPTY_PATH, &change, sizeof change) < 0)
        return failErrno(errno, "leaving access times of a mount as they are");
    return {};
}

Result<> mapIds(int mountFd, int userNamespaceFd)
{
    mount_attr change{};
    change.attr_set = MOUNT_ATTR_IDMAP;
    change.userns_fd = static_cast<std::uint64_t>(userNamespaceFd);
    if (::mount_setattr(mountFd, "", AT_EMPTY_PATH, &change, sizeof change) < 0) {
        const int err = errno;
        return failErrno(err, "mapping the ids of a mount", err == EINVAL ? ErrorCode::Unsupported : ErrorCode::System);
    }
    return {};
}

Result<> attachMount(int mountFd, int targetFd)
{
    if (::move_mount(mountFd, "", targetFd, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
        return failErrno(errno, "attaching a mount");
    return {};
}

Result<std::uint64_t> mountIdOf(int fd)
{
    struct statx info { };
    // A server of files that does not answer is not asked: the number is the kernel's own.
    if (::statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_MNT_ID, &info) < 0)
        return failErrno(errno, "asking for the number of a mount");
    if ((info.stx_mask & STATX_MNT_ID) == 0)
        return failure(ErrorCode::Unsupported, "the kernel does not tell the numbers of mounts");
    return info.stx_mnt_id;
}

Result<> removeMount(int parentFd, const std::string &name, Removal removal)
{
    if (::fchdir(parentFd) < 0)
        return failErrno(errno, "entering the directory of a mount");
    const int how = UMOUNT_NOFOLLOW | (removal == Removal::WithAllBelow ? MNT_DETACH : 0);
    if (::umount2(name.c_str(), how) < 0) {
        const int err = errno;
        return failErrno(err, "taking a mount away", err == EBUSY ? ErrorCode::Busy : ErrorCode::System);
    }
    return {};
}

Result<> makeAllPrivate()
{
    mount_attr change{};
    change.propagation = MS_PRIVATE;
    if (::mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &change, sizeof change) < 0)
        return failErrno(errno, "making the mounts private");
    return {};
}

Result<std::int64_t> fileSystemMagic(int fd)
{
    struct statfs info { };
    if (::fstatfs(fd, &info) < 0)
        return failErrno(errno, "asking for the kind of a file system");
    return static_cast<std::int64_t>(info.f_type);
}

bool isKernelFileSystem(std::int64_t magic)
{
    constexpr std::array<std::int64_t, 5> kMagics{ PROC_SUPER_MAGIC, SYSFS_MAGIC, CGROUP2_SUPER_MAGIC,
                                                   DEVPTS_SUPER_MAGIC, 0x19800202 /* mqueue */ };
    return std::ranges::find(kMagics, magic) != kMagics.end();
}

} // namespace vitrine::sys
