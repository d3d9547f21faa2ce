// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/plan/DisplayPlan.h"
#include "core/plan/UserPlan.h"
#include "core/spec/ExecSpec.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/Streams.h"

#include <string>
#include <vector>

namespace vitrine::shim {

/// One command of a container, the first or one of exec, ready to run.
struct Command {
    plan::User user;
    std::vector<std::string> arguments;
    std::vector<std::string> environment;
    std::string workdir;
};

Command planCommand(const spec::ContainerSpec &spec, plan::DisplayServer display, const plan::User &user);
/// The same for one more command: what `exec` leaves open is the container's.
Command planCommand(const spec::ContainerSpec &spec, plan::DisplayServer display, const spec::ExecSpec &exec,
                    const plan::User &user);

/// The user of a container by its own /etc/passwd and /etc/group below `rootFd`; "" is the owner under Identity::Me.
Result<plan::User> lookUpUser(int rootFd, const std::string &wanted, spec::Identity identity, std::uint32_t ownerUid,
                              std::uint32_t ownerGid);

/// Becomes the command: session, streams, user, capabilities, working directory, exec. Steps "session", "user", "caps",
/// "workdir", "exec". The system-call filter is loaded before. Returns only on failure.
Error becomeCommand(const Command &command, Streams streams, Steps &steps);

/// Ends this process when its parent does, while that is root: the kernel sends the signal with the parent's rights,
/// and forgets it when the ids of this process change. For the time of the set-up.
Result<> dieWithParent();

} // namespace vitrine::shim
