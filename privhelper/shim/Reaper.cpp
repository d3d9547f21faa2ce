// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/Reaper.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/sys/Capabilities.h"
#include "privhelper/sys/SafePath.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::shim {

namespace {

constexpr int kExitUnknown = 255;

[[noreturn]] void endWith(int status, int statusFd)
{
    // The pipe is empty and an int fits: one write that cannot block.
    (void)!::write(statusFd, &status, sizeof status);
    ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

void reap(pid_t command, int statusFd)
{
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid == command)
            endWith(status, statusFd);
    }
}

/// Keeps `keepFd` and `linkFd` (as 3 and 4) and nothing else; 0 to 2 are the null device.
Result<> closeOthers(int &keepFd, int &linkFd)
{
    VITRINE_TRY_ASSIGN(UniqueFd null, sys::openPlain(AT_FDCWD, "/dev/null", O_RDWR));
    for (int standard = 0; standard < 3; ++standard) {
        if (::dup2(null.get(), standard) < 0)
            return failErrno(errno, "closing the streams of PID 1");
    }
    null.reset(); // it may be one of the numbers that are taken next
    const int highKeep = ::fcntl(keepFd, F_DUPFD_CLOEXEC, 10);
    const int highLink = ::fcntl(linkFd, F_DUPFD_CLOEXEC, 10);
    if (highKeep < 0 || highLink < 0 || ::dup3(highKeep, 3, O_CLOEXEC) < 0 || ::dup3(highLink, 4, O_CLOEXEC) < 0
        || ::syscall(SYS_close_range, 5U, ~0U, 0U) < 0)
        return failErrno(errno, "closing the descriptors of PID 1");
    keepFd = 3;
    linkFd = 4;
    return {};
}

} // namespace

Result<> blockSignals()
{
    sigset_t all;
    sigfillset(&all);
    if (::sigprocmask(SIG_SETMASK, &all, nullptr) < 0)
        return failErrno(errno, "blocking the signals of PID 1");
    return {};
}

Result<> confineReaper(int &statusFd, int &linkFd)
{
    ::prctl(PR_SET_NAME, "vitrine-init", 0, 0, 0);
    VITRINE_TRY(closeOthers(statusFd, linkFd));
    VITRINE_TRY(sys::limitCapabilities(sys::defaultCapabilities()));
    return sys::setCapabilities(sys::reaperCapabilities());
}

void runReaper(pid_t command, int statusFd)
{
    sigset_t all;
    sigfillset(&all);
    const UniqueFd signals(::signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!signals)
        ::_exit(kExitUnknown);
    // The shim holds the other end of the status pipe: its death is an error on this one. The kernel's own death signal
    // is of no use, as it is sent with the rights of the shim, which has none.
    std::array<pollfd, 2> polled{ pollfd{ signals.get(), POLLIN, 0 }, pollfd{ statusFd, 0, 0 } };
    for (;;) {
        reap(command, statusFd);
        if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR)
            ::_exit(kExitUnknown);
        if ((polled[1].revents & POLLERR) != 0)
            ::_exit(kExitUnknown);
        signalfd_siginfo info{};
        while (::read(signals.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
            if (info.ssi_signo != SIGCHLD)
                ::kill(command, static_cast<int>(info.ssi_signo));
        }
    }
}

} // namespace vitrine::shim
