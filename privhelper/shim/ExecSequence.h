// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::shim {

/// `vitrine-shim exec`: runs one more command in a container that runs, with the descriptors of ShimConfig.h, and stays
/// until it has ended. Answers the helper once, with ExecReady or Failed. Returns the exit status.
int runExec();

} // namespace vitrine::shim
