// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Freezing.h"

#include "core/base/Try.h"

#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kTimeoutMs = 2'000;

} // namespace

void Freezing::begin(Context &context, const std::string &id, Done<> done)
{
    m_context = &context;
    m_id = id;
    m_done = std::move(done);
    auto deadline = EventSource::timer(context.loop, kTimeoutMs, [this] {
        answer(failure(ErrorCode::Timeout,
                       "a process inside has not come to rest within 2 seconds: it waits for a file system or a "
                       "device"));
    });
    if (!deadline)
        return answer(failure(deadline.error()));
    m_deadline = std::move(*deadline);
    if (auto begun = step(); !begun)
        answer(begun);
}

Result<> Freezing::step()
{
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, m_context->host.findCgroup(m_id));
    VITRINE_TRY_ASSIGN(UniqueFd events, m_context->host.setFrozen(cgroup.payload.get(), true));
    if (!events) {
        answer({});
        return {};
    }
    VITRINE_TRY_ASSIGN(m_watch, EventSource::urgent(m_context->loop, events.get(), [this] {
                           if (auto again = step(); !again)
                               answer(again);
                       }));
    m_events = std::move(events);
    return {};
}

void Freezing::answer(Result<> frozen)
{
    const auto done = std::exchange(m_done, nullptr);
    m_deadline.reset();
    m_watch.reset();
    m_events.reset();
    if (!frozen)
        static_cast<void>(thaw(*m_context, m_id)); // what has come to rest runs on; all of it may have ended, too
    done(std::move(frozen));
}

void Freezing::cancel(const Error &error)
{
    if (m_done)
        answer(failure(error));
}

Result<> Freezing::thaw(Context &context, const std::string &id)
{
    VITRINE_TRY_ASSIGN(const sys::ContainerCgroup cgroup, context.host.findCgroup(id));
    VITRINE_TRY(context.host.setFrozen(cgroup.payload.get(), false));
    return {};
}

} // namespace vitrine::daemon
