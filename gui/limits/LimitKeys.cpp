// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/LimitKeys.h"

#include "core/spec/Syntax.h"
#include "gui/spec/FieldText.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

using spec::FieldId;
using spec::FieldKind;

using Rate = std::optional<std::uint64_t> spec::IoLimit::*;

/// The member of IoLimit that a disk limit is; null for the others.
Rate rateOf(LimitId id)
{
    switch (id) {
    case LimitId::DiskWrite:
        return &spec::IoLimit::writeBytesPerSec;
    case LimitId::DiskRead:
        return &spec::IoLimit::readBytesPerSec;
    case LimitId::DiskWriteOps:
        return &spec::IoLimit::writeOpsPerSec;
    case LimitId::DiskReadOps:
        return &spec::IoLimit::readOpsPerSec;
    default:
        return nullptr;
    }
}

using Number = std::optional<std::uint64_t> spec::Limits::*;

Number numberOf(LimitId id)
{
    switch (id) {
    case LimitId::CpuWeight:
        return &spec::Limits::cpuWeight;
    case LimitId::Memory:
        return &spec::Limits::memoryBytes;
    case LimitId::MemoryHigh:
        return &spec::Limits::memoryHighBytes;
    case LimitId::MemorySwap:
        return &spec::Limits::memorySwapBytes;
    case LimitId::Pids:
        return &spec::Limits::pids;
    case LimitId::IoWeight:
        return &spec::Limits::ioWeight;
    default:
        return nullptr;
    }
}

FieldId fieldOf(LimitId id)
{
    switch (id) {
    case LimitId::Cpus:
        return FieldId::Cpus;
    case LimitId::CpuWeight:
        return FieldId::CpuWeight;
    case LimitId::Cores:
        return FieldId::CpusetCpus;
    case LimitId::Memory:
        return FieldId::Memory;
    case LimitId::MemoryHigh:
        return FieldId::MemoryHigh;
    case LimitId::MemorySwap:
        return FieldId::MemorySwap;
    case LimitId::Pids:
        return FieldId::Pids;
    case LimitId::IoWeight:
        return FieldId::IoWeight;
    case LimitId::DiskWrite:
    case LimitId::DiskRead:
    case LimitId::DiskWriteOps:
    case LimitId::DiskReadOps:
        return FieldId::Io;
    }
    return FieldId::Io;
}

bool isEmpty(const spec::IoLimit &limit)
{
    return !limit.readBytesPerSec && !limit.writeBytesPerSec && !limit.readOpsPerSec && !limit.writeOpsPerSec;
}

auto findDisk(auto &limits, const QString &device)
{
    return std::find_if(limits.io.begin(), limits.io.end(),
                        [name = device.toStdString()](const spec::IoLimit &limit) { return limit.device == name; });
}

std::optional<double> asDouble(const std::optional<std::uint64_t> &value)
{
    return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
}

std::optional<std::uint64_t> asNumber(std::optional<double> value)
{
    return value ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(std::llround(std::max(0.0, *value))))
                 : std::nullopt;
}

/// How a person's own words for a disk are matched with the host's: "vda", "/dev/vda" or "254:0".
bool names(const std::string &device, const ipc::Disk &disk)
{
    return device == disk.name || device == "/dev/" + disk.name || device == disk.device;
}

} // namespace

std::optional<double> limitValue(const spec::Limits &limits, const LimitKey &key)
{
    if (key.id == LimitId::Cpus)
        return limits.cpus;
    if (const Number member = numberOf(key.id))
        return asDouble(limits.*member);
    if (const Rate member = rateOf(key.id)) {
        const auto disk = findDisk(limits, key.device);
        return disk == limits.io.end() ? std::nullopt : asDouble((*disk).*member);
    }
    return std::nullopt;
}

void setLimitValue(spec::Limits &limits, const LimitKey &key, std::optional<double> value)
{
    if (key.id == LimitId::Cpus)
        limits.cpus = value;
    if (const Number member = numberOf(key.id))
        limits.*member = asNumber(value);
    if (const Rate member = rateOf(key.id)) {
        auto disk = findDisk(limits, key.device);
        if (disk == limits.io.end()) {
            limits.io.push_back({ key.device.toStdString(), {}, {}, {}, {} });
            disk = limits.io.end() - 1;
        }
        (*disk).*member = asNumber(value);
        if (isEmpty(*disk))
            limits.io.erase(disk);
    }
}

