// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/FeedWatch.h"

#include "gui/feed/MetricsFeed.h"

namespace vitrine::gui {

FeedWatch::FeedWatch(Backend &backend, MetricsFeed &feed, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_feed(feed)
{
    connect(&m_backend, &Backend::connectionChanged, this, &FeedWatch::followAll);
    connect(&m_backend, &Backend::containerAdded, this, &FeedWatch::follow);
    connect(&m_backend, &Backend::containerChanged, this, &FeedWatch::follow);
    connect(&m_backend, &Backend::containerRemoved, this, [this](const QString &id) { m_feed.forget(id); });
    followAll();
}

void FeedWatch::followAll()
{
    for (const ContainerInfo &info : m_backend.containers())
        follow(info.id);
}

void FeedWatch::follow(const QString &id)
{
    const auto info = m_backend.container(id);
    if (info && ipc::isAlive(info->state) && !info->cgroupPath.isEmpty())
        m_feed.watch(id, info->cgroupPath, info->networkInterface);
    else
        m_feed.unwatch(id);
}

} // namespace vitrine::gui
