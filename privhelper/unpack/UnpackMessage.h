// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace vitrine::unpack {

// How the helper has an archive unpacked or made. It starts, as root, with nothing else open and an empty environment:
//
//     vitrine-unpack BASE               a tar into a directory
//     vitrine-unpack BASE image         an image into a directory for each layer, and image.json (ImageUnpacker.h)
//     vitrine-unpack BASE pack          a layer as overlayfs has it into the tar of an OCI layer (Packer.h)
//     vitrine-unpack BASE pack plain    a directory into a tar
//     vitrine-unpack BASE layer         the tar of one OCI layer, whatever is in it, as image does
//     vitrine-unpack IDS merge N        N trees that lie over one another, the lowest first, into a tar
//     vitrine-unpack IDS export FORMAT N   an image of N layers into an archive (ImageExport.h)
//
// BASE is the first host id (decimal) of the range of 65,536 ids that the files shall belong to: id N in the archive
// becomes BASE + N on disk. The program makes a child in namespaces of its own that is mapped to this range and has no
// rights outside; only the child reads the archive.
//
// IDS is BASE, or maps of user and group ids, "INSIDE:OUTSIDE:COUNT,…/INSIDE:OUTSIDE:COUNT,…", for trees that belong to
// ids of several kinds; pack takes it, too. The ids from kStoredIds on inside stand for 0 to 65535.
//
//     helper                       vitrine-unpack                       child (range, seccomp, no network)
//       | posix_spawn, fds 3 to 5 (6) |                                    |
//       |---------------------------->| clone3, id maps ------------------>| reads and writes
//       |  "P done total [done total]"|                                    |
//       |<----------------------------|------------------------------------| about every 100 ms
//       |         "OK entries bytes"  or  "E Code errno sentence"          |
//       |<----------------------------|------------------------------------| the last packet
//       |                             | exits: 0 after OK, 1 after E
//
// The second pair counts layers. When packing, done and total are bytes of content.
//
// Cancel: send the program TERM; it kills the child and ends when that one is gone, which takes as long as the server
// of the archive's file system holds it in the kernel. The child also dies with the program, and ends when the status
// socket closes. What has been written stays: the helper removes it (it belongs to the range). When the socket closes
// without a last packet, the work failed (ImageUnpackFailed).

/// Descriptors of vitrine-unpack. 0 to 2 may be /dev/null.
enum UnpackFd : int {
    kArchiveFd = 3, ///< regular file, readable; when packing writable and empty
    kDestinationFd = 4, ///< O_RDONLY|O_DIRECTORY; empty, owned by BASE:BASE or root, in a 0700 directory of root
    kStatusFd = 5, ///< SOCK_SEQPACKET
    kStoredFd = 6, ///< only for an image: regular file at its start, diff ids that need not be unpacked, one a line
    kSourceFd = kDestinationFd, ///< when packing: the directory, whose files belong to the range
    kContentFd = kDestinationFd, ///< export: a file in memory with the spec::ImageContent
    kFirstTreeFd = 6, ///< export, merge: N directories, the lowest first
};

inline constexpr const char *kProgramName = "vitrine-unpack";
inline constexpr std::uint32_t kRangeSize = 65'536;
/// Above all ids that a container of a person can have inside.
inline constexpr std::uint32_t kStoredIds = 0x8000'0000;
inline constexpr std::size_t kMaxTrees = 129; ///< all layers that an image may have, and a writable one

/// Bytes of the archive file read so far, and in all; likewise layers, of an image.
struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::uint64_t layersDone = 0;
    std::uint64_t layersTotal = 0; ///< 0 where there are no layers
    bool operator==(const Progress &) const = default;
};

struct Finished {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0; ///< of file content written, or packed
    bool operator==(const Finished &) const = default;
};

/// What one packet says. An Error is final, as Finished is: ImageCorrupt, ImageUnsafe, InvalidConfig, LimitExceeded,
/// NoSpace, Unsupported, ImageUnpackFailed.
using UnpackMessage = std::variant<Progress, Finished, Error>;

inline constexpr std::size_t kMaxPacket = 4096;

std::string encodeMessage(const UnpackMessage &message);
/// Protocol error on anything that encodeMessage does not make: the child is not trusted.
Result<UnpackMessage> decodeMessage(std::string_view packet);

} // namespace vitrine::unpack