void copyLimit(const spec::Limits &from, spec::Limits &to, const LimitKey &key)
{
    if (key.id == LimitId::Cores)
        to.cpusetCpus = from.cpusetCpus;
    else
        setLimitValue(to, key, limitValue(from, key));
}

std::vector<LimitKey> limitKeys(const ipc::SystemReport &host, const spec::Limits &limits)
{
    std::vector<LimitKey> keys{ { LimitId::Cpus, {} },   { LimitId::CpuWeight, {} },  { LimitId::Cores, {} },
                                { LimitId::Memory, {} }, { LimitId::MemoryHigh, {} }, { LimitId::MemorySwap, {} },
                                { LimitId::Pids, {} } };
    std::vector<std::string> devices;
    for (const ipc::Disk &disk : host.disks) {
        const auto written = std::find_if(limits.io.begin(), limits.io.end(),
                                          [&disk](const spec::IoLimit &limit) { return names(limit.device, disk); });
        devices.push_back(written != limits.io.end() ? written->device : "/dev/" + disk.name);
    }
    for (const spec::IoLimit &limit : limits.io) {
        if (std::find(devices.begin(), devices.end(), limit.device) == devices.end())
            devices.push_back(limit.device);
    }
    for (const std::string &device : devices) {
        for (const LimitId id : { LimitId::DiskWrite, LimitId::DiskRead, LimitId::DiskWriteOps, LimitId::DiskReadOps })
            keys.push_back({ id, QString::fromStdString(device) });
    }
    keys.push_back({ LimitId::IoWeight, {} });
    return keys;
}

LimitRange limitRange(const LimitKey &key, const ipc::SystemReport &host)
{
    const spec::FieldInfo &field = spec::field(fieldOf(key.id));
    constexpr double kMiB = 1024.0 * 1024;
    const double memory = host.memoryBytes > 0 ? static_cast<double>(host.memoryBytes) : 16 * 1024 * kMiB;
    LimitRange range{ field.kind, false, field.minimum, field.maximum, field.maximum };
    switch (key.id) {
    case LimitId::Cpus:
        range.maximum = std::max(1U, host.cpus);
        break;
    case LimitId::Memory:
    case LimitId::MemoryHigh:
    case LimitId::MemorySwap:
        range.maximum = memory;
        break;
    case LimitId::Pids:
        range.maximum = std::min(field.maximum, 32768.0);
        break;
    case LimitId::DiskWrite:
    case LimitId::DiskRead:
        // A disk does not say how fast it is; nothing on a desktop is faster than this.
        return { FieldKind::Bytes, true, 64.0 * 1024, 8 * 1024 * kMiB, 0x1p53 };
    case LimitId::DiskWriteOps:
    case LimitId::DiskReadOps:
        return { FieldKind::Count, true, 1, 1e6, 1e9 };
    case LimitId::CpuWeight:
    case LimitId::IoWeight:
    case LimitId::Cores:
        break;
    }
    return range;
}

QString limitHelp(LimitId id)
{
    return fieldHelp(fieldOf(id));
}

QString limitController(LimitId id)
{
    switch (id) {
    case LimitId::Cpus:
    case LimitId::CpuWeight:
        return QStringLiteral("cpu");
    case LimitId::Cores:
        return QStringLiteral("cpuset");
    case LimitId::Memory:
    case LimitId::MemoryHigh:
    case LimitId::MemorySwap:
        return QStringLiteral("memory");
    case LimitId::Pids:
        return QStringLiteral("pids");
    case LimitId::DiskWrite:
    case LimitId::DiskRead:
    case LimitId::DiskWriteOps:
    case LimitId::DiskReadOps:
    case LimitId::IoWeight:
        return QStringLiteral("io");
    }
    return {};
}

QString limitChanges(const spec::Limits &before, const spec::Limits &after)
{
    spec::Limits both = before;
    both.io.insert(both.io.end(), after.io.begin(), after.io.end());
    QStringList changes;
    for (const LimitKey &key : limitKeys({}, both)) {
        const auto text = [&key](const spec::Limits &limits) {
            return key.id != LimitId::Cores ? limitText(key, limitValue(limits, key))
                                            : QString::fromStdString(limits.cpusetCpus.value_or(std::string()));
        };
        const QString was = text(before);
        const QString is = text(after);
        if (was != is)
            changes << QStringLiteral("%1: %2 → %3")
                           .arg(limitLabel(key), was.isEmpty() ? limitText(key, {}) : was,
                                is.isEmpty() ? limitText(key, {}) : is);
    }
    return changes.join(QStringLiteral(", "));
}

} // namespace vitrine::gui
