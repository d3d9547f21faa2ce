// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/cli/DetachKeys.h"

#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <string>

namespace vitrine::gui {

/// Carries standard input to a container without ever blocking: it stops reading while the container takes nothing.
class InputPump : public QObject {
    Q_OBJECT
public:
    enum class Keys { Plain, Detach };
    /// Writes some of the bytes to the sink and says how many; -1 with errno as write(2).
    using Write = std::function<ssize_t(std::string_view)>;

    InputPump(int input, int sink, Write write, Keys keys, QObject *parent = nullptr);

Q_SIGNALS:
    void detached();
    void atEnd(); ///< everything has been handed over and there is no more

private:
    void readSome();
    void writeSome();
    void stop();

    int m_input;
    Write m_write;
    Keys m_keys;
    DetachKeys m_detachKeys;
    QSocketNotifier m_canRead;
    QSocketNotifier m_canWrite;
    std::string m_pending;
    bool m_isAtEnd = false;
};

/// Something can be read at once, or the other side is gone.
bool isReadable(int fd);

} // namespace vitrine::gui
