// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::daemon {

/// Takes the lowest numbers for descriptors of our own, of which a copy is harmless in whatever is started: before any
/// comes from elsewhere. What is started never gets a copy of one with a higher number but in its place (ForeignFiles.h
/// says what a program that merely closes it would wait for).
Result<> reserveDescriptors();

/// Starts one of our own programs by its absolute path, in a session of its own, with an empty environment, no signal
/// blocked, /dev/null as 0 to 2 and `fds` as 3, 4… (-1: nothing there) and nothing else. It is in the cgroup `cgroupFd`
/// (-1: the helper's own) from its first instant: to be moved later would cost a grace period of the kernel.
Result<pid_t> spawnProgram(const std::string &path, const std::vector<std::string> &arguments,
                           const std::vector<int> &fds, int cgroupFd = -1);

/// A memfd that holds `content` and that nobody can change any more; its offset is at the start.
Result<UniqueFd> sealedMemfd(const char *name, std::string_view content);

/// SOCK_SEQPACKET; the first end does not block and is the helper's.
Result<std::pair<UniqueFd, UniqueFd>> controlSockets();

/// A duplicate of what a caller has handed over; it is closed on exec.
Result<UniqueFd> duplicate(int fd);

} // namespace vitrine::daemon
