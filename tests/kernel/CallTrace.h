// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

#include <sys/types.h>

#include <string>
#include <vector>

namespace vitrine::tests {

/// The nth call of this name in a trace, from 1 on.
struct CallPoint {
    std::string name;
    int number = 0;
    std::string text; ///< as strace shows it

    [[nodiscard]] std::string inject() const;
};

/// The points of a trace file of strace's at which a call changes something that others see: files, mounts, processes,
/// sockets, messages. What lies between two of them is all the same to the rest of the computer.
std::vector<CallPoint> readCallPoints(const std::string &traceFile);

/// strace on a process that runs already, from construction to destruction.
class Tracer {
public:
    /// `options` say what it is for: { "-o", FILE } or { "-e", point.inject() }.
    Tracer(pid_t pid, const QStringList &options);
    ~Tracer();
    Tracer(const Tracer &) = delete;
    Tracer &operator=(const Tracer &) = delete;

    [[nodiscard]] bool isAttached() const { return m_isAttached; }

private:
    QProcess m_strace;
    bool m_isAttached = false;
};

} // namespace vitrine::tests
