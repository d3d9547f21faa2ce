// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Spawn.h"

#include "core/base/Files.h"
#include "core/base/Try.h"
#include "privhelper/sys/Namespaces.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace vitrine::daemon {

namespace {

constexpr int kFirstFd = 3;

/// The helper may hold many descriptors; what it starts gets the usual number back, for select() and for programs that
/// close every descriptor there may be.
void takeUsualDescriptorLimit()
{
    constexpr rlim_t kUsual = 1024;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur <= kUsual)
        return;
    limit.rlim_cur = kUsual;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// /dev/null thrice, then the descriptors in their places. `fds` lie above all of these.
bool placeDescriptors(const std::vector<UniqueFd> &fds)
{
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    for (int standard = 0; standard < kFirstFd; ++standard) {
        if (::dup2(null.get(), standard) < 0)
            return false;
    }
    for (std::size_t i = 0; i < fds.size(); ++i) {
        const int place = kFirstFd + static_cast<int>(i);
        if (!fds[i])
            ::close(place);
        else if (::dup2(fds[i].get(), place) < 0)
            return false;
    }
    // Also what the helper itself was started with, which nobody has marked.
    return ::close_range(kFirstFd + static_cast<unsigned>(fds.size()), ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

void resetSignals()
{
    struct sigaction fallback { };
    fallback.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        ::sigaction(number, &fallback, nullptr); // KILL, STOP and the C library's own refuse, rightly
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// In the child: becomes the program, or tells the errno.
[[noreturn]] void become(const std::string &path, char *const *arguments, const std::vector<UniqueFd> &fds, int errorFd)
{
    char *environment[] = { nullptr };
    resetSignals();
    takeUsualDescriptorLimit();
    if (placeDescriptors(fds) && ::setsid() >= 0)
        ::execve(path.c_str(), arguments, environment);
    const int error = errno;
    (void)!::write(errorFd, &error, sizeof error);
    ::_exit(127);
}

Result<UniqueFd> duplicateAbove(int fd, int lowest)
{
    UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, lowest));
    if (!copy)
        return failErrno(errno, "passing a descriptor to a program");
    return copy;
}

} // namespace

Result<pid_t> spawnProgram(const std::string &path, const std::vector<std::string> &arguments,
                           const std::vector<int> &fds, int cgroupFd)
{
    // Above all targets, so that no dup2 runs over a source that a later one needs.
    const int lowest = kFirstFd + static_cast<int>(fds.size());
    std::vector<UniqueFd> moved;
    for (const int fd : fds) {
        moved.emplace_back();
        if (fd < 0)
            continue;
        VITRINE_TRY_ASSIGN(moved.back(), duplicateAbove(fd, lowest));
    }
    int ends[2] = { -1, -1 };
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return failErrno(errno, "making a pipe");
    const UniqueFd errorReader(ends[0]);
    UniqueFd errorWriter(ends[1]);
    VITRINE_TRY_ASSIGN(UniqueFd childWriter, duplicateAbove(errorWriter.get(), lowest));
    errorWriter.reset();

    // argv is not const for C's sake only.
    std::vector<char *> argv{ const_cast<char *>(path.c_str()) };
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    auto child = sys::cloneProcess(0, cgroupFd);
    // A directory that is no cgroup, in tests: the program is told of it and moves, or fails, itself.
    if (!child && child.error().sysErrno == EBADF)
        child = sys::cloneProcess(0, -1);
    if (!child)
        return failure(child.error().wrap("running " + path));
    if (child->pid == 0)
        become(path, argv.data(), moved, childWriter.get());
    childWriter.reset();
    int error = 0;
    if (::read(errorReader.get(), &error, sizeof error) == static_cast<ssize_t>(sizeof error)) {
        (void)sys::waitForProcess(child->pidFd.get());
        return failErrno(error, "running " + path);
    }
    return child->pid;
}

Result<UniqueFd> sealedMemfd(const char *name, std::string_view content)
{
    UniqueFd fd(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd)
        return failErrno(errno, "making a file in memory");
    VITRINE_TRY(writeAll(fd.get(), content));
    if (::lseek(fd.get(), 0, SEEK_SET) != 0
        || ::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
        return failErrno(errno, "sealing a file in memory");
    return fd;
}

Result<std::pair<UniqueFd, UniqueFd>> controlSockets()
{
    int ends[2] = { -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return failErrno(errno, "making a pair of sockets");
    std::pair<UniqueFd, UniqueFd> sockets{ UniqueFd(ends[0]), UniqueFd(ends[1]) };
    if (::fcntl(sockets.first.get(), F_SETFL, O_RDWR | O_NONBLOCK) != 0)
        return failErrno(errno, "making a socket that does not block");
    return sockets;
}

Result<UniqueFd> duplicate(int fd)
{
    UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
    if (!copy)
        return failErrno(errno, "duplicating a descriptor");
    return copy;
}

} // namespace vitrine::daemon
