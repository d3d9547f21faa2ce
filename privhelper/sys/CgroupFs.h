// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <optional>
#include <string>
#include <string_view>

namespace vitrine::sys {

/// Whole content of the file `name` in the directory, without the final newline. An interface file of a cgroup is at
/// most a page for each open; 64 KiB is the bound here.
Result<std::string> readControlFile(int directoryFd, const std::string &name);

/// Writes `text` in one write(2), as interface files want it. Never makes a file; ENOENT is in Error::sysErrno.
Result<> writeControlFile(int directoryFd, const std::string &name, std::string_view text);

/// The value of a key in a flat-keyed file such as cgroup.events ("populated 1").
std::optional<std::string> flatKey(std::string_view text, std::string_view key);

/// Empty when `key` of cgroup.events has the value; else that file, which raises POLLPRI on its next
/// change (Documentation/admin-guide/cgroup-v2.rst).
Result<UniqueFd> watchCgroupEvent(int cgroupFd, std::string_view key, std::string_view value);

/// Removes a cgroup named `name` in `parentFd` with all cgroups below it, however deep. Not an error when absent.
Result<> removeCgroup(int parentFd, const std::string &name);

} // namespace vitrine::sys
