// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::ipc {

enum class ItemStatus : std::uint8_t { Ok, Limited, NotAvailable };

/// One line of This Computer and of `vitrine check`.
struct ReportItem {
    std::string id; ///< "cgroups", "namespaces", "layers", "network", "disks", "helper", "polkit", "ids"
    std::string title; ///< "Control groups"
    ItemStatus status = ItemStatus::Ok;
    std::string detail; ///< what is there
    std::string advice; ///< what to do about it; "" when nothing is to be done
    std::string command; ///< an exact command or kernel option to copy; "" for none
    bool operator==(const ReportItem &) const = default;
};

struct Disk {
    std::string name; ///< whole disk: "vda"
    std::string device; ///< "254:0"
    std::string mountedOn; ///< "/" or ""
    bool operator==(const Disk &) const = default;
};

struct SystemReport {
    std::string cgroupMode; ///< "v2", "hybrid", "v1" or "none"
    std::vector<std::string> controllers; ///< that a container can be given, of version 2
    unsigned cpus = 0;
    std::uint64_t memoryBytes = 0;
    std::vector<Disk> disks; ///< that take io.max
    std::vector<ReportItem> items;
    bool operator==(const SystemReport &) const = default;
};

std::string_view statusName(ItemStatus status); ///< "ok", "limited", "not available"
std::string reportToJson(const SystemReport &report);
Result<SystemReport> reportFromJson(std::string_view json);

} // namespace vitrine::ipc
