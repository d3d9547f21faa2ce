// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/Ended.h"
#include "privhelper/shim/ConsoleHub.h"
#include "privhelper/shim/EndRecorder.h"
#include "privhelper/shim/RunFiles.h"

#include <poll.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::shim {

/// A container that runs, as its shim holds it.
struct RunningContainer {
    pid_t pid = 0;
    UniqueFd pidFd;
    UniqueFd status; ///< PID 1 writes the command's wait status here
    UniqueFd control; ///< the helper
    std::vector<UniqueFd> streams; ///< Streams::outer
    bool acceptsInput = false; ///< ContainerSpec::openStdin
    std::string mountIds; ///< for the text of Running
    RunFiles files;
    EndRecorder recorder;
    ConsoleHub consoles;
};

/// The shim's life once the container runs, without any right: moves output to the log and the consoles, input to the
/// command, and tells everybody how it ended. Blocks on nobody.
class Supervisor {
public:
    explicit Supervisor(RunningContainer container);
    /// Until the container has ended and everybody has been told.
    void run();

private:
    using Clock = std::chrono::steady_clock;
    struct Output {
        UniqueFd fd;
        bool isStderr = false;
        Clock::time_point pausedUntil{}; ///< a terminal that nobody has open
    };

    [[nodiscard]] std::vector<pollfd> pollList() const;
    [[nodiscard]] int timeoutMs() const;
    void handle(const std::vector<pollfd> &polled);
    void readOutput(Output &output);
    void handleFrame(const ipc::ConsoleFrame &frame);
    void writeInput();
    void handleControl();
    void acceptHelper();
    void noteExit();
    void finish();
    void flushConsoles();
    [[nodiscard]] int inputFd() const;

    RunningContainer m_container;
    bool m_isTerminal = false;
    std::vector<Output> m_outputs;
    UniqueFd m_input; ///< a pipe; a terminal is written to where it is read
    std::string m_inputQueue;
    bool m_inputEnds = false;
    std::optional<int> m_status;
    std::optional<Clock::time_point> m_drainUntil; ///< set when PID 1 is gone
};

} // namespace vitrine::shim
