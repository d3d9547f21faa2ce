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
    const Source source{ cgroupPath, networkInterface };
    if (const auto it = m_watched.find(id); it != m_watched.end() && it->second == source)
        return;
    m_watched[id] = source;
    const std::string statistics = networkInterface.isEmpty()
        ? std::string()
        : m_options.networkRoot + '/' + networkInterface.toStdString() + "/statistics";
    QMetaObject::invokeMethod(m_sampler, [sampler = m_sampler, id, path = cgroupPath.toStdString(), statistics] {
        sampler->watch(id, path, statistics);
    });
}

void MetricsFeed::unwatch(const QString &id)
{
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

std::vector<ChartMark> MetricsFeed::marks(const QString &id) const
{
    const auto it = m_tracks.find(id);
    return it == m_tracks.end() ? std::vector<ChartMark>{} : it->second.marks;
}

void MetricsFeed::addMark(const QString &id, ChartMark mark)
{
    std::vector<ChartMark> &marks = m_tracks[id].marks;
    mark.lastTime = std::max(mark.lastTime, mark.time);
    const auto earlier =
        std::find_if(marks.rbegin(), marks.rend(), [&mark](const ChartMark &other) { return isRepeat(other, mark); });
    if (earlier != marks.rend()) {
        earlier->count += mark.count;
        earlier->lastTime = mark.lastTime;
    } else {
        marks.insert(std::upper_bound(marks.begin(), marks.end(), mark.time,
                                      [](double time, const ChartMark &other) { return time < other.time; }),
                     std::move(mark));
        if (marks.size() > kMaxMarks)
            marks.erase(marks.begin());
    }
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
    m_store.push(id.toStdString(), metrics::rates(track.hasSample ? &track.latest : nullptr, sample));
    track.latest = sample;
    track.hasSample = true;
    m_nowSeconds = std::max(m_nowSeconds, seconds(sample.at));
    emit updated(id);
}

void MetricsFeed::acceptBatch(const SampleBatch &batch)
{
    if (!batch.hostLoad.empty()) {
        m_hostLoad = batch.hostLoad;
        emit hostLoadChanged();
    }
    for (const auto &[id, sample] : batch.samples) {
        // A batch may have been on its way when its container was unwatched.
        if (m_watched.contains(id))
            accept(id, sample);
    }
    for (const QString &id : batch.gone) {
        m_watched.erase(id);
        if (const auto it = m_tracks.find(id); it != m_tracks.end())
            it->second.hasSample = false;
    }
}

} // namespace vitrine::gui

#include "moc_MetricsFeed.cpp"
