// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/Sampler.h"

#include <QTimer>

namespace vitrine::gui {

Sampler::Sampler(int intervalMs, const std::string &procStat)
    : m_hostLoad(procStat)
    , m_timer(new QTimer(this))
{
    m_timer->setInterval(intervalMs);
    connect(m_timer, &QTimer::timeout, this, &Sampler::tick);
}

void Sampler::watch(const WatchId &id, const std::string &cgroup, const std::string &interfaceStatistics)
{
    m_watches.erase(id.container);
    SampleBatch batch;
    auto reader = cgroup::CgroupReader::open(cgroup, interfaceStatistics);
    auto sample = reader ? reader->read() : Result<cgroup::CgroupSample>(failure(reader.error()));
    if (sample) {
        batch.samples.emplace_back(id, std::move(*sample));
        m_watches.insert_or_assign(id.container, Watch{ id.number, std::move(*reader) });
        if (!m_timer->isActive())
            m_timer->start();
    } else if (sample.error().code == ErrorCode::NotFound) {
        // It ended between the helper's word and ours.
        batch.gone.push_back(id);
    } else {
        batch.unreadable.emplace_back(id, sample.error());
    }
    emit sampled(batch);
}

void Sampler::unwatch(const QString &container)
{
    m_watches.erase(container);
    if (m_watches.empty())
        m_timer->stop();
}

void Sampler::tick()
{
    SampleBatch batch;
    for (auto it = m_watches.begin(); it != m_watches.end();) {
        const WatchId id{ it->first, it->second.number };
        if (auto sample = it->second.reader.read()) {
            batch.samples.emplace_back(id, std::move(*sample));
            ++it;
        } else {
            batch.gone.push_back(id);
            it = m_watches.erase(it);
        }
    }
    if (m_watches.empty())
        m_timer->stop();
    batch.hostLoad = m_hostLoad.read();
    emit sampled(batch);
}

} // namespace vitrine::gui

#include "moc_Sampler.cpp"
