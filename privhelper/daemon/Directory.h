// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::daemon {

/// Names in a directory, without "." and "..", in the order of the alphabet; empty when it cannot be read.
std::vector<std::string> listDirectory(int dirFd);

/// O_DIRECTORY, not through a symbolic link.
Result<UniqueFd> openDirectoryAt(int dirFd, const std::string &name);

/// Makes it with mode 0700 if it is not there, and refuses one that another account owns or may write to.
Result<UniqueFd> openPrivateDirectoryAt(int dirFd, const std::string &name);

/// Replaces a small file by rename, without waiting for the disk: for what a reboot makes worthless anyway.
Result<> replaceFileAt(int dirFd, const std::string &name, std::string_view content);

} // namespace vitrine::daemon
