// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/unpack/LayerStream.h"
#include "privhelper/unpack/TreeWriter.h"
#include "privhelper/unpack/UnpackMessage.h"

#include <chrono>
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

/// How much may still be written, over all that one run unpacks.
struct Allowance {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0; ///< of content
    std::uint64_t maxEntries = 0; ///< what there was at the beginning
    std::uint64_t maxBytes = 0;
    ErrorCode whenFull = ErrorCode::LimitExceeded; ///< NoSpace when it is the disk that sets `bytes`
};

Result<Allowance> allowanceFor(int destination, const UnpackOptions &options);

/// Where one tar goes, and as what.
struct TarTarget {
    int directory = -1; ///< borrowed
    TreeKind kind = TreeKind::Root;
    Owners owners = Owners::Set;
};

/// One tar into one directory. Device nodes, pipes and sockets are left out: a container has its own /dev. What was
/// written before an error stays. `tick` is called for every block with the bytes of the stream's region that have been
/// read; false gives up. ImageCorrupt, ImageUnsafe, LimitExceeded, NoSpace, Cancelled, ImageUnpackFailed.
Result<Finished> unpackTar(LayerStream &stream, const TarTarget &target, Allowance &allowance,
                           const std::function<bool(std::uint64_t)> &tick);

/// Lets progress through every 100 ms.
class ProgressClock {
public:
    bool isDue();

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// Unpacks a tar (plain, gzip, zstd or xz) into an empty directory, and syncs it.
Result<Finished> unpackArchive(int archive, int destination, Workers &workers, const UnpackOptions &options = {});

} // namespace vitrine::unpack
