// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Event.h"

#include "privhelper/daemon/Guard.h"
#include "privhelper/daemon/Journal.h"

#include <sys/epoll.h>
#include <sys/wait.h>

#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kUsPerMs = 1000;

void logFailure(const Result<> &result)
{
    if (!result)
        journal(Level::Error, result.error().what);
}

} // namespace

int EventSource::runState(void *userdata)
{
    // Kept, for the callback may well destroy the source that it was called from.
    const auto state = static_cast<State *>(userdata)->shared_from_this();
    logFailure(guard([&]() -> Result<> {
        state->run();
        return {};
    }));
    return 0;
}

Result<EventSource> EventSource::timer(sd_event *loop, std::uint64_t delayMs, std::function<void()> fire)
{
    EventSource made;
    made.m_state = std::make_shared<State>();
    made.m_state->run = std::move(fire);
    sd_event_source *source = nullptr;
    const int r = sd_event_add_time_relative(
        loop, &source, CLOCK_MONOTONIC, delayMs * kUsPerMs, kUsPerMs,
        [](sd_event_source *, std::uint64_t, void *userdata) { return runState(userdata); }, made.m_state.get());
    if (r < 0)
        return failErrno(-r, "setting a timer", ErrorCode::OutOfResources);
    made.m_source.reset(source);
    return made;
}

Result<EventSource> EventSource::watch(sd_event *loop, int fd, std::uint32_t events, std::function<void()> ready)
{
    EventSource made;
    made.m_state = std::make_shared<State>();
    made.m_state->run = std::move(ready);
    sd_event_source *source = nullptr;
    const int r = sd_event_add_io(
        loop, &source, fd, events,
        [](sd_event_source *, int, std::uint32_t, void *userdata) { return runState(userdata); }, made.m_state.get());
    if (r < 0)
        return failErrno(-r, "watching a descriptor", ErrorCode::OutOfResources);
    made.m_source.reset(source);
    return made;
}

Result<EventSource> EventSource::readable(sd_event *loop, int fd, std::function<void()> ready)
{
    return watch(loop, fd, EPOLLIN, std::move(ready));
}

Result<EventSource> EventSource::urgent(sd_event *loop, int fd, std::function<void()> ready)
{
    return watch(loop, fd, EPOLLPRI, std::move(ready));
}

Result<EventSource> EventSource::child(sd_event *loop, pid_t pid, std::function<void(ChildStatus)> ended)
{
    EventSource made;
    made.m_state = std::make_shared<State>();
    made.m_state->ended = std::move(ended);
    sd_event_source *source = nullptr;
    const int r = sd_event_add_child(
        loop, &source, pid, WEXITED,
        [](sd_event_source *, const siginfo_t *info, void *userdata) {
            const auto state = static_cast<State *>(userdata)->shared_from_this();
            logFailure(guard([&]() -> Result<> {
                state->ended({ info->si_code == CLD_EXITED, info->si_status });
                return {};
            }));
            return 0;
        },
        made.m_state.get());
    if (r < 0)
        return failErrno(-r, "watching a child process", ErrorCode::OutOfResources);
    made.m_source.reset(source);
    return made;
}

Result<EventSource> EventSource::soon(sd_event *loop, std::function<void()> run)
{
    EventSource made;
    made.m_state = std::make_shared<State>();
    made.m_state->run = std::move(run);
    sd_event_source *source = nullptr;
    const int r = sd_event_add_defer(
        loop, &source, [](sd_event_source *, void *userdata) { return runState(userdata); }, made.m_state.get());
    if (r < 0)
        return failErrno(-r, "planning the next turn of the event loop", ErrorCode::OutOfResources);
    made.m_source.reset(source);
    return made;
}

void EventSource::reset()
{
    m_source.reset();
    m_state.reset();
}

} // namespace vitrine::daemon
