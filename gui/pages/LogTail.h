// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/log/LogReader.h"

#include <QObject>
#include <QThread>

#include <memory>
#include <optional>

class QTimer;

namespace vitrine::gui {

/// What one look at a log gave.
struct LogBatch {
    quint64 generation = 0; ///< of the log that was followed when it was read
    std::vector<log::LogRecord> records;
    std::size_t skipped = 0; ///< older records of a flood, left out
    QString error; ///< reading has ended
};

/// Reads a log again and again in a thread of its own, so that a flood of output never holds up the window.
class LogTail : public QObject {
    Q_OBJECT
public:
    explicit LogTail(QObject *parent = nullptr);
    ~LogTail() override;

    /// Follows these files instead of whatever was followed before; older half first.
    quint64 follow(UniqueFd older, UniqueFd newer);
    void stop();
    /// Looks only while somebody does; what came meanwhile is read at the next look.
    void setActive(bool active);

    static constexpr int kPollMs = 250;
    static constexpr std::size_t kMaxBatchRecords = 5'000;

signals:
    void arrived(const vitrine::gui::LogBatch &batch);

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker;
    quint64 m_generation = 0;
};

} // namespace vitrine::gui

Q_DECLARE_METATYPE(vitrine::gui::LogBatch)
