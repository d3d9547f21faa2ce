// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace vitrine::unpack {

// How the helper has an archive unpacked. It starts, as root, with nothing else open and an empty environment:
//
//     vitrine-unpack BASE
//
// BASE is the first host id (decimal) of the range of 65,536 ids that the files shall belong to: id N in the archive
// becomes BASE + N on disk. The program makes a child in namespaces of its own that is mapped to this range and has no
// rights outside; only the child reads the archive.
//
//     helper                       vitrine-unpack                       child (range, seccomp, no network)
//       | posix_spawn, fds 3 to 5     |                                    |
//       |---------------------------->| clone3, id maps ------------------>| reads and writes
//       |         "P done total"      |                                    |
//       |<----------------------------|------------------------------------| about every 100 ms
//       |         "OK entries bytes"  or  "E Code errno sentence"          |
//       |<----------------------------|------------------------------------| the last packet
//       |                             | exits: 0 after OK, 1 after E
//
// Cancel: send the program TERM; it kills the child and ends when that one is gone, which takes as long as the server
// of the archive's file system holds it in the kernel. The child also dies with the program, and ends when the status
// socket closes. What has been written stays: the helper removes it (it belongs to the range). When the socket closes
// without a last packet, the work failed (ImageUnpackFailed).

/// Descriptors of vitrine-unpack. 0 to 2 may be /dev/null.
enum UnpackFd : int {
    kArchiveFd = 3, ///< regular file, readable, at its start
    kDestinationFd = 4, ///< O_RDONLY|O_DIRECTORY; empty, owned by BASE:BASE or root, in a 0700 directory of root
    kStatusFd = 5, ///< SOCK_SEQPACKET
};

inline constexpr const char *kProgramName = "vitrine-unpack";
inline constexpr std::uint32_t kRangeSize = 65'536;

/// Bytes of the archive file read so far, and in all.
struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    bool operator==(const Progress &) const = default;
};

struct Finished {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0; ///< of file content written
    bool operator==(const Finished &) const = default;
};

/// What one packet says. An Error is final, as Finished is: ImageCorrupt, ImageUnsafe, LimitExceeded, NoSpace,
/// Unsupported, ImageUnpackFailed.
using UnpackMessage = std::variant<Progress, Finished, Error>;

inline constexpr std::size_t kMaxPacket = 4096;

std::string encodeMessage(const UnpackMessage &message);
/// Protocol error on anything that encodeMessage does not make: the child is not trusted.
Result<UnpackMessage> decodeMessage(std::string_view packet);

} // namespace vitrine::unpack
