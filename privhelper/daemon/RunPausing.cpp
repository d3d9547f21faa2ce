// SPDX-License-Identifier: GPL-3.0-or-later
// A run that stands still: because a person wishes it, or while its files are read.
#include "core/base/Try.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Run.h"

#include <fmt/format.h>

#include <utility>

namespace vitrine::daemon {

void Run::pause(Done<> done)
{
    if (m_phase != Phase::Running)
        return done(failure(ErrorCode::BadState, "the container has ended"));
    m_freezing.begin(m_context, m_record.id, [this, done = std::move(done)](Result<> frozen) {
        if (frozen)
            frozen = savePaused(true);
        done(std::move(frozen));
    });
}

Result<> Run::resume()
{
    VITRINE_TRY(Freezing::thaw(m_context, m_record.id));
    return savePaused(false);
}

/// All or nothing: what is not written down the next helper would take for the other, so it is taken back.
Result<> Run::savePaused(bool isPaused)
{
    m_state.isPaused = isPaused;
    m_state.isHeld = m_state.isHeld && isPaused;
    auto saved = m_context.store.saveRun(m_record.id, m_state);
    if (saved)
        return saved;
    m_state.isPaused = !isPaused;
    const auto cgroup = m_context.host.findCgroup(m_record.id);
    if (!cgroup || !m_context.host.setFrozen(cgroup->payload.get(), !isPaused))
        journal(Level::Error, fmt::format("container {}: a change of its pause could not be taken back", m_record.id));
    return saved;
}

void Run::hold(Done<> done)
{
    // Before anything is frozen: a helper that ends in between leaves nothing behind that nobody would let go.
    m_state.isHeld = true;
    if (auto saved = m_context.store.saveRun(m_record.id, m_state); !saved) {
        m_state.isHeld = false;
        return done(std::move(saved));
    }
    pause([this, done = std::move(done)](Result<> paused) {
        if (!paused)
            m_state.isHeld = false; // what is on the disk only makes the next helper let go of what runs
        done(std::move(paused));
    });
}

} // namespace vitrine::daemon
