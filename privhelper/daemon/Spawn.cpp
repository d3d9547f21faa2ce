// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Spawn.h"

#include "core/base/Files.h"
#include "core/base/PacketSocket.h"
#include "core/base/Try.h"
#include "privhelper/daemon/ForeignFiles.h"
#include "privhelper/sys/Namespaces.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <thread>

namespace vitrine::daemon {

namespace {

constexpr int kFirstFd = 3;
/// Below it are our own alone. The kernel copies tables of descriptors in units of so many.
constexpr int kFirstForeign = 64;
/// Where what is being started finds the socket that its descriptors come by.
constexpr int kSlot = kFirstForeign - 1;
/// The kernel takes 253 with one message.
constexpr std::size_t kFdsPerMessage = 128;
constexpr char kReady = 'r';

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

struct Parcel {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kFdsPerMessage * sizeof(int))> control{};
    char byte = 0;
    iovec part{ &byte, 1 };
    msghdr message{};

    explicit Parcel(std::size_t count)
    {
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    }
};

Result<> sendFds(int socket, const std::vector<int> &fds)
{
    for (std::size_t sent = 0; sent < fds.size(); sent += kFdsPerMessage) {
        const std::size_t count = std::min(fds.size() - sent, kFdsPerMessage);
        Parcel parcel(count);
        putDescriptors(parcel.message, { fds.data() + sent, count });
        if (::sendmsg(socket, &parcel.message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
            return failErrno(errno, "passing descriptors to a program");
    }
    return {};
}

/// In the child: a table of its own, which nothing but our own descriptors has been copied to.
bool leaveTable()
{
    return ::close_range(kFirstForeign, ~0U, CLOSE_RANGE_UNSHARE) == 0 && ::send(kSlot, &kReady, 1, MSG_NOSIGNAL) == 1;
}

/// /dev/null thrice, then the descriptors in their places, into which the kernel puts them itself: one that were moved
/// would have to be closed where it has been. `socket` lies above these places.
bool placeDescriptors(const std::vector<int> &fds, int socket)
{
    if (::close_range(kFirstFd, static_cast<unsigned>(socket) - 1, 0) != 0)
        return false;
    const int null = ::open("/dev/null", O_RDWR);
    for (int standard = 0; standard < kFirstFd; ++standard) {
        if (::dup2(null, standard) < 0)
            return false;
    }
    ::close_range(kFirstFd, kFirstFd, 0);
    for (std::size_t come = 0; come < fds.size(); come += kFdsPerMessage) {
        Parcel parcel(std::min(fds.size() - come, kFdsPerMessage));
        // Not by recvmsg(), which may wait for a thread that is not there in this process.
        if (::syscall(SYS_recvmsg, socket, &parcel.message, 0) < 0)
            return false;
        if ((parcel.message.msg_flags & MSG_CTRUNC) != 0) {
            errno = EMFILE;
            return false;
        }
    }
    for (std::size_t i = 0; i < fds.size(); ++i) {
        const auto place = kFirstFd + static_cast<unsigned>(i);
        if (fds[i] < 0)
            ::close_range(place, place, 0);
    }
    // Also what the helper itself was started with, which nobody has marked.
    return ::close_range(kFirstFd + static_cast<unsigned>(fds.size()), ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

/// In the child: becomes the program, or tells the errno.
[[noreturn]] void become(const std::string &path, char *const *arguments, const std::vector<int> &fds)
{
    char *environment[] = { nullptr };
    resetSignals();
    takeUsualDescriptorLimit();
    int socket = kSlot;
    if (leaveTable()) {
        const int above = std::max(kFirstForeign, kFirstFd + static_cast<int>(fds.size()));
        socket = ::fcntl(kSlot, F_DUPFD_CLOEXEC, above);
        if (socket >= 0 && placeDescriptors(fds, socket) && ::setsid() >= 0)
            ::execve(path.c_str(), arguments, environment);
    }
    const int error = errno;
    static_cast<void>(!::send(socket, &error, sizeof error, MSG_NOSIGNAL));
    ::_exit(127);
}

Result<> putInSlot(int fd)
{
    if (::dup3(fd, kSlot, O_CLOEXEC) < 0)
        return failErrno(errno, "passing a socket to a program");
    return {};
}

/// Until the child has left our table: then no descriptor of it is ours any more.
bool awaitReady(int socket, int pidFd)
{
    std::array<pollfd, 2> polled{ pollfd{ socket, POLLIN, 0 }, pollfd{ pidFd, POLLIN, 0 } };
    while (::poll(polled.data(), polled.size(), -1) < 0 && errno == EINTR) { }
    char byte = 0;
    return (polled[0].revents & POLLIN) != 0 && ::recv(socket, &byte, 1, MSG_DONTWAIT) == 1 && byte == kReady;
}

/// One that could not become the program may still have to close what it was given, which can take for ever.
void reapLater(UniqueFd pidFd)
{
    std::thread([fd = std::move(pidFd)] { (void)sys::waitForProcess(fd.get()); }).detach();
}

} // namespace

Result<> reserveDescriptors()
{
    static bool isDone = false;
    if (isDone)
        return {};
    if (::fcntl(kSlot, F_GETFD) >= 0)
        return failure(ErrorCode::System, fmt::format("reserving descriptors: {} is in use already", kSlot));
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null)
        return failErrno(errno, "opening /dev/null");
    for (int fd = kFirstFd; fd < kFirstForeign; ++fd) {
        if (::fcntl(fd, F_GETFD) < 0 && ::dup3(null.get(), fd, O_CLOEXEC) < 0)
            return failErrno(errno, "reserving descriptors");
    }
    isDone = true;
    return {};
}

Result<pid_t> spawnProgram(const std::string &path, const std::vector<std::string> &arguments,
                           const std::vector<int> &fds, int cgroupFd)
{
    VITRINE_TRY(reserveDescriptors());
    int ends[2] = { -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return failErrno(errno, "making a pair of sockets");
    const UniqueFd socket(ends[0]);
    UniqueFd childSocket(ends[1]);
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null)
        return failErrno(errno, "opening /dev/null");
    std::vector<int> given(fds);
    std::ranges::replace_if(
        given, [](int fd) { return fd < 0; }, null.get());
    VITRINE_TRY(sendFds(socket.get(), given));
    VITRINE_TRY(putInSlot(childSocket.get()));
    childSocket.reset();

    // argv is not const for C's sake only.
    std::vector<char *> argv{ const_cast<char *>(path.c_str()) };
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    auto child = sys::cloneProcess(CLONE_FILES, cgroupFd);
    // A directory that is no cgroup, in tests: the program is told of it and moves, or fails, itself.
    if (!child && child.error().sysErrno == EBADF)
        child = sys::cloneProcess(CLONE_FILES, -1);
    if (child && child->pid == 0)
        become(path, argv.data(), fds);
    const bool isReady = child && awaitReady(socket.get(), child->pidFd.get());
    VITRINE_TRY(putInSlot(null.get()));
    if (!child)
        return failure(child.error().wrap("running " + path));
    // The end of the connection is the beginning of the program.
    int error = isReady ? 0 : ECHILD;
    if (isReady && ::recv(socket.get(), &error, sizeof error, 0) == 0)
        return child->pid;
    reapLater(std::move(child->pidFd));
    return failErrno(error, "running " + path);
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
    foreign::note(copy.get());
    return copy;
}

} // namespace vitrine::daemon
