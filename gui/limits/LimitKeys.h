// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/SystemReport.h"
#include "core/spec/ContainerSpec.h"
#include "core/spec/SpecFields.h"

#include <QString>

#include <optional>
#include <vector>

namespace vitrine::gui {

enum class LimitId : std::uint8_t {
    Cpus,
    CpuWeight,
    Cores,
    Memory,
    MemoryHigh,
    MemorySwap,
    Pids,
    DiskWrite,
    DiskRead,
    DiskWriteOps,
    DiskReadOps,
    IoWeight,
};

/// One limit that a person can move: a row of the panel, a line on a chart.
struct LimitKey {
    LimitId id = LimitId::Cpus;
    QString device; ///< Disk…: as in spec::IoLimit; empty for all others
    bool operator==(const LimitKey &) const = default;
};

/// Where a limit can be: sliders and lines go from `minimum` to `maximum`; typing may go on to `highest`.
struct LimitRange {
    spec::FieldKind kind = spec::FieldKind::Count;
    bool perSecond = false;
    double minimum = 0;
    double maximum = 1; ///< the host's
    double highest = 1; ///< that the specification allows
};

std::optional<double> limitValue(const spec::Limits &limits, const LimitKey &key); ///< unset for Cores
void setLimitValue(spec::Limits &limits, const LimitKey &key, std::optional<double> value);
/// Sets the one limit of `to` to what it is in `from`.
void copyLimit(const spec::Limits &from, spec::Limits &to, const LimitKey &key);

/// The rows for this host in the order of the panel; disks that `limits` names and the host does not know are last.
std::vector<LimitKey> limitKeys(const ipc::SystemReport &host, const spec::Limits &limits);
LimitRange limitRange(const LimitKey &key, const ipc::SystemReport &host);
/// The cgroup controller that holds it: "memory".
QString limitController(LimitId id);

QString limitHelp(LimitId id); ///< for F1: what it does
QString limitLabel(const LimitKey &key); ///< "Disk write · vda"
QString limitText(const LimitKey &key, std::optional<double> value); ///< "256 MiB", "0.50", "off"
QString limitGripText(const LimitKey &key, std::optional<double> value); ///< the same with a noun: "0.50 cores"
/// "Memory, hard limit: 256 MiB → off", one for each limit that differs.
QString limitChanges(const spec::Limits &before, const spec::Limits &after);

/// To a value a person would choose, in steps of about 5 per cent.
double roundLimit(const LimitRange &range, double value);
/// Where a value stands on a slider, 0 to 1, and back; bytes, rates and counts on a logarithmic scale.
double limitPosition(const LimitRange &range, double value);
double limitAtPosition(const LimitRange &range, double position);

} // namespace vitrine::gui
