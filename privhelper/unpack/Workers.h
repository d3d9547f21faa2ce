// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace vitrine::unpack {

/// A thread that does one job after another. It is there before the first: once a process is confined it can make no
/// more of them.
class Worker {
public:
    Worker();
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    /// The job before must be over.
    void start(std::function<void()> job);
    /// Returns when no job is under way.
    void wait();

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::function<void()> m_job;
    bool m_isBusy; ///< also until it has begun
    bool m_isLeaving = false;
    std::thread m_thread;
};

/// What unpacking does beside writing.
struct Workers {
    Worker decompress;
    Worker hash;
};

} // namespace vitrine::unpack
