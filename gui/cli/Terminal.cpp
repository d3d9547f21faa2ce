// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Terminal.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

// A handler may touch nothing but a descriptor: the numbers travel through a pipe to the event loop.
int g_signalPipe[2]{ -1, -1 };

void noteSignal(int signal)
{
    const int before = errno;
    const auto number = static_cast<unsigned char>(signal);
    // Full: the loop is far behind, and one more of the same adds nothing.
    [[maybe_unused]] const ssize_t written = ::write(g_signalPipe[1], &number, 1);
    errno = before;
}

} // namespace

bool isTerminal(int fd)
{
    return ::isatty(fd) == 1;
}

std::optional<WindowSize> terminalSize()
{
    for (const int fd : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        winsize size{};
        if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
            return WindowSize{ size.ws_row, size.ws_col };
    }
    return std::nullopt;
}

RawTerminal::RawTerminal(int fd)
    : m_fd(fd)
{
    if (::tcgetattr(fd, &m_before) != 0)
        return;
    termios raw = m_before;
    ::cfmakeraw(&raw);
    m_isRaw = ::tcsetattr(fd, TCSANOW, &raw) == 0;
}

RawTerminal::~RawTerminal()
{
    if (m_isRaw)
        ::tcsetattr(m_fd, TCSANOW, &m_before);
}

SignalCatcher::SignalCatcher(const std::vector<int> &wanted, QObject *parent)
    : QObject(parent)
{
    if (g_signalPipe[0] < 0 && ::pipe2(g_signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(g_signalPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        unsigned char number = 0;
        while (::read(g_signalPipe[0], &number, 1) == 1)
            Q_EMIT caught(number);
    });
    struct sigaction action { };
    action.sa_handler = noteSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : wanted) {
        struct sigaction before { };
        if (::sigaction(signal, nullptr, &before) != 0 || before.sa_handler == SIG_IGN)
            continue;
        if (::sigaction(signal, &action, nullptr) == 0)
            m_before.emplace_back(signal, before);
    }
}

SignalCatcher::~SignalCatcher()
{
    for (const auto &[signal, before] : m_before)
        ::sigaction(signal, &before, nullptr);
}

} // namespace vitrine::gui
