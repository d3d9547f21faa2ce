// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Event.h"

#include <functional>
#include <map>
#include <memory>

namespace vitrine::daemon {

/// The helper's own child processes, each watched until it is reaped, also when nobody asks about it any more.
class Children {
public:
    explicit Children(sd_event *loop)
        : m_loop(loop)
    {
    }

    /// `ended` is called unless `alive` is gone by then.
    Result<> watch(pid_t pid, std::weak_ptr<void> alive, std::function<void(EventSource::ChildStatus)> ended)
    {
        auto source = EventSource::child(m_loop, pid, [this, pid, alive, ended](EventSource::ChildStatus status) {
            m_sources.erase(pid);
            if (const auto held = alive.lock())
                ended(status);
        });
        if (!source)
            return failure(source.error());
        m_sources.insert_or_assign(pid, std::move(*source));
        return {};
    }

private:
    sd_event *m_loop;
    std::map<pid_t, EventSource> m_sources;
};

} // namespace vitrine::daemon
