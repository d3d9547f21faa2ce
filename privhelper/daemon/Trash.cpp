// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Trash.h"

#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Purge.h"
#include "privhelper/daemon/Spawn.h"

#include <memory>
#include <utility>

namespace vitrine::daemon {

namespace {

/// So many entries are deleted at once; what has more gets a process for it.
constexpr std::size_t kQuickPurgeEntries = 512;

} // namespace

void Trash::empty(const std::vector<std::string> &names, std::function<void(const std::string &name)> gone, Done<> done)
{
    std::vector<std::string> left = names;
    // One tree at once, or none: many of them are work for a process, however small each is.
    if (names.size() == 1) {
        const auto isGone = purgeTree(m_context.store.trashFd(), names.front(), kQuickPurgeEntries);
        if (isGone && *isGone) {
            left.clear();
            gone(names.front());
        }
    }
    if (left.empty())
        return done({});

    std::vector<std::string> arguments{ "--purge", "--state-dir", m_context.stateDir, "--run-dir", m_context.runDir };
    arguments.insert(arguments.end(), left.begin(), left.end());
    const auto pid = spawnProgram(m_context.helperPath, arguments, {});
    const auto self = std::make_shared<int>(0);
    Result<> started = pid ? Result<>() : failure(pid.error());
    if (pid) {
        started = m_context.children.watch(
            *pid, self, [this, self, left, gone = std::move(gone), done](EventSource::ChildStatus status) {
                --m_processes;
                if (!status.exited || status.value != 0)
                    journal(Level::Warning, "what was removed could not be deleted whole; it is tried again later");
                else
                    for (const std::string &name : left)
                        gone(name);
                done({});
            });
    }
    if (!started) {
        journal(Level::Error, "deleting what was removed: " + started.error().what);
        return done({});
    }
    ++m_processes;
}

} // namespace vitrine::daemon
