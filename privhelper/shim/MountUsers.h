// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::shim {

/// What keeps these mounts of the container, whose first process is `init`, from being taken away, as the end of
/// a sentence: ": the working directory of sleep (process 7 inside)". Empty when no process is found to. Up to three
/// processes are named. On the host's side, as root.
std::string describeUsers(pid_t init, const std::vector<std::uint64_t> &mountIds);

} // namespace vitrine::shim
