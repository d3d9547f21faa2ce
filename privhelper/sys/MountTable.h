// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::sys {

/// One mount, as /proc/PID/mountinfo has it.
struct MountLine {
    std::uint64_t id = 0;
    std::uint64_t parent = 0;
    std::string place; ///< as the process sees it, from its root
    std::string type; ///< of its file system: "ext4", "fuse.sshfs"
    bool hasPeers = false; ///< what is mounted on it elsewhere may come to be mounted on it
};

/// A mount below a directory.
struct MountBelow {
    const MountLine *line;
    std::string place; ///< from that directory, without a slash before it
};

/// All mounts that a process sees.
class MountTable {
public:
    static Result<MountTable> read(pid_t pid);
    static MountTable parse(std::string_view mountinfo);

    [[nodiscard]] const MountLine *find(std::uint64_t id) const;
    /// A mount that lies on that one; null when none does.
    [[nodiscard]] const MountLine *firstOn(std::uint64_t id) const;
    /// All mounts that lie on the mount `id` below `directory` (as the process sees it), and on those in turn; what
    /// lies on another comes after it. Those that are hidden by others are among them.
    [[nodiscard]] std::vector<MountBelow> below(std::uint64_t id, const std::string &directory) const;
    [[nodiscard]] const std::vector<MountLine> &lines() const { return m_lines; }

private:
    std::vector<MountLine> m_lines;
};

} // namespace vitrine::sys
