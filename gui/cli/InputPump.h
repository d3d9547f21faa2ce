// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/cli/DetachKeys.h"

#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <string>

namespace vitrine::gui {

inline constexpr char kEndOfInputKey = 'D' & 0x1f; ///< Ctrl+D

/// Carries standard input to a container without ever blocking: it stops reading while the container takes nothing.
class InputPump : public QObject {
    Q_OBJECT
public:
    enum class Keys { Plain, Detach };
    struct Sink {
        int fd = -1;
        bool isTerminal = false;
        /// Takes some of the bytes and says how many; -1 with errno as write(2).
        std::function<ssize_t(std::string_view)> write;
        /// Takes word that there is no more, behind the last byte; -1 with errno as write(2).
        std::function<ssize_t()> end;
    };

    InputPump(int input, Sink sink, Keys keys, QObject *parent = nullptr);

Q_SIGNALS:
    void detached();

private:
    void readSome();
    void take(std::string_view bytes);
    void noteEnd();
    void writeSome();
    /// False when the sink is full or gone.
    bool hasTaken(ssize_t count);
    void stop();

    int m_input;
    Sink m_sink;
    Keys m_keys;
    DetachKeys m_detachKeys;
    QSocketNotifier m_canRead;
    QSocketNotifier m_canWrite;
    std::string m_pending;
    char m_lastByte = '\n';
    bool m_isAtEnd = false;
    bool m_isEndTaken = false;
};

/// Something can be read at once, or the other side is gone.
bool isReadable(int fd);

} // namespace vitrine::gui
