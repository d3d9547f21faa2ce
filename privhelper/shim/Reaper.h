// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <sys/types.h>

namespace vitrine::shim {

/// Blocks every signal, so that PID 1 gets them by asking: the kernel drops what PID 1 would handle by default, but not
/// what it blocks. To be called before the command is forked.
Result<> blockSignals();

/// Gives up all that PID 1 does not need once the command is forked: descriptors but these two
/// (which get new numbers), capabilities but kill. The system-call filter is loaded before.
Result<> confineReaper(int &statusFd, int &linkFd);

/// PID 1 of a container: hands signals to the command, reaps what is orphaned, and ends when the command ends, which
/// ends everything inside. The command's wait status goes to `statusFd` first.
[[noreturn]] void runReaper(pid_t command, int statusFd);

} // namespace vitrine::shim
