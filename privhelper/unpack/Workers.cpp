// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/Workers.h"

#include <utility>

namespace vitrine::unpack {

Worker::Worker()
    : m_isBusy(true)
    , m_thread([this] { loop(); })
{
    // A new thread makes system calls of its own before it does anything: they must be over when a filter comes.
    wait();
}

Worker::~Worker()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isLeaving = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void Worker::start(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_job = std::move(job);
        m_isBusy = true;
    }
    m_changed.notify_all();
}

void Worker::wait()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_isBusy; });
}

void Worker::loop()
{
    std::unique_lock lock(m_mutex);
    m_isBusy = false;
    m_changed.notify_all();
    while (true) {
        m_changed.wait(lock, [this] { return m_isLeaving || m_job; });
        if (!m_job)
            return;
        const auto job = std::exchange(m_job, nullptr);
        lock.unlock();
        job();
        lock.lock();
        m_isBusy = false;
        m_changed.notify_all();
    }
}

} // namespace vitrine::unpack
