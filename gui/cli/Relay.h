// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"
#include "core/ipc/ConsoleFrame.h"
#include "core/ipc/Ended.h"
#include "gui/backend/Backend.h"
#include "gui/cli/InputPump.h"
#include "gui/cli/OutputQueue.h"
#include "gui/cli/Terminal.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <optional>
#include <vector>

namespace vitrine::gui {

/// The person's side of a console: three descriptors, borrowed.
struct StandardStreams {
    int in = 0;
    int out = 1;
    int err = 2;
};

struct RelayOptions {
    bool hasTerminal = false; ///< the other side is a pty
    bool sendsInput = false;
    bool canDetach = false; ///< by Ctrl+P Ctrl+Q
};

/// Between the person's streams and a command in a container, until the command has ended or the person leaves.
class Relay : public QObject {
    Q_OBJECT
public:
    Relay(StandardStreams streams, RelayOptions options);

    virtual void sendSize(WindowSize size) = 0;
    /// How the command ended; unset while it runs, after leaving it, and when the connection broke.
    [[nodiscard]] const std::optional<ipc::Ended> &ended() const { return m_ended; }
    [[nodiscard]] bool isDetached() const { return m_isDetached; }

Q_SIGNALS:
    void finished();
    void outputClosed(); ///< nobody reads our output any more

protected:
    void startInput(InputPump::Sink sink);
    void show(ipc::FrameType stream, std::string_view bytes);
    void finish(std::optional<ipc::Ended> ended);

    [[nodiscard]] const RelayOptions &options() const { return m_options; }

private:
    StandardStreams m_streams;
    RelayOptions m_options;
    std::unique_ptr<InputPump> m_input;
    OutputQueue m_output;
    OutputQueue m_errors;
    std::optional<ipc::Ended> m_ended;
    bool m_isDetached = false;
    bool m_isFinished = false;
};

/// Over a console socket: run and attach.
class ConsoleRelay : public Relay {
    Q_OBJECT
public:
    ConsoleRelay(UniqueFd console, StandardStreams streams, RelayOptions options);
    void sendSize(WindowSize size) override;

private:
    void readFrames();
    void sendWaitingSize();
    ssize_t sendFrame(const std::string &packet) const;

    UniqueFd m_console;
    UniqueFd m_forSizes; ///< the same socket: Qt watches a descriptor for room only once, and the input does already
    QSocketNotifier m_notifier;
    QSocketNotifier m_canSendSize;
    std::string m_waitingSize;
};

/// Over the streams of an exec.
class ExecRelay : public Relay {
    Q_OBJECT
public:
    ExecRelay(ExecStreams streams, StandardStreams own, RelayOptions options);
    void sendSize(WindowSize size) override;

private:
    struct Output {
        int fd = -1;
        ipc::FrameType stream = ipc::FrameType::Stdout;
        std::unique_ptr<QSocketNotifier> notifier;
    };
    void watchStreams();
    ssize_t endInput();
    void addOutput(int fd, ipc::FrameType stream);
    /// False when there is no more to come.
    bool readOutput(const Output &output);
    void readStatus();
    [[nodiscard]] int inputFd() const { return m_streams.streams.front().get(); }

    ExecStreams m_streams;
    std::vector<Output> m_outputs;
    std::unique_ptr<QSocketNotifier> m_statusNotifier;
};

} // namespace vitrine::gui
