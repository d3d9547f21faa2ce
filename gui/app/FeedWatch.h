// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

namespace vitrine::gui {

class MetricsFeed;

/// Tells the feed which cgroups to sample: those of containers that have processes.
class FeedWatch : public QObject {
    Q_OBJECT
public:
    FeedWatch(Backend &backend, MetricsFeed &feed, QObject *parent = nullptr);

private:
    void follow(const QString &id);
    void followAll();

    Backend &m_backend;
    MetricsFeed &m_feed;
};

} // namespace vitrine::gui
