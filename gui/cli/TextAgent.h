// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/UniqueFd.h"

#include <sys/types.h>

namespace vitrine::gui {

inline constexpr const char *kTextAgent = "/usr/bin/pkttyagent"; ///< polkit's own

/// Asks for the password in the terminal when polkit wants one for what this process does and no other agent is there,
/// as over SSH. Ends with this object.
class TextAgent {
public:
    /// There is somebody at a terminal, who is not root already.
    static bool isUseful();

    explicit TextAgent(const char *program);
    ~TextAgent();
    TextAgent(const TextAgent &) = delete;
    TextAgent &operator=(const TextAgent &) = delete;

    /// Returns once polkit knows the agent, or it cannot be had: then whoever is asked says what is missing.
    void waitUntilReady();

private:
    pid_t m_pid = -1;
    UniqueFd m_ready; ///< the agent closes its end once it is registered
};

} // namespace vitrine::gui
