// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Terminal.h"

#include <csignal>

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

void setHandler(int signal, void (*handler)(int))
{
    struct sigaction action { };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
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

SignalCatcher::SignalCatcher(const std::vector<int> &signals_, QObject *parent)
    : QObject(parent)
    , m_signals(signals_)
{
    if (g_signalPipe[0] < 0 && ::pipe2(g_signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(g_signalPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        unsigned char number = 0;
        while (::read(g_signalPipe[0], &number, 1) == 1)
            Q_EMIT caught(number);
    });
    for (const int signal : m_signals)
        setHandler(signal, noteSignal);
}

SignalCatcher::~SignalCatcher()
{
    for (const int signal : m_signals)
        setHandler(signal, SIG_DFL);
}

} // namespace vitrine::gui
