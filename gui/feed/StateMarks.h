// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <map>

namespace vitrine::gui {

class MetricsFeed;

/// Marks on the time axis when a container starts, pauses, goes on and ends, from what the helper says.
class StateMarks : public QObject {
    Q_OBJECT
public:
    StateMarks(Backend &backend, MetricsFeed &feed, QObject *parent = nullptr);

private:
    void learn();
    void follow(const QString &id);

    Backend &m_backend;
    MetricsFeed &m_feed;
    std::map<QString, ipc::ContainerState> m_states;
};

} // namespace vitrine::gui
