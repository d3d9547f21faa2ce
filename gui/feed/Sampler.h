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

/// Which watch of a container it is: what the sampler says of an earlier one may still be on its way.
struct WatchId {
    QString container;
    int number = 0;
};

/// All that one tick read. Values cross the threads, never readers.
struct SampleBatch {
    std::vector<std::pair<WatchId, cgroup::CgroupSample>> samples;
    std::vector<WatchId> gone; ///< cgroups that are no more
    std::vector<std::pair<WatchId, Error>> unreadable; ///< cgroups that are there and cannot be read
    std::vector<double> hostLoad;
};

/// Lives in the sampler thread: reads every watched cgroup at each tick. Idle while nothing is watched.
class Sampler : public QObject {
    Q_OBJECT
public:
    Sampler(int intervalMs, const std::string &procStat);

    void watch(const WatchId &id, const std::string &cgroup, const std::string &interfaceStatistics);
    void unwatch(const QString &container);

signals:
    void sampled(const vitrine::gui::SampleBatch &batch);

private:
    void tick();

    struct Watch {
        int number;
        cgroup::CgroupReader reader;
    };
    std::map<QString, Watch> m_watches; ///< by container
    HostLoad m_hostLoad;
    QTimer *m_timer;
};

} // namespace vitrine::gui
