// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::sys {

/// `vitrine-helper --hold`, the one process of vitrine-containers.service: it keeps the delegated cgroup alive from a
/// sub-cgroup `hold`, so that the cgroup itself holds no process and can hand controllers down. Says READY=1 to
/// systemd, then waits for SIGTERM. Returns the exit status; a failure is told on standard error.
int runHold();

} // namespace vitrine::sys
