// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/ForeignFiles.h"

#include "core/base/PacketSocket.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace vitrine::daemon {

namespace {

using Clock = std::chrono::steady_clock;

/// So many file systems may be slow at a time. When there are more, those are given up that have been for long.
constexpr std::size_t kMaxThreads = 32;
constexpr auto kSlow = std::chrono::seconds(30);
constexpr auto kPatienceAtTheEnd = std::chrono::seconds(2);

/// The library's functions of these names are ours, below.
int closeNow(int fd)
{
    return static_cast<int>(::syscall(SYS_close, fd));
}

/// An O_PATH descriptor has not opened its file: nobody is asked.
bool isQuickToClose(int fd)
{
    const int flags = ::fcntl(fd, F_GETFL);
    return flags < 0 || (flags & O_PATH) != 0;
}

/// The number by which the kernel knows the connection, if it is a FUSE file system's. Nobody is asked.
unsigned connectionOf(int fd)
{
    struct statx status { };
    if (::statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, 0, &status) != 0 || status.stx_dev_major != 0)
        return 0;
    return status.stx_dev_minor;
}

/// Where that number is no FUSE connection's, there is no such file.
void endConnection(unsigned number)
{
    const std::string path = "/sys/fs/fuse/connections/" + std::to_string(number) + "/abort";
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return;
    static_cast<void>(!::write(file, "1", 1));
    closeNow(file);
}

class Closer {
public:
    void note(int fd)
    {
        const std::lock_guard lock(m_mutex);
        const auto index = static_cast<std::size_t>(fd);
        if (index >= m_isForeign.size())
            m_isForeign.resize(index + 1);
        m_isForeign[index] = true;
    }

    /// False when it is none of these, or quick: the caller closes it.
    bool take(int fd)
    {
        const std::lock_guard lock(m_mutex);
        const auto index = static_cast<std::size_t>(fd);
        if (fd < 0 || index >= m_isForeign.size() || !m_isForeign[index])
            return false;
        m_isForeign[index] = false;
        if (isQuickToClose(fd))
            return false;
        m_waiting.push_back(fd);
        if (m_waiting.size() > m_idle)
            reinforce();
        m_wakes.notify_one();
        return true;
    }

    std::size_t size()
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting.size() + m_underWay.size();
    }

    void abandon()
    {
        std::unique_lock lock(m_mutex);
        const auto isOver = [this] { return m_waiting.empty() && m_underWay.empty(); };
        if (!m_ends.wait_for(lock, kPatienceAtTheEnd, isOver))
            giveUp(std::chrono::seconds(0));
    }

private:
    struct Close {
        unsigned connection;
        Clock::time_point since;
    };

    void reinforce()
    {
        if (m_threads >= kMaxThreads)
            return giveUp(kSlow);
        try {
            std::thread([this] { work(); }).detach();
            ++m_threads;
        } catch (const std::system_error &) {
            // Those that there are get to it, or the next one that is made does.
        }
    }

    void giveUp(std::chrono::seconds age)
    {
        const auto now = Clock::now();
        for (const Close &close : m_underWay) {
            if (close.connection != 0 && now - close.since >= age)
                endConnection(close.connection);
        }
    }

    void work()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            ++m_idle;
            m_wakes.wait(lock, [this] { return !m_waiting.empty(); });
            --m_idle;
            const int fd = m_waiting.front();
            m_waiting.pop_front();
            const auto close = m_underWay.insert(m_underWay.end(), Close{ connectionOf(fd), Clock::now() });
            lock.unlock();
            // A socket shall not stay for the time that whoever made it has set.
            const linger atOnce{};
            ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
            closeNow(fd);
            lock.lock();
            m_underWay.erase(close);
            m_ends.notify_all();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_wakes;
    std::condition_variable m_ends;
    std::vector<bool> m_isForeign; ///< by number
    std::deque<int> m_waiting;
    std::list<Close> m_underWay;
    std::size_t m_threads = 0;
    std::size_t m_idle = 0;
};

/// Never destroyed: its threads end with the process.
Closer &closer()
{
    static auto *const one = new Closer;
    return *one;
}

} // namespace

namespace foreign {

void note(int fd)
{
    closer().note(fd);
}

std::size_t closing()
{
    return closer().size();
}

void abandon()
{
    closer().abandon();
}

} // namespace foreign

} // namespace vitrine::daemon

extern "C" ssize_t recvmsg(int socket, msghdr *message, int flags)
{
    const ssize_t size = ::syscall(SYS_recvmsg, socket, message, flags);
    if (size >= 0 && message->msg_control != nullptr)
        vitrine::forEachDescriptor(*message, vitrine::daemon::foreign::note);
    return size;
}

extern "C" int close(int fd)
{
    return vitrine::daemon::closer().take(fd) ? 0 : vitrine::daemon::closeNow(fd);
}
