// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/TreeWriter.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <cstdint>
#include <functional>

namespace vitrine::unpack {

struct UnpackOptions {
    std::uint64_t maxEntries = 1'000'000;
    std::uint64_t maxBytes = 64ull * 1024 * 1024 * 1024; ///< of content; the free space is a limit of its own
    Owners owners = Owners::Set;
    /// Called about every 100 ms; false gives up (Cancelled).
    std::function<bool(const Progress &)> progress = [](const Progress &) { return true; };
};

/// Unpacks a tar (plain, gzip, zstd or xz) into an empty directory. Device nodes, pipes and sockets are left out: a
/// container has its own /dev. What was written before an error stays.
/// ImageCorrupt, ImageUnsafe, LimitExceeded, NoSpace, Cancelled, ImageUnpackFailed.
Result<Finished> unpackArchive(int archive, int destination, const UnpackOptions &options = {});

} // namespace vitrine::unpack
