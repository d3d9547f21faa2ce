// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <functional>

namespace vitrine::sys {

/// `vitrine-helper --hold`, the one process of vitrine-containers.service: it keeps the delegated cgroup alive from a
/// sub-cgroup `hold`, so that the cgroup itself holds no process and can hand controllers down. Says READY=1 to
/// systemd, then waits for SIGTERM. Returns the exit status; a failure is told on standard error.
///
/// `onEnd` is called when a container in the cgroup has ended, and is to wake the helper. This process does it because
/// the bus admits none that has no account, and the shims have none.
int runHold(const std::function<Result<>()> &onEnd);

} // namespace vitrine::sys
