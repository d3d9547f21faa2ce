// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/plan/EtcPlan.h"

#include <string>

namespace vitrine::shim {

/// Makes a link inside unless something is there already.
Result<> makeLink(int rootFd, const std::string &path, const std::string &target);

/// Writes a file (0644) into a directory inside unless something is there already: what a person changed stays.
Result<> makeMissingFile(int rootFd, const std::string &directory, const plan::EtcFile &file);

/// The place of a file inside to mount over. Where the path is a dangling link, as /etc/resolv.conf often is in images,
/// the file that it leads to, inside, is made.
Result<UniqueFd> makeFileTarget(int rootFd, const std::string &path);

} // namespace vitrine::shim
