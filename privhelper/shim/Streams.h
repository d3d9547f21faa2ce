// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/plan/UserPlan.h"

#include <vector>

namespace vitrine::shim {

/// What a command reads and writes, and the other ends.
struct Streams {
    UniqueFd input;
    UniqueFd output;
    UniqueFd error;
    bool isTerminal = false;
    std::vector<UniqueFd> outer; ///< the pty's controlling side, or: writes stdin, reads stdout, reads stderr
};

/// Makes them inside the container, so that they belong to it: a program may open /dev/stderr anew. Without `openStdin`
/// the command reads /dev/null, and what is written to the other end goes nowhere.
Result<Streams> makeStreams(bool terminal, bool openStdin, const plan::User &user);

} // namespace vitrine::shim
