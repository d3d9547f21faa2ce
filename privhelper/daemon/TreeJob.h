// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <string>
#include <vector>

namespace vitrine::daemon {

/// A program that reads or writes a whole tree, which may take as long as the tree is large: never in the main loop.
struct TreeProgram {
    std::string path;
    std::vector<std::string> arguments;
    int inputFd = -1; ///< 3 for the program
    int outputFd = -1; ///< 4; it speaks unpack::UnpackMessage on 5
};

/// Runs it. `done` comes when it has ended, with what it said last. One of which nothing more comes for as long as an
/// archive is waited for is told to end. `ticket` is held until it has.
void runTreeJob(Context &context, const TreeProgram &program, Quota::Ticket ticket, Done<unpack::Finished> done);

} // namespace vitrine::daemon
