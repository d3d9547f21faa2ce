// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::ipc {

// A conversation about the files of a container over a SOCK_SEQPACKET connection: one packet a request, one packet an
// answer, in order. The side with the files (vitrine-shim files) speaks first, once: a FilesReply with the number 0,
// whose value says which roots there are, or whose error says why there are none. An error with the number 0 may also
// come later, for whatever has been asked: it is the end of the conversation. Neither side believes the other: both
// decoders refuse whatever is not exactly a packet. Numbers are little-endian, texts have their length in front.

/// What a path is a path of.
enum class FilesRoot : std::uint8_t {
    Merged = 1, ///< what the container sees
    Writable = 2, ///< the writable layer alone, with its whiteouts; read-only
    Below = 3, ///< the layers below it alone; read-only
};

enum class FilesOp : std::uint8_t {
    List = 1, ///< the folder at `path`: entries, and hasMore
    Changes = 2, ///< what the writable layer changes, below `path`; names are whole paths
    More = 3, ///< the next part of what List or Changes has begun last
    Stat = 4, ///< one entry; that of the root itself is called "root"
    Read = 5, ///< one entry and a descriptor for reading; regular files only
    Write = 6, ///< a descriptor for writing what will be the file at `path`
    Commit = 7, ///< puts what was written in its place, with `mode` and `mtimeNs`; one at a time
    Abort = 8, ///< forgets it instead
    MakeDirectory = 9, ///< with `mode`; NameInUse when something is there
    MakeLink = 10, ///< a symbolic link to `other`
    Remove = 11, ///< with all below it; value is how many
    Rename = 12, ///< to `other`
    SetMode = 13,
};

struct FilesRequest {
    std::uint32_t id = 0;
    FilesOp op = FilesOp::Stat;
    FilesRoot root = FilesRoot::Merged;
    bool follows = false; ///< Stat, Read: a link in the last part is followed, inside the root
    std::uint32_t mode = 0; ///< the nine bits
    std::int64_t mtimeNs = 0;
    std::string path;
    std::string other;
    bool operator==(const FilesRequest &) const = default;
};

enum class FileMark : std::uint8_t {
    None = 0,
    Whiteout = 1, ///< Writable: hides what has this name below
    Opaque = 2, ///< Writable: a folder that hides all of the folder below
    Added = 3, ///< Changes
    Changed = 4,
    CopiedUp = 5, ///< the same content as below, of the same owner and rights
    Deleted = 6, ///< the entry is the one below
};

inline constexpr std::uint32_t kNoSuchId = UINT32_MAX; ///< an owner that is nobody on the other side

struct FileEntry {
    std::string name;
    std::uint32_t mode = 0; ///< with the type, as st_mode
    std::uint32_t uid = 0; ///< as the container sees it
    std::uint32_t gid = 0;
    std::uint32_t outsideUid = kNoSuchId; ///< as the host does
    std::uint32_t outsideGid = kNoSuchId;
    std::uint64_t size = 0;
    std::int64_t mtimeNs = 0;
    std::string link; ///< what a symbolic link holds
    FileMark mark = FileMark::None;
    bool operator==(const FileEntry &) const = default;
};

struct FilesReply {
    std::uint32_t id = 0;
    std::optional<Error> error;
    bool hasMore = false;
    std::uint64_t value = 0;
    std::vector<FileEntry> entries;
    bool operator==(const FilesReply &) const = default;
};

/// The value of the first reply: a sum of these.
inline constexpr std::uint64_t kHasMerged = 1;
inline constexpr std::uint64_t kHasWritable = 2;
inline constexpr std::uint64_t kHasBelow = 4;
inline constexpr std::uint64_t kIsRunning = 8;

inline constexpr std::size_t kMaxFilesPacket = 64 * 1024;
inline constexpr std::size_t kMaxFilesRequest = 16 * 1024;
inline constexpr std::size_t kMaxFilesPath = 4095;

std::string encodeRequest(const FilesRequest &request);
/// Protocol error for anything but one whole request with texts that can be paths.
Result<FilesRequest> decodeRequest(std::string_view packet);

/// What an entry takes in a reply, so that a writer can stop before kMaxFilesPacket.
std::size_t encodedSize(const FileEntry &entry);
/// A sentence that is too long is cut.
std::string encodeReply(const FilesReply &reply);
/// The same, with names that can be names: no slash but in those of Changes, no "..", nothing empty.
Result<FilesReply> decodeReply(std::string_view packet);

/// Whether `path` stays where it begins: no empty part, no "." and no "..", not absolute.
bool isPlainRelative(std::string_view path);

} // namespace vitrine::ipc
