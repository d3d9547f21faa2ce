// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/cli/CommandLineTool.h"
#include "tests/support/FakeBackend.h"

#include <QByteArray>
#include <QTemporaryFile>

#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace vitrine::gui {

/// What is written to a descriptor while this lives.
class Captured {
public:
    explicit Captured(int fd)
        : m_fd(fd)
        , m_before(::dup(fd))
    {
        if (m_file.open())
            ::dup2(m_file.handle(), fd);
    }
    ~Captured() { restore(); }
    Captured(const Captured &) = delete;
    Captured &operator=(const Captured &) = delete;
    QByteArray text()
    {
        restore();
        m_file.seek(0);
        return m_file.readAll();
    }

private:
    void restore()
    {
        if (m_before < 0)
            return;
        ::dup2(m_before, m_fd);
        ::close(std::exchange(m_before, -1));
    }
    int m_fd;
    int m_before;
    QTemporaryFile m_file;
};

struct Ran {
    int status = -1;
    QByteArray out;
    QByteArray err;
};

inline Ran run(FakeBackend &backend, const std::vector<std::string> &words)
{
    Captured out(STDOUT_FILENO);
    Captured err(STDERR_FILENO);
    const int status = runWords(backend, words);
    return { status, out.text(), err.text() };
}

} // namespace vitrine::gui
