// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"
#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Event.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// Puts back what the private networks need when somebody reloads the firewall, or when interfaces or addresses change.
class NetworkGuard {
public:
    explicit NetworkGuard(Context &context);

    /// Watches from now on, or no more. What has changed before is not looked at.
    void setWatching(bool wanted);
    [[nodiscard]] bool isWatching() const { return !m_sources.empty(); }

private:
    Result<> watch();
    void onChange(int socket);
    void settleIn(std::uint64_t milliseconds);
    void settle();

    Context &m_context;
    std::vector<UniqueFd> m_sockets;
    std::vector<EventSource> m_sources;
    EventSource m_timer;
    std::uint64_t m_waitMs = 0; ///< of the timer
    std::string m_problem; ///< of the last try
};

} // namespace vitrine::daemon
