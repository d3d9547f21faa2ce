// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Leftovers.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Journal.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kEndTimeoutMs = 10'000;

} // namespace

Leftovers::Leftovers(Context &context)
    : m_context(context)
{
}

Leftovers::~Leftovers() = default;

void Leftovers::destroy(const std::string &id, Done<> done)
{
    auto events = m_context.host.destroyCgroup(id);
    Result<> first = events ? Result<>() : failure(events.error());
    if (events && *events) {
        Ending &ending = m_endings[id];
        auto deadline = EventSource::timer(m_context.loop, kEndTimeoutMs, [this, id] { onDeadline(id); });
        first = deadline ? await(id, std::move(*events), ending) : failure(deadline.error());
        if (first) {
            ending.deadline = std::move(*deadline);
            ending.done = std::move(done);
            return;
        }
        m_endings.erase(id);
    }
    done(removeRest(id, std::move(first)));
}

Result<> Leftovers::await(const std::string &id, UniqueFd events, Ending &ending)
{
    VITRINE_TRY_ASSIGN(ending.watch, EventSource::urgent(m_context.loop, events.get(), [this, id] { goOn(id); }));
    ending.events = std::move(events);
    return {};
}

void Leftovers::goOn(const std::string &id)
{
    auto events = m_context.host.destroyCgroup(id);
    Result<> first = events ? Result<>() : failure(events.error());
    if (events && *events) {
        first = await(id, std::move(*events), m_endings.at(id));
        if (first)
            return;
    }
    const auto ended = m_endings.extract(id);
    const auto removed = removeRest(id, std::move(first));
    if (ended.mapped().done)
        ended.mapped().done(removed);
    if (ended.mapped().then)
        ended.mapped().then();
}

void Leftovers::onDeadline(const std::string &id)
{
    Ending &ending = m_endings.at(id);
    const Error error{ ErrorCode::Timeout, 0, "what runs inside has been killed but has not ended within 10 seconds" };
    journal(Level::Error, fmt::format("container {}: {}", id, error.what));
    const auto done = std::exchange(ending.done, nullptr);
    done(failure(error));
}

Result<> Leftovers::removeRest(const std::string &id, Result<> first)
{
    const auto note = [&](Result<> result) {
        if (!result && first)
            first = std::move(result);
    };
    note(m_context.host.detachNetwork(id));
    // The run directory names what is to be cleaned up, so it stays until the rest is gone.
    if (first)
        note(m_context.store.removeRun(id));
    if (first)
        m_context.store.unmarkRunning(id);
    else
        journal(Level::Error, fmt::format("container {}: cleaning up: {}", id, first.error().what));
    return first;
}

Result<> Leftovers::makeRoom(const std::string &id)
{
    if (!areThere(id)) {
        if (!m_context.store.hasRun(id) && !m_context.host.findCgroup(id))
            return {};
        const auto removed = std::make_shared<Result<>>(); // for as long as it may take to end
        destroy(id, [removed](Result<> result) { *removed = std::move(result); });
        if (!areThere(id))
            return *removed;
    }
    return failure(ErrorCode::Busy,
                   "what ran in this container has been killed but is still ending: one of its processes waits for a "
                   "file system or a device");
}

void Leftovers::whenGone(const std::string &id, std::function<void()> then)
{
    if (const auto ending = m_endings.find(id); ending != m_endings.end())
        ending->second.then = std::move(then);
    else
        then();
}

} // namespace vitrine::daemon
