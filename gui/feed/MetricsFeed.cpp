// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/MetricsFeed.h"

#include "gui/feed/Sampler.h"

#include <algorithm>

namespace vitrine::gui {

MetricsFeed::MetricsFeed(FeedOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_sampler(new Sampler(static_cast<int>(m_options.interval.count()), m_options.procStat))
{
    m_sampler->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_sampler, &QObject::deleteLater);
    connect(m_sampler, &Sampler::sampled, this, &MetricsFeed::acceptBatch);
    m_thread.setObjectName(QStringLiteral("sampler"));
    m_thread.start(QThread::LowPriority);
}

MetricsFeed::~MetricsFeed()
{
    m_thread.quit();
    m_thread.wait();
}

void MetricsFeed::watch(const QString &id, const QString &cgroupPath, const QString &networkInterface)
{
    const auto it = m_watched.find(id);
    if (it != m_watched.end() && it->second.cgroupPath == cgroupPath && it->second.networkInterface == networkInterface)
        return;
    const WatchId watch{ id, ++m_watchCount };
    m_watched[id] = { cgroupPath, networkInterface, watch.number };
    const std::string statistics = networkInterface.isEmpty()
        ? std::string()
        : m_options.networkRoot + '/' + networkInterface.toStdString() + "/statistics";
    QMetaObject::invokeMethod(m_sampler, [sampler = m_sampler, watch, path = cgroupPath.toStdString(), statistics] {
        sampler->watch(watch, path, statistics);
    });
}

void MetricsFeed::unwatch(const QString &id)
{
    m_failures.erase(id);
    if (m_watched.erase(id) == 0)
        return;
    if (const auto it = m_tracks.find(id); it != m_tracks.end())
        it->second.hasSample = false;
    QMetaObject::invokeMethod(m_sampler, [sampler = m_sampler, id] { sampler->unwatch(id); });
}

void MetricsFeed::forget(const QString &id)
{
    unwatch(id);
    m_tracks.erase(id);
    m_store.forget(id.toStdString());
}

const cgroup::CgroupSample *MetricsFeed::latest(const QString &id) const
{
    const auto it = m_tracks.find(id);
    return it != m_tracks.end() && it->second.latest.at.time_since_epoch().count() != 0 ? &it->second.latest : nullptr;
}

std::vector<metrics::Mark> MetricsFeed::marks(const QString &id) const
{
    const auto it = m_tracks.find(id);
    return it == m_tracks.end() ? std::vector<metrics::Mark>{} : it->second.marks;
}

void MetricsFeed::addMark(const QString &id, metrics::MarkKind kind, double time, const QString &text,
                          metrics::MetricId metric)
{
    addMarks(id, { { time, kind, metric, 1, text.toStdString(), time } });
}

void MetricsFeed::addMarks(const QString &id, const std::vector<metrics::Mark> &fresh)
{
    if (fresh.empty())
        return;
    std::vector<metrics::Mark> &marks = m_tracks[id].marks;
    metrics::addMarks(marks, fresh);
    // One that was made later may tell of an earlier moment.
    std::stable_sort(marks.begin(), marks.end(),
                     [](const metrics::Mark &a, const metrics::Mark &b) { return a.time < b.time; });
    emit marksChanged(id);
}

double MetricsFeed::lastSeconds(const QString &id) const
{
    const cgroup::CgroupSample *sample = latest(id);
    return sample ? seconds(sample->at) : 0;
}

double MetricsFeed::seconds(std::chrono::steady_clock::time_point at)
{
    return std::chrono::duration<double>(at.time_since_epoch()).count();
}

void MetricsFeed::accept(const QString &id, const cgroup::CgroupSample &sample)
{
    Track &track = m_tracks[id];
    const cgroup::CgroupSample *previous = track.hasSample ? &track.latest : nullptr;
    m_store.push(id.toStdString(), metrics::rates(previous, sample));
    auto marks = metrics::marks(previous, sample);
    // Limit changes come from the helper's word, in the names of the window (ContainerMarks).
    std::erase_if(marks, [](const metrics::Mark &mark) { return mark.kind == metrics::MarkKind::LimitChanged; });
    m_failures.erase(id);
    track.latest = sample;
    track.hasSample = true;
    m_nowSeconds = std::max(m_nowSeconds, seconds(sample.at));
    addMarks(id, marks);
    emit updated(id);
}

/// A batch may have been on its way when its container was unwatched, or watched anew.
bool MetricsFeed::isCurrent(const WatchId &id) const
{
    const auto it = m_watched.find(id.container);
    return it != m_watched.end() && it->second.number == id.number;
}

void MetricsFeed::acceptBatch(const SampleBatch &batch)
{
    if (!batch.hostLoad.empty()) {
        m_hostLoad = batch.hostLoad;
        emit hostLoadChanged();
    }
    for (const auto &[id, sample] : batch.samples) {
        if (isCurrent(id))
            accept(id.container, sample);
    }
    for (const WatchId &id : batch.gone) {
        if (isCurrent(id))
            endWatch(id.container);
    }
    for (const auto &[id, error] : batch.unreadable) {
        if (!isCurrent(id))
            continue;
        endWatch(id.container);
        m_failures[id.container] = QString::fromStdString(error.what);
        emit failed(id.container);
    }
}

QString MetricsFeed::failure(const QString &id) const
{
    const auto it = m_failures.find(id);
    return it == m_failures.end() ? QString() : it->second;
}

void MetricsFeed::endWatch(const QString &id)
{
    m_watched.erase(id);
    if (const auto it = m_tracks.find(id); it != m_tracks.end())
        it->second.hasSample = false;
}

} // namespace vitrine::gui

#include "moc_MetricsFeed.cpp"
