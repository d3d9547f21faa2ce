// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cgroup/CgroupSample.h"
#include "core/metrics/Marks.h"
#include "core/metrics/SeriesStore.h"

#include <QObject>
#include <QThread>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace vitrine::gui {

class Sampler;
struct SampleBatch;
struct WatchId;

struct FeedOptions {
    std::chrono::milliseconds interval{ 1000 };
    std::string networkRoot = "/sys/class/net";
    std::string procStat = "/proc/stat";
};

/// Samples every watched container once a second in a thread of its own and keeps what came of it: the history, the
/// newest sample, the marks. It asks nothing of the helper. All members are called on the thread of the window.
class MetricsFeed : public QObject {
    Q_OBJECT
public:
    explicit MetricsFeed(FeedOptions options = {}, QObject *parent = nullptr);
    ~MetricsFeed() override;

    /// Starts sampling `cgroupPath` (absolute); again with the same values does nothing. History of the id goes on,
    /// with a gap. A cgroup that disappears ends the watch by itself.
    void watch(const QString &id, const QString &cgroupPath, const QString &networkInterface);
    void unwatch(const QString &id); ///< keeps the history
    void forget(const QString &id); ///< unwatches and drops history and marks: the container is removed
    /// Why nothing is known of a container that runs: a sentence; empty when its cgroup can be read.
    [[nodiscard]] QString failure(const QString &id) const;
    [[nodiscard]] bool isWatching(const QString &id) const { return m_watched.contains(id); }

    [[nodiscard]] const metrics::SeriesStore &store() const { return m_store; }
    /// The newest sample of the container; null before the first one.
    [[nodiscard]] const cgroup::CgroupSample *latest(const QString &id) const;
    [[nodiscard]] std::vector<metrics::Mark> marks(const QString &id) const; ///< oldest first
    /// What no sample shows; `time` in seconds of the steady clock.
    void addMark(const QString &id, metrics::MarkKind kind, double time, const QString &text = {},
                 metrics::MetricId metric = metrics::MetricId::CpuCores);
    /// Share of time each CPU of this computer is busy, 0 to 1; empty until known, NaN for a CPU that is off.
    [[nodiscard]] const std::vector<double> &hostLoad() const { return m_hostLoad; }

    [[nodiscard]] double nowSeconds() const { return m_nowSeconds; } ///< of the newest sample of any container
    [[nodiscard]] double lastSeconds(const QString &id) const; ///< of the container's newest sample; 0 for none
    [[nodiscard]] static double seconds(std::chrono::steady_clock::time_point at);

    /// Takes one sample as the sampler delivers it: rates, history, marks. Public for recorded and made-up samples.
    void accept(const QString &id, const cgroup::CgroupSample &sample);

signals:
    void updated(const QString &id);
    void marksChanged(const QString &id);
    void hostLoadChanged();
    void failed(const QString &id); ///< failure() says why

private:
    struct Watch {
        QString cgroupPath;
        QString networkInterface;
        int number = 0; ///< each watch has its own
    };
    struct Track {
        cgroup::CgroupSample latest;
        std::vector<metrics::Mark> marks;
        bool hasSample = false;
    };
    void addMarks(const QString &id, const std::vector<metrics::Mark> &fresh);
    [[nodiscard]] bool isCurrent(const WatchId &id) const;
    void endWatch(const QString &id);
    void acceptBatch(const SampleBatch &batch);

    FeedOptions m_options;
    metrics::SeriesStore m_store;
    std::map<QString, Watch> m_watched;
    int m_watchCount = 0;
    std::map<QString, Track> m_tracks;
    std::map<QString, QString> m_failures;
    std::vector<double> m_hostLoad;
    double m_nowSeconds = 0;
    QThread m_thread;
    Sampler *m_sampler;
};

} // namespace vitrine::gui
