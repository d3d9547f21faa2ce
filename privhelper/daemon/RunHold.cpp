// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Run.h"

#include <utility>

namespace vitrine::daemon {

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
