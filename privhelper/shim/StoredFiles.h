// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "privhelper/shim/HostMounts.h"

#include <cstdint>
#include <vector>

namespace vitrine::shim {

/// What turns the ids of stored files (kStoredRange) into those of a container with these ids. Pure.
plan::IdMap mapOfStored(const plan::IdMap &container);

/// A detached copy of the directory of a layer or a volume, in which id N on disk is id N inside: never the host's own.
/// `attributes` are added to nosuid and nodev (MOUNT_ATTR_RDONLY). Unsupported where the store's file system cannot map
/// ids.
Result<UniqueFd> mountStored(int directoryFd, const Ids &ids, std::uint64_t attributes);

/// The directories of an image's layers, read-only, in the order in which they are given.
Result<std::vector<UniqueFd>> mountLayers(const std::vector<int> &directoryFds, const Ids &ids);

} // namespace vitrine::shim
