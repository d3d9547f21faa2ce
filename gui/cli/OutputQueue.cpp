// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/OutputQueue.h"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

// A write of at most PIPE_BUF bytes to a pipe that poll() calls writable never blocks (pipe(7)).
constexpr std::size_t kPipeBytes = 4096;

bool isWritable(int fd)
{
    pollfd asked{ fd, POLLOUT, 0 };
    return ::poll(&asked, 1, 0) > 0;
}

} // namespace

OutputQueue::OutputQueue(int fd, QObject *parent)
    : QObject(parent)
    , m_fd(fd)
    , m_canWrite(fd, QSocketNotifier::Write)
{
    m_canWrite.setEnabled(false);
    connect(&m_canWrite, &QSocketNotifier::activated, this, &OutputQueue::writeSome);
}

void OutputQueue::add(std::string_view bytes)
{
    if (!m_isOpen)
        return;
    m_pending += bytes;
    writeSome();
    if (m_pending.size() - m_written > kMostBytes)
        flush();
}

void OutputQueue::writeSome()
{
    while (m_written < m_pending.size() && isWritable(m_fd)) {
        const std::size_t size = std::min(m_pending.size() - m_written, kPipeBytes);
        const ssize_t count = ::write(m_fd, m_pending.data() + m_written, size);
        if (count < 0 && errno != EINTR && errno != EAGAIN)
            return close();
        if (count < 0 && errno == EAGAIN)
            break;
        m_written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    if (m_written > m_pending.size() / 2) {
        m_pending.erase(0, m_written);
        m_written = 0;
    }
    m_canWrite.setEnabled(!m_pending.empty());
}

void OutputQueue::flush()
{
    if (m_isOpen && !writeAll(m_fd, std::string_view(m_pending).substr(m_written)))
        close();
    m_pending.clear();
    m_written = 0;
    m_canWrite.setEnabled(false);
}

void OutputQueue::close()
{
    m_isOpen = false;
    m_pending.clear();
    m_written = 0;
    m_canWrite.setEnabled(false);
    Q_EMIT closed();
}

bool writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            pollfd waiting{ fd, POLLOUT, 0 };
            ::poll(&waiting, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

} // namespace vitrine::gui
