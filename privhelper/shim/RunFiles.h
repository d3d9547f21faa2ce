// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "privhelper/shim/LogWriter.h"

#include <cstdint>

namespace vitrine::shim {

/// What a running shim needs of the run and the state directory, opened while it is root.
struct RunFiles {
    UniqueFd exitRecord; ///< RUNDIR/exit, empty while the container runs
    UniqueFd listener; ///< RUNDIR/shim.sock
    LogWriter log;
};

/// Opens them and replaces what an earlier run left. On failure nothing new stays.
Result<RunFiles> openRunFiles(int runDirFd, int stateDirFd, std::uint64_t logCapBytes);
/// Removes what a start that failed has made of them.
void removeRunFiles(int runDirFd);

} // namespace vitrine::shim
