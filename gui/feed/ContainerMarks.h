// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QTimer>

#include <map>

namespace vitrine::gui {

class MetricsFeed;

/// Marks on the time axis for what the helper says of a container: started, paused, went on, ended, and limits
/// changed, by whomever. A line that is dragged is one mark, made when it has come to rest.
class ContainerMarks : public QObject {
    Q_OBJECT
public:
    ContainerMarks(Backend &backend, MetricsFeed &feed, QObject *parent = nullptr);

    static constexpr int kRestMs = 1200;

private:
    struct Known {
        ipc::ContainerState state;
        spec::Limits limits; ///< as of the last mark
    };
    void learn();
    void follow(const QString &id);
    void markState(const ContainerInfo &info, ipc::ContainerState before);
    void markOutOfMemory(const ContainerInfo &info, double time);
    void markLimits();

    Backend &m_backend;
    MetricsFeed &m_feed;
    std::map<QString, Known> m_known;
    QTimer m_rest;
};

} // namespace vitrine::gui
