// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Event.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// What vitrine-unpack is given (UnpackMessage.h). The descriptors are borrowed.
struct UnpackWork {
    std::vector<std::string> arguments; ///< BASE and what follows it
    int archiveFd = -1;
    int destinationFd = -1;
    int storedLayersFd = -1; ///< of an image: the layers that need not be unpacked
};

/// The unpacking of an archive by vitrine-unpack, which reads it in confinement.
class UnpackJob {
public:
    struct Events {
        std::function<void(const unpack::Progress &)> progressed;
        /// The program has ended; it may destroy the job.
        std::function<void(Result<>)> finished;
    };

    /// `ticket` is given back when the program has ended, which may be long after it was told to.
    static Result<std::unique_ptr<UnpackJob>> start(Context &context, const UnpackWork &work, Quota::Ticket ticket,
                                                    Events events);
    ~UnpackJob();
    UnpackJob(const UnpackJob &) = delete;
    UnpackJob &operator=(const UnpackJob &) = delete;

    /// finished() follows with Cancelled, once the kernel lets the program go.
    void cancel();

private:
    UnpackJob(Context &context, Events events);
    Result<> launch(const UnpackWork &work, Quota::Ticket ticket);
    /// False when there was nothing to read.
    bool onReadable();
    void onProgress(const unpack::Progress &progress);
    Result<> expectProgress(std::uint64_t withinMs);
    void giveUp(Error error);
    void onExit();

    Context &m_context;
    Events m_events;
    UniqueFd m_status;
    UniqueFd m_pidfd;
    std::optional<Result<>> m_result;
    std::shared_ptr<void> m_alive;
    EventSource m_source;
    EventSource m_stallTimer;
    std::uint64_t m_done = 0;
    std::chrono::steady_clock::time_point m_told; ///< when progress was passed on last
};

} // namespace vitrine::daemon
