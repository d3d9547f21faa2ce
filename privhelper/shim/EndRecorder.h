// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/ipc/Ended.h"

#include <cstdint>
#include <optional>

namespace vitrine::shim {

/// Tells how a run ended from the wait status and what the payload's cgroup counted meanwhile. Its files are opened
/// while there is the right to; a host without a controller lacks the file, and the count is 0 or unset.
class EndRecorder {
public:
    EndRecorder() = default; ///< knows of no counts
    explicit EndRecorder(int payloadCgroupFd);

    /// `status` is a wait status; nothing when nobody saw it.
    [[nodiscard]] ipc::Ended ended(std::optional<int> status) const;

private:
    UniqueFd m_memoryEvents;
    UniqueFd m_pidsEvents;
    UniqueFd m_memoryPeak;
    UniqueFd m_memoryMax;
    std::uint64_t m_oomKillsBefore = 0;
    std::uint64_t m_pidsRefusedBefore = 0;
};

} // namespace vitrine::shim
