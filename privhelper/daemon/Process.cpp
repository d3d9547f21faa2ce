// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace vitrine::daemon {

Result<> hardenProcess()
{
    // Descriptors 0 to 2 are there, so that nothing of ours ever gets such a number.
    for (int fd = 0; fd <= STDERR_FILENO;) {
        fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        if (fd < 0)
            return failErrno(errno, "opening /dev/null");
        if (fd > STDERR_FILENO)
            ::close(fd);
    }
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return failErrno(errno, "closing this process to others");
    ::umask(0077);
    ::signal(SIGPIPE, SIG_IGN);
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0)
        return failErrno(errno, "reading the limit of descriptors");
    descriptors.rlim_cur = descriptors.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &descriptors) != 0)
        return failErrno(errno, "raising the limit of descriptors");
    return {};
}

} // namespace vitrine::daemon
