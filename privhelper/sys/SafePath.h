// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>

namespace vitrine::sys {

enum class Links { Follow, Refuse };

/// Opens `path` as if `rootFd` were "/": no link and no ".." leads out of it. O_CLOEXEC and O_NOCTTY are added.
Result<UniqueFd> openInRoot(int rootFd, std::string_view path, int flags, Links links = Links::Follow, mode_t mode = 0);

/// Opens a path of ours that holds no link at all.
Result<UniqueFd> openPlain(int dirFd, const std::string &path, int flags);

/// Opens what has this name in a directory, and is on the same mount; never a link.
Result<UniqueFd> openChild(int dirFd, const std::string &name, int flags);

/// What stands before the last part of a path, "" for the root, and that part; slashes at either end do not count.
std::pair<std::string, std::string> splitLast(std::string_view path);

/// The directory at `path` inside, made with what is missing of its parents (0755), as an O_PATH descriptor.
Result<UniqueFd> makeDirectories(int rootFd, std::string_view path, Links links = Links::Follow);

/// The file at `path` inside as an O_PATH descriptor; an empty one is made when there is none.
Result<UniqueFd> makeFile(int rootFd, std::string_view path);

/// A small regular file inside: never a link in its last part, a FIFO or a device. Empty when it is not there.
Result<std::string> readFileInRoot(int rootFd, std::string_view path, std::size_t maxBytes);

} // namespace vitrine::sys
