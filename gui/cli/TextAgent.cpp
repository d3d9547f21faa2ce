// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/TextAgent.h"

#include "gui/cli/Terminal.h"

#include <cerrno>
#include <csignal>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

constexpr int kPatienceMs = 10'000; ///< a polkit that does not answer is told of by the call itself

/// Nothing but system calls: the parent may have threads.
[[noreturn]] void becomeAgent(const char *program, const char *parent, pid_t parentPid, int readyFd, const char *ready)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parentPid)
        ::_exit(0);
    // It talks through the terminal itself; its complaints would only be noise where there is no polkit.
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(null, STDOUT_FILENO);
    ::dup2(null, STDERR_FILENO);
    ::fcntl(readyFd, F_SETFD, 0);
    ::execl(program, program, "--process", parent, "--fallback", "--notify-fd", ready, nullptr);
    ::_exit(127);
}

} // namespace

bool TextAgent::isUseful()
{
    return ::geteuid() != 0 && isTerminal(STDIN_FILENO) && isTerminal(STDERR_FILENO);
}

TextAgent::TextAgent(const char *program)
{
    int fds[2];
    if (::access(program, X_OK) != 0 || ::pipe2(fds, O_CLOEXEC) != 0)
        return;
    m_ready.reset(fds[0]);
    const UniqueFd theirs(fds[1]);
    const pid_t parentPid = ::getpid();
    const std::string parent = std::to_string(parentPid);
    const std::string ready = std::to_string(theirs.get());
    m_pid = ::fork();
    if (m_pid == 0)
        becomeAgent(program, parent.c_str(), parentPid, theirs.get(), ready.c_str());
}

TextAgent::~TextAgent()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGTERM);
    ::kill(m_pid, SIGCONT); // one that the terminal has stopped would never see the other
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) { }
}

void TextAgent::waitUntilReady()
{
    if (!m_ready)
        return;
    pollfd waiting{ m_ready.get(), POLLIN, 0 };
    ::poll(&waiting, 1, kPatienceMs);
    m_ready.reset();
}

} // namespace vitrine::gui
