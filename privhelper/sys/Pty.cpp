// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Pty.h"

#include "core/base/Try.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::sys {

Result<Pty> openPty()
{
    VITRINE_TRY_ASSIGN(const UniqueFd node, openPlain(AT_FDCWD, "/dev/pts/ptmx", O_PATH));
    struct stat info { };
    VITRINE_TRY_ASSIGN(const std::int64_t magic, fileSystemMagic(node.get()));
    if (::fstat(node.get(), &info) < 0 || magic != DEVPTS_SUPER_MAGIC || !S_ISCHR(info.st_mode)
        || info.st_rdev != makedev(5, 2))
        return failure(ErrorCode::RootfsUnsafe, "opening a terminal: /dev/pts/ptmx inside is not the kernel's");

    Pty pty;
    VITRINE_TRY_ASSIGN(pty.controller, openPlain(AT_FDCWD, "/dev/pts/ptmx", O_RDWR | O_NOCTTY));
    VITRINE_TRY_ASSIGN(const std::int64_t opened, fileSystemMagic(pty.controller.get()));
    if (opened != DEVPTS_SUPER_MAGIC)
        return failure(ErrorCode::RootfsUnsafe, "opening a terminal: /dev/pts/ptmx inside is not the kernel's");
    int unlocked = 0;
    if (::ioctl(pty.controller.get(), TIOCSPTLCK, &unlocked) < 0)
        return failErrno(errno, "unlocking a terminal");
    // Asking the controlling side for its other end needs no path.
    pty.terminal.reset(::ioctl(pty.controller.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!pty.terminal)
        return failErrno(errno, "opening a terminal");
    VITRINE_TRY(setWindowSize(pty.controller.get(), 24, 80));
    return pty;
}

Result<> setWindowSize(int controllerFd, std::uint16_t rows, std::uint16_t columns)
{
    const winsize size{ rows, columns, 0, 0 };
    if (::ioctl(controllerFd, TIOCSWINSZ, &size) < 0)
        return failErrno(errno, "setting the size of a terminal");
    return {};
}

Result<> startSession(int terminalFd)
{
    if (::setsid() < 0)
        return failErrno(errno, "starting a session");
    if (terminalFd >= 0 && ::ioctl(terminalFd, TIOCSCTTY, 0) < 0)
        return failErrno(errno, "taking the controlling terminal");
    return {};
}

} // namespace vitrine::sys
