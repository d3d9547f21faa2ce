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
};

/// All mounts that a process sees.
class MountTable {
public:
    static Result<MountTable> read(pid_t pid);
    static MountTable parse(std::string_view mountinfo);

    [[nodiscard]] const MountLine *find(std::uint64_t id) const;
    /// A mount that lies on that one; null when none does.
    [[nodiscard]] const MountLine *firstOn(std::uint64_t id) const;
    [[nodiscard]] const std::vector<MountLine> &lines() const { return m_lines; }

private:
    std::vector<MountLine> m_lines;
};

} // namespace vitrine::sys
