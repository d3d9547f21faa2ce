// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <sys/types.h>

#include <string>
#include <string_view>

namespace vitrine {

/// Everything that `fd` gives until end of file. TooLarge when that is more than `maxBytes`.
Result<std::string> readAll(int fd, std::size_t maxBytes);

/// A regular file below `dirFd` (or AT_FDCWD), never through a symbolic link in its last part. TooLarge over
/// `maxBytes`, NotFound when it is not there. Files of procfs, sysfs and cgroups count as regular.
Result<std::string> readFileAt(int dirFd, const char *name, std::size_t maxBytes);

/// What stands behind `key` ("Pid:") in the first line that begins with it, of a file of /proc such as status or
/// fdinfo/N. NotFound when there is no such line, or no such file.
Result<std::string> readFieldAt(int dirFd, const std::string &file, std::string_view key);

/// All of `content`, over short writes and EINTR. The descriptor must block.
Result<> writeAll(int fd, std::string_view content);

/// Replaces `name` in the directory whole or not at all, also over a power loss: a new file is written, synced and
/// renamed over the old one, then the directory is synced. `name` has no slash. On failure the old content stands.
Result<> writeFileAtomicAt(int dirFd, const std::string &name, std::string_view content, mode_t mode);

} // namespace vitrine
