// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cgroup/CgroupSample.h"
#include "core/metrics/MetricInfo.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::metrics {

enum class MarkKind : std::uint8_t {
    OutOfMemory, ///< the kernel killed at memory.max
    StartRefused, ///< a fork was refused at pids.max
    Throttled, ///< the CPU quota was used up
    SlowedDown, ///< memory.high was exceeded
    LimitChanged,
    // The rest does not show in a sample; the front end adds it.
    Started,
    Paused,
    Resumed,
    Ended,
};

/// Something that happened, for the time axis of the charts and the news line.
struct Mark {
    double time = 0; ///< seconds of the steady clock: when it was seen, at most one sample after it happened
    MarkKind kind = MarkKind::Started;
    MetricId metric = MetricId::CpuCores; ///< the chart that it belongs to
    std::uint64_t count = 1; ///< how often
    std::string text; ///< "2 starts refused", "memory.max: 64 MiB, was 128 MiB"
    double endTime = 0; ///< of the last one that was merged into it
    bool operator==(const Mark &) const = default;
};

/// What happened between two samples of the same cgroup, in a fixed order; empty without `previous` or when the cgroup
/// is another one.
std::vector<Mark> marks(const cgroup::CgroupSample *previous, const cgroup::CgroupSample &current);

/// Adds `fresh` to `history`. What goes on (the same kind again within `kMergeSeconds`) extends its last mark instead
/// of making a new one; limit changes are never merged. At most `kMaxMarks` are kept.
void addMarks(std::vector<Mark> &history, const std::vector<Mark> &fresh);

inline constexpr double kMergeSeconds = 5;
inline constexpr std::size_t kMaxMarks = 1000;

} // namespace vitrine::metrics
