// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LogTail.h"

#include <QTimer>

namespace vitrine::gui {

/// Lives in the thread; its functions are called by queued calls only.
class LogTail::Worker : public QObject {
public:
    explicit Worker(LogTail &tail)
        : m_tail(tail)
        , m_timer(new QTimer(this))
    {
        m_timer->setInterval(kPollMs);
        connect(m_timer, &QTimer::timeout, this, &Worker::read);
    }

    void follow(std::optional<log::LogReader> reader, quint64 generation)
    {
        m_reader = std::move(reader);
        m_generation = generation;
        setActive(m_active);
    }

    void setActive(bool active)
    {
        m_active = active;
        if (!m_active || !m_reader) {
            m_timer->stop();
            return;
        }
        m_timer->start();
        read();
    }

private:
    void read()
    {
        LogBatch batch;
        batch.generation = m_generation;
        Result<std::vector<log::LogRecord>> records = m_reader->next();
        if (!records) {
            batch.error = QString::fromStdString(records.error().what);
            m_reader.reset();
            m_timer->stop();
        } else {
            batch.records = std::move(*records);
            if (batch.records.size() > kMaxBatchRecords) {
                batch.skipped = batch.records.size() - kMaxBatchRecords;
                batch.records.erase(batch.records.begin(),
                                    batch.records.begin() + static_cast<std::ptrdiff_t>(batch.skipped));
            }
            if (batch.records.empty())
                return;
        }
        emit m_tail.arrived(batch);
    }

    LogTail &m_tail;
    QTimer *m_timer;
    std::optional<log::LogReader> m_reader;
    quint64 m_generation = 0;
    bool m_active = false;
};

LogTail::LogTail(QObject *parent)
    : QObject(parent)
    , m_worker(new Worker(*this))
{
    qRegisterMetaType<LogBatch>();
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("log"));
    m_thread.start(QThread::LowPriority);
}

LogTail::~LogTail()
{
    m_thread.quit();
    m_thread.wait();
}

quint64 LogTail::follow(UniqueFd older, UniqueFd newer)
{
    auto reader = std::make_shared<log::LogReader>(std::move(older), std::move(newer));
    const quint64 generation = ++m_generation;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, reader, generation] { worker->follow(std::move(*reader), generation); });
    return generation;
}

void LogTail::stop()
{
    const quint64 generation = ++m_generation;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, generation] { worker->follow(std::nullopt, generation); });
}

void LogTail::setActive(bool active)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, active] { worker->setActive(active); });
}

} // namespace vitrine::gui
