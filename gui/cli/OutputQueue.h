// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <string>
#include <string_view>

namespace vitrine::gui {

/// Standard output or error, without waiting for whoever reads it: a container drops a console that takes nothing for a
/// while. Above kMostBytes it does wait.
class OutputQueue : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMostBytes = 64 * 1024 * 1024;

    explicit OutputQueue(int fd, QObject *parent = nullptr);

    void add(std::string_view bytes);
    void flush(); ///< waits until all is written

Q_SIGNALS:
    void closed(); ///< nobody reads any more; what is added from now on is dropped

private:
    void writeSome();
    void close();

    int m_fd;
    QSocketNotifier m_canWrite;
    std::string m_pending;
    std::size_t m_written = 0; ///< of m_pending
    bool m_isOpen = true;
};

/// All of it, however long the reader takes; false when nobody reads any more.
bool writeAll(int fd, std::string_view bytes);

} // namespace vitrine::gui
