// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"

#include <atomic>
#include <thread>

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

private:
    void serve();

    UniqueFd m_device;
    UniqueFd m_file;
    std::atomic<int> m_unanswered = 0;
    std::atomic<bool> m_isOver = false;
    std::thread m_server;
};

} // namespace vitrine::test
