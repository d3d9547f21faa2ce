// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <csignal>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <termios.h>

namespace vitrine::gui {

struct WindowSize {
    std::uint16_t rows = 24;
    std::uint16_t columns = 80;
};

bool isTerminal(int fd);
/// Of the first of stdin, stdout and stderr that is a terminal.
std::optional<WindowSize> terminalSize();

/// Hands every key on as it is while this object lives.
class RawTerminal {
public:
    explicit RawTerminal(int fd);
    ~RawTerminal();
    RawTerminal(const RawTerminal &) = delete;
    RawTerminal &operator=(const RawTerminal &) = delete;

private:
    int m_fd;
    bool m_isRaw = false;
    termios m_before{};
};

/// Turns POSIX signals into a Qt signal while this object lives, but for those that are ignored, as nohup and shells
/// with jobs in the background want it. Only one may live at a time.
class SignalCatcher : public QObject {
    Q_OBJECT
public:
    explicit SignalCatcher(const std::vector<int> &wanted, QObject *parent = nullptr);
    ~SignalCatcher() override;

Q_SIGNALS:
    void caught(int signal);

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::vector<std::pair<int, struct sigaction>> m_before;
};

} // namespace vitrine::gui
