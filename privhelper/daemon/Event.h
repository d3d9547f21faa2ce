// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <systemd/sd-event.h>

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>

namespace vitrine::daemon {

/// One source of the event loop, gone with this object. Its callback may destroy the object it is called from.
class EventSource {
public:
    EventSource() = default;

    /// Once, after `delayMs` of CLOCK_MONOTONIC.
    static Result<EventSource> timer(sd_event *loop, std::uint64_t delayMs, std::function<void()> fire);
    /// When `fd` has something to read or the other end is gone. `fd` stays the caller's.
    static Result<EventSource> readable(sd_event *loop, int fd, std::function<void()> ready);
    /// When `fd` has urgent news (EPOLLPRI), as files of control groups have. `fd` stays the caller's.
    static Result<EventSource> urgent(sd_event *loop, int fd, std::function<void()> ready);
    /// Once, when the child has ended; reaps it. `status` is as waitid's si_code and si_status say.
    struct ChildStatus {
        bool exited = false; ///< else killed by a signal
        int value = 0; ///< exit code or signal
    };
    static Result<EventSource> child(sd_event *loop, pid_t pid, std::function<void(ChildStatus)> ended);
    /// In the next turn of the loop, before it sleeps.
    static Result<EventSource> soon(sd_event *loop, std::function<void()> run);

    explicit operator bool() const { return m_source != nullptr; }
    void reset();

private:
    struct State : std::enable_shared_from_this<State> {
        std::function<void()> run;
        std::function<void(ChildStatus)> ended;
    };
    struct Release {
        void operator()(sd_event_source *source) const { sd_event_source_disable_unref(source); }
    };
    static Result<EventSource> watch(sd_event *loop, int fd, std::uint32_t events, std::function<void()> ready);
    static int runState(void *userdata);

    // The source goes first, the state that its callback uses afterwards.
    std::shared_ptr<State> m_state;
    std::unique_ptr<sd_event_source, Release> m_source;
};

} // namespace vitrine::daemon
