// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace vitrine::test {

/// Runs `body` in mount, network, process and cgroup namespaces of its own and gives its exit status: all processes,
/// mounts, links and cgroups that it sees are its own, and when it ends nothing of them is left. /run is empty there,
/// and version 2 of the control groups is where the machine has it. 77, with the reason on standard error, when this
/// computer does not allow that.
int runInSandbox(const std::function<int()> &body);

} // namespace vitrine::test
