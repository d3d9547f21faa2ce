// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/time.h>

namespace vitrine::shim {

inline constexpr int kFilesPatienceSeconds = 15;

/// What files lie on may never answer, and of a process that waits for it in a system call nothing happens any more but
/// its end. So unless it says in time that it goes on, or is done, this process is ended by SIGALRM; the helper, which
/// sees by what it has ended, tells the client.
inline void renewDeadline()
{
    const itimerval deadline{ {}, { kFilesPatienceSeconds, 0 } };
    ::setitimer(ITIMER_REAL, &deadline, nullptr);
}

inline void endDeadline()
{
    const itimerval none{};
    ::setitimer(ITIMER_REAL, &none, nullptr);
}

} // namespace vitrine::shim
