// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/ContainerMarks.h"

#include "gui/feed/MetricsFeed.h"
#include "gui/limits/LimitKeys.h"

#include <algorithm>
#include <utility>

namespace vitrine::gui {

namespace {

using ipc::ContainerState;
using metrics::MarkKind;

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

ContainerMarks::ContainerMarks(Backend &backend, MetricsFeed &feed, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_feed(feed)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &ContainerMarks::markLimits);
    connect(&m_backend, &Backend::connectionChanged, this, &ContainerMarks::learn);
    connect(&m_backend, &Backend::containerAdded, this, [this](const QString &id) {
        if (const auto info = m_backend.container(id))
            m_known[id] = { info->state, info->spec.limits };
    });
    connect(&m_backend, &Backend::containerChanged, this, &ContainerMarks::follow);
    connect(&m_backend, &Backend::containerRemoved, this, [this](const QString &id) { m_known.erase(id); });
    learn();
}

/// What was so when we came, or came back, is no event.
void ContainerMarks::learn()
{
    for (const ContainerInfo &info : m_backend.containers())
        m_known[info.id] = { info.state, info.spec.limits };
}

void ContainerMarks::follow(const QString &id)
{
    const auto info = m_backend.container(id);
    if (!info)
        return;
    Known &known = m_known.try_emplace(id, Known{ info->state, info->spec.limits }).first->second;
    markState(*info, std::exchange(known.state, info->state));
    if (known.limits != info->spec.limits)
        m_rest.start();
}

void ContainerMarks::markState(const ContainerInfo &info, ContainerState before)
{
    const auto kind = before == info.state ? std::nullopt : markOf(before, info.state);
    if (!kind)
        return;
    double time = MetricsFeed::seconds(std::chrono::steady_clock::now());
    // Its curves stop with the last sample, and so does its time axis.
    if (*kind == MarkKind::Ended && m_feed.lastSeconds(info.id) > 0)
        time = m_feed.lastSeconds(info.id);
    if (*kind == MarkKind::Ended)
        markOutOfMemory(info, time);
    m_feed.addMark(info.id, *kind, time);
}

/// What it died of came after its last sample, and its cgroup is gone: only the helper has seen it.
void ContainerMarks::markOutOfMemory(const ContainerInfo &info, double time)
{
    if (!info.ended || info.ended->reason != ipc::EndReason::Oom)
        return;
    const std::vector<metrics::Mark> marks = m_feed.marks(info.id);
    const auto started = std::find_if(marks.rbegin(), marks.rend(),
                                      [](const metrics::Mark &mark) { return mark.kind == MarkKind::Started; });
    // A sample may have been just in time.
    const bool isSeen = std::any_of(marks.rbegin(), started,
                                    [](const metrics::Mark &mark) { return mark.kind == MarkKind::OutOfMemory; });
    if (!isSeen)
        m_feed.addMark(info.id, MarkKind::OutOfMemory, time, {}, metrics::MetricId::MemoryUsed);
}

void ContainerMarks::markLimits()
{
    const double time = MetricsFeed::seconds(std::chrono::steady_clock::now()) - kRestMs / 1000.0;
    for (auto &[id, known] : m_known) {
        const auto info = m_backend.container(id);
        if (!info || info->spec.limits == known.limits)
            continue;
        const QString change = limitChanges(std::exchange(known.limits, info->spec.limits), info->spec.limits);
        if (!change.isEmpty())
            m_feed.addMark(id, MarkKind::LimitChanged, time, change);
    }
}

} // namespace vitrine::gui

#include "moc_ContainerMarks.cpp"
