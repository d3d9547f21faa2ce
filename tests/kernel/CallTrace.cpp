// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/CallTrace.h"

#include <QElapsedTimer>

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <set>

namespace vitrine::tests {

namespace {

constexpr qint64 kPatienceMs = 10'000;

const std::set<std::string> kChanging{
    "bind",      "bpf",           "clone",        "clone3",    "connect",    "dup2",
    "execve",    "exit_group",    "fchmod",       "fchmodat",  "fchown",     "fchownat",
    "fsconfig",  "fsmount",       "fsopen",       "fsync",     "ftruncate",  "kill",
    "linkat",    "listen",        "memfd_create", "mkdir",     "mkdirat",    "mknodat",
    "mount",     "mount_setattr", "move_mount",   "open_tree", "pidfd_open", "pidfd_send_signal",
    "pipe2",     "pwrite64",      "recvfrom",     "recvmsg",   "rename",     "renameat",
    "renameat2", "rmdir",         "sendmsg",      "sendto",    "setns",      "setresuid",
    "setsid",    "socket",        "socketpair",   "symlinkat", "umount2",    "unlinkat",
    "unshare",   "waitid",        "wait4",        "write",     "writev",     "fallocate",
    "setxattr",  "fsetxattr",
};

bool isChange(const std::string &name, const std::string &line)
{
    const bool opens = name == "openat" || name == "openat2" || name == "open";
    return kChanging.contains(name) || (opens && line.find("O_CREAT") != std::string::npos);
}

bool isTraced(pid_t pid)
{
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("TracerPid:"))
            return line.find_first_of("123456789") != std::string::npos;
    }
    return false;
}

} // namespace

std::string CallPoint::inject() const
{
    return "inject=" + name + ":signal=KILL:when=" + std::to_string(number);
}

std::vector<CallPoint> readCallPoints(const std::string &traceFile)
{
    std::vector<CallPoint> points;
    std::map<std::string, int> numbers;
    std::ifstream file(traceFile);
    for (std::string line; std::getline(file, line);) {
        const auto paren = line.find('(');
        if (paren == std::string::npos || line.starts_with("---") || line.starts_with("+++"))
            continue;
        const std::string name = line.substr(0, paren);
        const int number = ++numbers[name];
        if (isChange(name, line))
            points.push_back({ name, number, line.substr(0, 160) });
    }
    return points;
}

Tracer::Tracer(pid_t pid, const QStringList &options)
{
    m_strace.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_strace.start("strace", QStringList{ "-qq", "-p", QString::number(pid) } + options);
    QElapsedTimer timer;
    timer.start();
    while (!m_isAttached && timer.elapsed() < kPatienceMs && m_strace.state() != QProcess::NotRunning) {
        m_isAttached = isTraced(pid);
        if (!m_isAttached)
            ::usleep(500);
    }
}

Tracer::~Tracer()
{
    if (m_strace.state() == QProcess::NotRunning)
        return;
    // Ends by itself when what it traces has ended; else this makes it let go.
    ::kill(static_cast<pid_t>(m_strace.processId()), SIGTERM);
    m_strace.waitForFinished();
}

} // namespace vitrine::tests
