// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cgroup/CgroupReader.h"
#include "gui/feed/HostLoad.h"

#include <QObject>
#include <QString>

#include <map>
#include <utility>
#include <vector>

class QTimer;

namespace vitrine::gui {

/// All that one tick read. Values cross the threads, never readers.
struct SampleBatch {
    std::vector<std::pair<QString, cgroup::CgroupSample>> samples;
    std::vector<QString> gone; ///< cgroups that are no more
    std::vector<double> hostLoad;
};

/// Lives in the sampler thread: reads every watched cgroup at each tick. Idle while nothing is watched.
class Sampler : public QObject {
    Q_OBJECT
public:
    Sampler(int intervalMs, const std::string &procStat);

    void watch(const QString &id, const std::string &cgroup, const std::string &interfaceStatistics);
    void unwatch(const QString &id);

signals:
    void sampled(const vitrine::gui::SampleBatch &batch);

private:
    void tick();

    std::map<QString, cgroup::CgroupReader> m_readers;
    HostLoad m_hostLoad;
    QTimer *m_timer;
};

} // namespace vitrine::gui
