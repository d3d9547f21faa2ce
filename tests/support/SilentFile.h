// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"

#include <sys/types.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace vitrine::test {

/// A file on a FUSE mount of the test's own whose server lets it be opened and closed and answers nothing else: whoever
/// asks for its size or its content waits until this object is gone. The mount is in no namespace. Takes root.
class SilentFile {
public:
    SilentFile();
    ~SilentFile();
    SilentFile(const SilentFile &) = delete;
    SilentFile &operator=(const SilentFile &) = delete;

    /// Open for reading; -1 when this computer has no FUSE.
    [[nodiscard]] int fd() const { return m_file.get(); }
    /// Questions that are left open.
    [[nodiscard]] int unanswered() const { return m_unanswered; }
    /// From now on only these processes may close it; every other one waits. This one always may.
    void letOnlyClose(std::vector<pid_t> pids);
    /// Processes that wait in a close.
    [[nodiscard]] std::vector<pid_t> waitInClose() const;

private:
    void serve();
    bool mayClose(pid_t pid);

    UniqueFd m_device;
    UniqueFd m_file;
    std::atomic<int> m_unanswered = 0;
    std::atomic<bool> m_isOver = false;
    mutable std::mutex m_mutex;
    std::vector<pid_t> m_closers; ///< empty: everybody
    std::vector<pid_t> m_closing;
    std::thread m_server;
};

} // namespace vitrine::test
