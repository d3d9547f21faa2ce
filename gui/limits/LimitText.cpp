// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/format/Translate.h"
#include "gui/format/Units.h"
#include "gui/limits/LimitKeys.h"

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

using spec::FieldKind;

QString diskName(const QString &device)
{
    return device.startsWith(QStringLiteral("/dev/")) ? device.mid(5) : device;
}

bool isLinear(const LimitRange &range)
{
    return range.kind == FieldKind::Cores;
}

/// A logarithmic scale has no zero: below this a limit that may be 0 is 0.
double logarithmStart(const LimitRange &range)
{
    return range.minimum > 0 ? range.minimum : 1024.0 * 1024;
}

} // namespace

QString limitLabel(const LimitKey &key)
{
    switch (key.id) {
    case LimitId::Cpus:
        return tr("CPU time");
    case LimitId::CpuWeight:
        return tr("CPU weight");
    case LimitId::Cores:
        return tr("Cores");
    case LimitId::Memory:
        return tr("Memory, hard limit");
    case LimitId::MemoryHigh:
        return tr("Memory, soft limit");
    case LimitId::MemorySwap:
        return tr("Swap");
    case LimitId::Pids:
        return tr("Processes");
    case LimitId::DiskWrite:
        return tr("Disk write · %1").arg(diskName(key.device));
    case LimitId::DiskRead:
        return tr("Disk read · %1").arg(diskName(key.device));
    case LimitId::DiskWriteOps:
        return tr("Writes a second · %1").arg(diskName(key.device));
    case LimitId::DiskReadOps:
        return tr("Reads a second · %1").arg(diskName(key.device));
    case LimitId::IoWeight:
        return tr("Disk weight");
    }
    return {};
}

QString limitText(const LimitKey &key, std::optional<double> value)
{
    if (!value)
        return tr("off");
    switch (key.id) {
    case LimitId::Cpus:
        return units::cores(*value);
    case LimitId::Memory:
    case LimitId::MemoryHigh:
    case LimitId::MemorySwap:
        return units::bytes(*value);
    case LimitId::DiskWrite:
    case LimitId::DiskRead:
        return units::byteRate(*value);
    case LimitId::DiskWriteOps:
    case LimitId::DiskReadOps:
        return units::opsRate(*value);
    case LimitId::CpuWeight:
    case LimitId::IoWeight:
    case LimitId::Pids:
    case LimitId::Cores:
        break;
    }
    return units::count(*value);
}

QString limitGripText(const LimitKey &key, std::optional<double> value)
{
    if (!value)
        return tr("no limit");
    if (key.id == LimitId::Cpus)
        return tr("%1 cores").arg(limitText(key, value));
    if (key.id == LimitId::Pids)
        return *value < 1.5 ? tr("1 process") : tr("%1 processes").arg(limitText(key, value));
    return limitText(key, value);
}

double roundLimit(const LimitRange &range, double value)
{
    double step = 1;
    if (range.kind == FieldKind::Cores)
        step = value < 0.2 ? 0.01 : value < 4 ? 0.05 : 0.25;
    else if (range.kind == FieldKind::Bytes)
        step = std::max(4096.0, std::exp2(std::floor(std::log2(std::max(1.0, value))) - 4));
    else
        step = std::max(1.0, std::pow(10, std::floor(std::log10(std::max(1.0, value))) - 1));
    const double rounded = std::round(value / step) * step;
    // The ends themselves need not be round.
    return std::clamp(rounded, range.minimum, range.maximum);
}

double limitPosition(const LimitRange &range, double value)
{
    const double at = std::clamp(value, range.minimum, range.maximum);
    if (isLinear(range))
        return (at - range.minimum) / (range.maximum - range.minimum);
    const double start = logarithmStart(range);
    return at <= start ? 0 : std::log(at / start) / std::log(range.maximum / start);
}

double limitAtPosition(const LimitRange &range, double position)
{
    if (position <= 0)
        return range.minimum;
    if (position >= 1)
        return range.maximum;
    if (isLinear(range))
        return roundLimit(range, range.minimum + position * (range.maximum - range.minimum));
    const double start = logarithmStart(range);
    return roundLimit(range, start * std::pow(range.maximum / start, position));
}

} // namespace vitrine::gui
