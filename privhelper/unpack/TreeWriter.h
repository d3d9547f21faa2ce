// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::unpack {

/// Owner, rights and time of an entry; ids are those inside (0 to 65535).
struct Attributes {
    std::uint64_t uid = 0;
    std::uint64_t gid = 0;
    mode_t mode = 0644; ///< rights with setuid, setgid and sticky
    timespec mtime{};
};

enum class Owners { Set, Leave }; ///< Leave: for tests without rights

enum class TreeKind {
    Root, ///< a whole root file system
    Layer, ///< what overlayfs lays over other layers: it may hide what is below
};

/// Writes entries below one directory, every step relative to a descriptor. Parents are found by openat2 with
/// RESOLVE_IN_ROOT and without following any symbolic link, so that no name of an archive leads outside.
class TreeWriter {
public:
    /// `root` is borrowed.
    TreeWriter(int root, TreeKind kind, Owners owners)
        : m_root(root)
        , m_kind(kind)
        , m_owners(owners)
    {
    }

    // Each refuses with ImageUnsafe what leads out of the tree or has an id beyond the range. Something at the place
    // that is no directory is replaced, in a layer also a directory; missing parents are made.
    Result<> addDirectory(std::string_view name, const Attributes &attributes);
    /// An empty file to write to, without its attributes yet: finishFile() sets them.
    Result<UniqueFd> addFile(std::string_view name);
    Result<> finishFile(int fd, const Attributes &attributes);
    Result<> addSymlink(std::string_view name, const std::string &target, const Attributes &attributes);
    /// ImageCorrupt when the target is not there.
    Result<> addHardLink(std::string_view name, std::string_view target);

    /// Only in a layer: what the layers below have at this place is hidden. Something that this layer itself has there
    /// stays, be it from before or still to come.
    Result<> addWhiteout(std::string_view name);
    /// Only in a layer: the same for all that the layers below have in a directory.
    Result<> makeOpaque(std::string_view directory);

    /// An attribute of a directory that is there.
    Result<> setDirectoryAttribute(std::string_view name, const char *key, std::string_view value);

    /// The times of directories, which adding to them has changed.
    Result<> finish();

private:
    struct Place {
        int parent = -1; ///< borrowed until the next call
        std::string last; ///< "" for the root itself
    };
    Result<Place> place(std::string_view name);
    Result<UniqueFd> openParent(const std::string &path);
    Result<UniqueFd> makeParents(const std::string &path);
    Result<> makeParent(int parent, const char *name, const std::string &shown);
    Result<> clearPlace(const Place &place, std::string_view name);
    Result<> setOpaque(int parent, const char *name, std::string_view shown);
    Result<> rememberTime(std::string_view name, const timespec &mtime);
    Result<> setOwner(int parent, const char *name, const Attributes &attributes, std::string_view shown);

    struct DirectoryTime {
        std::string path;
        timespec mtime{};
    };

    int m_root;
    TreeKind m_kind;
    Owners m_owners;
    UniqueFd m_parent; ///< of the last entry: most entries follow their siblings
    std::string m_parentPath;
    std::vector<DirectoryTime> m_times;
    std::size_t m_timesBytes = 0;
};

/// Whether an extended attribute of an archive is kept: "user." but for overlayfs' own, and file capabilities, which
/// count only inside the container's ids.
bool keepsAttribute(std::string_view name);

/// What overlayfs, mounted with "userxattr", takes for "nothing below shows through".
inline constexpr const char *kOpaqueAttribute = "user.overlay.opaque";

/// "a/b" for "./a//b/" and "/a/b"; "" for the root itself. ImageUnsafe for "..", over 4095 bytes or 255 in a part.
Result<std::string> normalName(std::string_view name);

} // namespace vitrine::unpack
