// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Spawn.h"

#include "core/base/Files.h"
#include "core/base/ScopeExit.h"
#include "core/base/Try.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <new>

namespace vitrine::daemon {

namespace {

constexpr int kFirstFd = 3;

/// posix_spawn's actions: /dev/null thrice, then the descriptors in their places.
Result<> planDescriptors(posix_spawn_file_actions_t &actions, const std::vector<UniqueFd> &fds)
{
    for (int standard = 0; standard < kFirstFd; ++standard) {
        if (const int r = ::posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0); r != 0)
            return failErrno(r, "planning the descriptors of a program");
    }
    for (std::size_t i = 0; i < fds.size(); ++i) {
        const int r = ::posix_spawn_file_actions_adddup2(&actions, fds[i].get(), kFirstFd + static_cast<int>(i));
        if (r != 0)
            return failErrno(r, "planning the descriptors of a program");
    }
    return {};
}

/// The helper may hold many descriptors; what it starts gets the usual number back, for select() and for programs that
/// close every descriptor there may be.
class UsualDescriptorLimit {
public:
    UsualDescriptorLimit()
    {
        if (::getrlimit(RLIMIT_NOFILE, &m_own) != 0 || m_own.rlim_cur <= kUsual)
            return;
        const rlimit usual{ kUsual, m_own.rlim_max };
        m_lowered = ::setrlimit(RLIMIT_NOFILE, &usual) == 0;
    }
    UsualDescriptorLimit(const UsualDescriptorLimit &) = delete;
    UsualDescriptorLimit &operator=(const UsualDescriptorLimit &) = delete;
    ~UsualDescriptorLimit()
    {
        if (m_lowered)
            ::setrlimit(RLIMIT_NOFILE, &m_own);
    }

private:
    static constexpr rlim_t kUsual = 1024;
    rlimit m_own{};
    bool m_lowered = false;
};

void planSignals(posix_spawnattr_t &attributes)
{
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
}

} // namespace

Result<pid_t> spawnProgram(const std::string &path, const std::vector<std::string> &arguments,
                           const std::vector<int> &fds)
{
    // Above all targets, so that no dup2 runs over a source that a later one needs.
    std::vector<UniqueFd> moved;
    for (const int fd : fds) {
        UniqueFd high(::fcntl(fd, F_DUPFD_CLOEXEC, kFirstFd + static_cast<int>(fds.size())));
        if (!high)
            return failErrno(errno, "passing a descriptor to " + path);
        moved.push_back(std::move(high));
    }
    posix_spawn_file_actions_t actions;
    if (::posix_spawn_file_actions_init(&actions) != 0)
        throw std::bad_alloc();
    const ScopeExit destroyActions([&] { ::posix_spawn_file_actions_destroy(&actions); });
    posix_spawnattr_t attributes;
    if (::posix_spawnattr_init(&attributes) != 0)
        throw std::bad_alloc();
    const ScopeExit destroyAttributes([&] { ::posix_spawnattr_destroy(&attributes); });
    VITRINE_TRY(planDescriptors(actions, moved));
    planSignals(attributes);

    // argv is not const for C's sake only.
    std::vector<char *> argv{ const_cast<char *>(path.c_str()) };
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    char *environment[] = { nullptr };
    pid_t pid = -1;
    const UsualDescriptorLimit usualLimit;
    if (const int r = ::posix_spawn(&pid, path.c_str(), &actions, &attributes, argv.data(), environment); r != 0)
        return failErrno(r, "running " + path);
    return pid;
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
