// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/UserMounts.h"

#include "core/base/Try.h"
#include "privhelper/shim/FileTargets.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <sys/stat.h>

#include <array>
#include <cerrno>

namespace vitrine::shim {

namespace {

Result<UniqueFd> makeTmpfs(const plan::UserMount &mount)
{
    const std::string size = std::to_string(mount.sizeBytes);
    const std::string mode = fmt::format("{:o}", mount.mode);
    const std::array<sys::FsOption, 2> options{ sys::FsOption{ "mode", mode }, sys::FsOption{ "size", size } };
    return sys::newFileSystem("tmpfs", options, sys::kNoSuidNoDev | wishedAttributes(mount));
}

} // namespace

std::uint64_t wishedAttributes(const plan::UserMount &mount)
{
    return (mount.readOnly ? MOUNT_ATTR_RDONLY : 0) | (mount.noExec ? MOUNT_ATTR_NOEXEC : 0);
}

Result<std::uint64_t> attachUserMount(int rootFd, const plan::UserMount &mount, MountTree given,
                                      const BeforeAttaching &before)
{
    if (!given.top) {
        VITRINE_TRY_ASSIGN(given.top, makeTmpfs(mount));
    }
    struct stat info { };
    if (::fstat(given.top.get(), &info) < 0)
        return failErrno(errno, fmt::format("looking at the mount for {}", mount.target));
    VITRINE_TRY_ASSIGN(const UniqueFd target,
                       S_ISDIR(info.st_mode) ? sys::makeDirectories(rootFd, mount.target)
                                             : makeFileTarget(rootFd, mount.target));
    struct stat rootInfo { };
    struct stat targetInfo { };
    if (::fstat(rootFd, &rootInfo) < 0 || ::fstat(target.get(), &targetInfo) < 0)
        return failErrno(errno, fmt::format("looking at {} inside", mount.target));
    VITRINE_TRY_ASSIGN(const std::int64_t magic, sys::fileSystemMagic(target.get()));
    // A mount over a window of the kernel would let the container fake what the kernel says (R23).
    if (sys::isKernelFileSystem(magic)
        || (rootInfo.st_dev == targetInfo.st_dev && rootInfo.st_ino == targetInfo.st_ino))
        return failure(ErrorCode::RootfsUnsafe,
                       fmt::format("{} inside leads to the root or to a file system of the kernel", mount.target));
    if (before)
        VITRINE_TRY(before(target.get(), given.top.get()));
    VITRINE_TRY_ASSIGN(const std::uint64_t id, sys::mountIdOf(given.top.get()));
    if (auto attached = sys::attachMount(given.top.get(), target.get()); !attached)
        return failure(attached.error().wrap(mount.target));
    if (auto attached = attachBelow(given.top.get(), given.below); !attached)
        return failure(attached.error().wrap(mount.target));
    return id;
}

} // namespace vitrine::shim
