// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

namespace vitrine::gui {

class MetricsFeed;

/// What the header wants to know of a run beyond its state; unset where nothing is known.
struct RunFacts {
    std::optional<double> throttledShare; ///< of the scheduling periods of the last minute, 0 to 1
    std::optional<std::uint64_t> startsRefused; ///< pids.events max
    std::optional<std::uint64_t> oomKills; ///< memory.events oom_kill
    std::optional<double> memoryUsed; ///< bytes, without file cache that the kernel can drop
};

RunFacts runFacts(const MetricsFeed &feed, const QString &id);

/// The sentence beside the name: what holds the container back, else how long it has run; for an ended one how it
/// ended and what its limits did to it.
QString headerSentence(const ContainerInfo &info, const RunFacts &facts, std::int64_t nowUs);

} // namespace vitrine::gui
