// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>

namespace vitrine::sys {

/// Makes a directory (0755) that belongs to these ids. NameInUse when there is one.
Result<> makeOwnedDirectory(int parentFd, const std::string &name, std::uint32_t uid, std::uint32_t gid);

/// Makes this process root of a user namespace with one range of ids: it has every right over the files of the range
/// and none over anything else. What is open stays open. There is no way back.
Result<> confineToRange(std::uint32_t base, std::uint32_t size);

} // namespace vitrine::sys
