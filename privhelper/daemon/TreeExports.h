// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Cancellation.h"
#include "privhelper/daemon/TreeJob.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace vitrine::daemon {

/// Trees that are being written into files of callers, by the id of what they belong to: an image, a container.
class TreeExports {
public:
    struct Events {
        std::function<void(const unpack::Progress &)> progressed;
        /// Before anybody is told that it has ended; what it returns is the answer.
        std::function<Result<>(const Result<unpack::Finished> &written)> ended;
    };

    explicit TreeExports(Context &context)
        : m_context(context)
    {
    }

    /// `done` when it has been written; not when this fails.
    Result<> start(const std::string &id, const TreeProgram &program, Quota::Ticket ticket, Events events,
                   const Done<> &done);
    [[nodiscard]] bool contains(const std::string &id) const { return m_running.contains(id); }
    [[nodiscard]] bool isEmpty() const { return m_running.empty(); }
    /// Of one that it contains. `done` when it has ended; start() answers then, too.
    void cancel(const std::string &id, Done<> done);

private:
    struct Export {
        std::unique_ptr<TreeJob> job;
        Done<> done;
        Cancellation cancellation;
    };

    Context &m_context;
    std::map<std::string, Export> m_running;
};

} // namespace vitrine::daemon
