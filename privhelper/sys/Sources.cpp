// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Sources.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "privhelper/sys/Mounts.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vitrine::sys {

namespace {

// Not in linux/magic.h.
constexpr std::int64_t kMqueueMagic = 0x19800202;
constexpr std::int64_t kConfigfsMagic = 0x62656570;
constexpr std::int64_t kFusectlMagic = 0x65735543;
constexpr std::int64_t kBpfMagic = 0xcafe4a11;

constexpr std::array<std::int64_t, 16> kRefused{
    PROC_SUPER_MAGIC, SYSFS_MAGIC,      CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, DEVPTS_SUPER_MAGIC, DEBUGFS_MAGIC,
    TRACEFS_MAGIC,    SECURITYFS_MAGIC, kBpfMagic,          NSFS_MAGIC,          PSTOREFS_MAGIC,     EFIVARFS_MAGIC,
    BINFMTFS_MAGIC,   kFusectlMagic,    kMqueueMagic,       kConfigfsMagic,
};

// By name, as nobody is to be asked for the number: a server of files may not answer.
constexpr std::array<std::string_view, 21> kRefusedTypes{
    "proc",    "sysfs",  "cgroup",     "cgroup2", "devpts",     "devtmpfs",  "debugfs",
    "tracefs", "bpf",    "securityfs", "nsfs",    "pstore",     "efivarfs",  "binfmt_misc",
    "fusectl", "mqueue", "configfs",   "autofs",  "rpc_pipefs", "selinuxfs", "nfsd",
};

/// Whether it lies on a mount of this process's namespace. The kernel lets a mount that is attached nowhere be copied,
/// too, also one that its maker has filled in a user namespace of his own. While the descriptor is open, no other mount
/// comes to have its number.
Result<bool> isOfOurMounts(int fd)
{
    constexpr std::size_t kMaxBytes = 64 * 1024 * 1024; // the kernel stops at 100,000 mounts
    VITRINE_TRY_ASSIGN(const std::string id, readFieldAt(AT_FDCWD, fmt::format("/proc/self/fdinfo/{}", fd), "mnt_id:"));
    VITRINE_TRY_ASSIGN(const std::string mounts, readFileAt(AT_FDCWD, "/proc/self/mountinfo", kMaxBytes));
    const auto lines = split(mounts, '\n');
    return std::ranges::any_of(lines, [start = id + ' '](std::string_view line) { return line.starts_with(start); });
}

bool isFrozenMemory(int fd)
{
    constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW;
    const int seals = ::fcntl(fd, F_GET_SEALS);
    return seals >= 0 && (seals & kSeals) == kSeals;
}

} // namespace

Result<> checkSource(int fd, const std::string &key)
{
    const auto refuse = [&](std::string_view why) {
        return failure(ErrorCode::SourceNotAllowed, fmt::format("the source \"{}\" {}", key, why));
    };
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0)
        return refuse("was not given");
    if (key == ipc::kSourceX11Cookie)
        return isFrozenMemory(fd) ? Result<>() : Result<>(refuse("is not a sealed memfd"));
    if ((flags & O_PATH) == 0)
        return refuse("was not opened with O_PATH");
    VITRINE_TRY_ASSIGN(const bool isOurs, isOfOurMounts(fd));
    if (!isOurs)
        return refuse("is not of the mounts that this computer shows to everybody");
    struct stat info { };
    if (::fstat(fd, &info) < 0)
        return failErrno(errno, fmt::format("looking at the source \"{}\"", key));
    if (key == ipc::kSourceDisplay || key == ipc::kSourceX11)
        return S_ISSOCK(info.st_mode) ? Result<>() : Result<>(refuse("is not a socket"));
    if (!S_ISDIR(info.st_mode) && (key == ipc::kSourceRoot || !S_ISREG(info.st_mode)))
        return refuse(key == ipc::kSourceRoot ? "is not a directory" : "is neither a directory nor a regular file");
    VITRINE_TRY_ASSIGN(const std::int64_t magic, fileSystemMagic(fd));
    if (std::ranges::find(kRefused, magic) != kRefused.end())
        return refuse("lies on a file system of the kernel");
    return {};
}

bool isKernelType(std::string_view type)
{
    return std::ranges::find(kRefusedTypes, type) != kRefusedTypes.end();
}

} // namespace vitrine::sys
