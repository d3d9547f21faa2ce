// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/PivotRoot.h"

#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::sys {

Result<> pivotInto(int rootFd)
{
    if (::fchdir(rootFd) < 0)
        return failErrno(errno, "entering the new root");
    // pivot_root(2) allows new and old root to be one directory: the old root then lies on top of the new one, which
    // needs no folder for it inside.
    if (::syscall(SYS_pivot_root, ".", ".") < 0)
        return failErrno(errno, "making the new root the root");
    if (::umount2(".", MNT_DETACH) < 0)
        return failErrno(errno, "letting go of the host's mounts");
    if (::chdir("/") < 0)
        return failErrno(errno, "entering /");
    return {};
}

} // namespace vitrine::sys
