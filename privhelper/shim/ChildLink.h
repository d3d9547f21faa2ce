// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/UserPlan.h"
#include "privhelper/shim/ShimMessage.h"

#include <string>
#include <string_view>

namespace vitrine::shim {

// Between the shim (root on the host) and what it forked (root in the container only), one packet a message:
//
//   shim                                      child
//     |     Go                                  | waits
//     |---------------------------------------->| root, system mounts, user
//     |     MountsWanted{uid and gid inside}    | only with bind mounts
//     |<----------------------------------------|
//     |     Mount{number below; mount}, then    |
//     |     Mount{; place; mount} for each of   |
//     |     those below; this for each mount    |
//     |---------------------------------------->| mounts
//     |     Mounted{; numbers of the mounts}    | with any mount of the specification
//     |<----------------------------------------| pivot_root, …
//     |     Streams{; pty | stdin, stdout, err} |
//     |<----------------------------------------| capabilities, filter, exec
//     |     end of file: the command runs       |
//     |<----------------------------------------|   or Failed{errno; "step\nsentence"} at any time
//
// The shim believes nothing of it but who asked: a mount is made from what the helper gave, for ids that are checked.

/// What is being done, for a failure to name.
class Steps {
public:
    void enter(std::string_view step) { m_step = step; }
    [[nodiscard]] const std::string &current() const { return m_step; }

private:
    std::string m_step = "config";
};

/// The Failed message that both sides of a start send.
ShimMessage failedMessage(const std::string &step, const Error &error);

/// The other way round: what a Failed message says, and `steps` at the step that it names.
Error failureOf(const ShimMessage &failed, Steps &steps);

std::int64_t packIds(const plan::User &user);
plan::User unpackIds(std::int64_t value); ///< uid and gid only

} // namespace vitrine::shim
