// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/MountTrial.h"

#include "core/base/Try.h"
#include "privhelper/sys/Mounts.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::shim {

namespace {

/// What the kernel says of this process's effective ids; 0, or the errno. On the mount itself.
int askPermission(int mountFd, int mode)
{
    return ::syscall(SYS_faccessat2, mountFd, "", mode, AT_EMPTY_PATH | AT_EACCESS) == 0 ? 0 : errno;
}

int tryToList(int mountFd)
{
    const UniqueFd directory(::openat(mountFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory)
        return errno;
    std::array<char, 4096> entries{};
    if (::getdents64(directory.get(), entries.data(), entries.size()) < 0)
        return errno;
    return askPermission(mountFd, X_OK);
}

int tryToMakeAFile(int mountFd)
{
    const UniqueFd file(::openat(mountFd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file) {
        const bool isUnknown = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL || errno == ENOENT;
        return isUnknown ? askPermission(mountFd, W_OK | X_OK) : errno;
    }
    struct stat info { };
    if (::fstat(file.get(), &info) < 0)
        return errno;
    // A file of nobody's would be refused had it a name.
    return info.st_uid == ::geteuid() ? 0 : EOVERFLOW;
}

} // namespace

void tryMount(int mountFd, spec::Access access, spec::MountVerdict &verdict)
{
    struct stat info { };
    verdict.isTried = true;
    if (::fstat(mountFd, &info) < 0) {
        verdict.sysErrno = errno;
        return;
    }
    verdict.inside = { info.st_uid, info.st_gid };
    verdict.mode = info.st_mode & 07777;
    const bool isDirectory = S_ISDIR(info.st_mode);
    verdict.sysErrno = isDirectory ? tryToList(mountFd) : askPermission(mountFd, R_OK);
    verdict.canRead = verdict.sysErrno == 0;
    if (access == spec::Access::ReadOnly)
        return;
    const int refused = isDirectory ? tryToMakeAFile(mountFd) : askPermission(mountFd, W_OK);
    verdict.canWrite = refused == 0;
    if (verdict.canRead)
        verdict.sysErrno = refused;
}

} // namespace vitrine::shim
