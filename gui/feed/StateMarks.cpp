// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/StateMarks.h"

#include "gui/feed/MetricsFeed.h"

#include <utility>

namespace vitrine::gui {

namespace {

using ipc::ContainerState;

std::optional<MarkKind> markOf(ContainerState before, ContainerState after)
{
    if (after == ContainerState::Running)
        return before == ContainerState::Paused ? MarkKind::Resumed : MarkKind::Started;
    if (after == ContainerState::Paused)
        return MarkKind::Paused;
    if (after == ContainerState::Ended)
        return MarkKind::Ended;
    return std::nullopt;
}

} // namespace

StateMarks::StateMarks(Backend &backend, MetricsFeed &feed, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_feed(feed)
{
    connect(&m_backend, &Backend::connectionChanged, this, &StateMarks::learn);
    connect(&m_backend, &Backend::containerAdded, this, [this](const QString &id) {
        if (const auto info = m_backend.container(id))
            m_states[id] = info->state;
    });
    connect(&m_backend, &Backend::containerChanged, this, &StateMarks::follow);
    connect(&m_backend, &Backend::containerRemoved, this, [this](const QString &id) { m_states.erase(id); });
    learn();
}

/// What was so when we came, or came back, is no event.
void StateMarks::learn()
{
    for (const ContainerInfo &info : m_backend.containers())
        m_states[info.id] = info.state;
}

void StateMarks::follow(const QString &id)
{
    const auto info = m_backend.container(id);
    if (!info)
        return;
    const auto known = m_states.find(id);
    const ContainerState before = known == m_states.end() ? info->state : known->second;
    m_states[id] = info->state;
    const auto kind = before == info->state ? std::nullopt : markOf(before, info->state);
    if (!kind)
        return;
    double time = MetricsFeed::seconds(std::chrono::steady_clock::now());
    // Its curves stop with the last sample, and so does its time axis.
    if (*kind == MarkKind::Ended && m_feed.lastSeconds(id) > 0)
        time = m_feed.lastSeconds(id);
    m_feed.addMark(id, { .time = time, .kind = *kind });
}

} // namespace vitrine::gui

#include "moc_StateMarks.cpp"
