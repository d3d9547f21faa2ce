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

void Sampler::watch(const QString &id, const std::string &cgroup, const std::string &interfaceStatistics)
{
    m_readers.erase(id);
    SampleBatch batch;
    auto reader = cgroup::CgroupReader::open(cgroup, interfaceStatistics);
    auto sample = reader ? reader->read() : Result<cgroup::CgroupSample>(failure(reader.error()));
    if (sample) {
        batch.samples.emplace_back(id, std::move(*sample));
        m_readers.emplace(id, std::move(*reader));
        if (!m_timer->isActive())
            m_timer->start();
    } else {
        // It ended between the helper's word and ours.
        batch.gone.push_back(id);
    }
    emit sampled(batch);
}

void Sampler::unwatch(const QString &id)
{
    m_readers.erase(id);
    if (m_readers.empty())
        m_timer->stop();
}

void Sampler::tick()
{
    SampleBatch batch;
    for (auto it = m_readers.begin(); it != m_readers.end();) {
        if (auto sample = it->second.read()) {
            batch.samples.emplace_back(it->first, std::move(*sample));
            ++it;
        } else {
            batch.gone.push_back(it->first);
            it = m_readers.erase(it);
        }
    }
    if (m_readers.empty())
        m_timer->stop();
    batch.hostLoad = m_hostLoad.read();
    emit sampled(batch);
}

} // namespace vitrine::gui

#include "moc_Sampler.cpp"
