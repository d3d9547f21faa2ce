// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <vector>

namespace vitrine::sys {

/// A detached tmpfs for /dev: null, zero, full, random, urandom, tty, the usual links, the places for pts, shm and
/// mqueue, and a node for each granted device. Only root of the host can make nodes that work; they belong to
/// `rootUid`:`rootGid`.
Result<UniqueFd> makeDev(std::uint32_t rootUid, std::uint32_t rootGid, const std::vector<spec::DeviceRule> &granted);

/// An O_PATH descriptor of "null" in that directory, checked to be the kernel's own (character device 1:3).
Result<UniqueFd> openNull(int devFd);

} // namespace vitrine::sys
