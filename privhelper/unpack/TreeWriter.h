// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::unpack {

/// Owner, rights and time of an entry; ids are those inside (0 to 65535).
struct Attributes {
    std::uint64_t uid = 0;
    std::uint64_t gid = 0;
    mode_t mode = 0644; ///< rights with setuid, setgid and sticky
    std::int64_t mtimeSeconds = 0;
};

enum class Owners { Set, Leave }; ///< Leave: for tests without rights

/// Writes entries below one directory, every step relative to a descriptor. Parents are found by openat2 with
/// RESOLVE_IN_ROOT and without following any symbolic link, so that no name of an archive leads outside.
class TreeWriter {
public:
    /// `root` is borrowed.
    TreeWriter(int root, Owners owners)
        : m_root(root)
        , m_owners(owners)
    {
    }

    // Each refuses with ImageUnsafe what leads out of the tree or has an id beyond the range. Something at the place
    // that is no directory is replaced; missing parents are made.
    Result<> addDirectory(std::string_view name, const Attributes &attributes);
    /// An empty file to write to, without its attributes yet: finishFile() sets them.
    Result<UniqueFd> addFile(std::string_view name);
    Result<> finishFile(int fd, std::uint64_t size, const Attributes &attributes);
    Result<> addSymlink(std::string_view name, const std::string &target, const Attributes &attributes);
    /// ImageCorrupt when the target is not there.
    Result<> addHardLink(std::string_view name, std::string_view target);

private:
    struct Place {
        int parent = -1; ///< borrowed until the next call
        std::string last; ///< "" for the root itself
    };
    Result<Place> place(std::string_view name);
    Result<UniqueFd> openParent(const std::string &path);
    Result<UniqueFd> makeParents(const std::string &path);
    Result<> clearPlace(const Place &place, std::string_view name);
    Result<> setOwner(int parent, const char *name, const Attributes &attributes, std::string_view shown);

    int m_root;
    Owners m_owners;
    UniqueFd m_parent; ///< of the last entry: most entries follow their siblings
    std::string m_parentPath;
};

/// Whether an extended attribute of an archive is kept: "user." but for overlayfs' own, and file capabilities, which
/// count only inside the container's ids.
bool keepsAttribute(std::string_view name);

/// "a/b" for "./a//b/" and "/a/b"; "" for the root itself. ImageUnsafe for "..", over 4095 bytes or 255 in a part.
Result<std::string> normalName(std::string_view name);

} // namespace vitrine::unpack
