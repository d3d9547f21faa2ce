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

/// A program that reads or writes a whole tree, which may take as long as the tree is large: never in the main loop.
/// It speaks unpack::UnpackMessage on 5. The descriptors are borrowed.
struct TreeProgram {
    std::string path;
    std::vector<std::string> arguments;
    int inputFd = -1; ///< 3 for the program
    int outputFd = -1; ///< 4
    int extraFd = -1; ///< 6; -1: nothing there
    const char *subject = "it"; ///< what is given up when nothing more comes of it
    const char *whenEndedEarly = "the program that did the work ended early";
    std::vector<int> trees{}; ///< from 6 on, when there is nothing else
};

/// vitrine-unpack reading an archive. `arguments`: BASE and what follows it; `storedLayersFd`: of an image, the layers
/// that need not be unpacked.
TreeProgram unpackProgram(const Context &context, std::vector<std::string> arguments, int archiveFd, int destinationFd,
                          int storedLayersFd = -1);

/// vitrine-unpack writing a tar or an archive of `trees`, the lowest first. `contentFd`: of an image, what it holds.
TreeProgram packProgram(const Context &context, std::vector<std::string> arguments, int outputFd, int contentFd,
                        const std::vector<UniqueFd> &trees);

/// One run of such a program. When nothing more comes of it for as long as an archive is waited for, it is given up.
class TreeJob {
public:
    struct Events {
        std::function<void(const unpack::Progress &)> progressed;
        /// The program has ended; it may destroy the job.
        Done<unpack::Finished> finished;
    };

    /// It runs in the cgroup of the one who has the ticket. `ticket` is given back when the program has ended, which
    /// may be long after it was told to.
    static Result<std::unique_ptr<TreeJob>> start(Context &context, const TreeProgram &program, Quota::Ticket ticket,
                                                  Events events);
    /// The same for whom only the end concerns.
    static void run(Context &context, const TreeProgram &program, Quota::Ticket ticket, Done<unpack::Finished> done);
    ~TreeJob();
    TreeJob(const TreeJob &) = delete;
    TreeJob &operator=(const TreeJob &) = delete;

    /// finished() follows with Cancelled, once the kernel lets the program go.
    void cancel();

private:
    TreeJob(Context &context, const TreeProgram &program, Events events);
    Result<> launch(const TreeProgram &program, Quota::Ticket ticket);
    Result<> follow();
    /// False when there was nothing to read.
    bool onReadable();
    void onProgress(const unpack::Progress &progress);
    Result<> expectProgress(std::uint64_t withinMs);
    void giveUp(Error error);
    void onExit();

    Context &m_context;
    Events m_events;
    const char *m_subject;
    const char *m_whenEndedEarly;
    UniqueFd m_status;
    UniqueFd m_pidfd;
    std::optional<Result<unpack::Finished>> m_result;
    std::shared_ptr<void> m_alive;
    EventSource m_source;
    EventSource m_stallTimer;
    std::uint64_t m_done = 0;
    std::chrono::steady_clock::time_point m_told; ///< when progress was passed on last
};

} // namespace vitrine::daemon
