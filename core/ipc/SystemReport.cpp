// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/SystemReport.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"

#include <nlohmann/json.hpp>

namespace vitrine::ipc {

using nlohmann::json;

namespace {

constexpr EnumName<ItemStatus> kStatuses[]{
    { ItemStatus::Ok, "ok" },
    { ItemStatus::Limited, "limited" },
    { ItemStatus::NotAvailable, "not available" },
};

Disk readDisk(JsonObject &row)
{
    Disk disk;
    row.read("name", disk.name);
    row.read("device", disk.device);
    row.read("mountedOn", disk.mountedOn);
    return disk;
}

ReportItem readItem(JsonObject &row)
{
    ReportItem item;
    row.read("id", item.id);
    row.read("title", item.title);
    row.read<ItemStatus>("status", kStatuses, item.status);
    row.read("detail", item.detail);
    row.read("advice", item.advice);
    row.read("command", item.command);
    return item;
}

} // namespace

std::string_view statusName(ItemStatus status)
{
    return enumName<ItemStatus>(kStatuses, status);
}

std::string reportToJson(const SystemReport &report)
{
    json disks = json::array();
    for (const auto &disk : report.disks)
        disks.push_back({ { "name", disk.name }, { "device", disk.device }, { "mountedOn", disk.mountedOn } });
    json items = json::array();
    for (const auto &item : report.items) {
        items.push_back({ { "id", item.id },
                          { "title", item.title },
                          { "status", statusName(item.status) },
                          { "detail", item.detail },
                          { "advice", item.advice },
                          { "command", item.command } });
    }
    return dumpJson({ { "cgroupMode", report.cgroupMode },
                      { "controllers", report.controllers },
                      { "cpus", report.cpus },
                      { "memoryBytes", report.memoryBytes },
                      { "disks", disks },
                      { "items", items } });
}

Result<SystemReport> reportFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    SystemReport report;
    object.read("cgroupMode", report.cgroupMode);
    object.read("controllers", report.controllers);
    object.read("cpus", report.cpus);
    object.read("memoryBytes", report.memoryBytes);
    object.readRows("disks", [&](JsonObject &row) { report.disks.push_back(readDisk(row)); });
    object.readRows("items", [&](JsonObject &row) { report.items.push_back(readItem(row)); });
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, "reading the system report: " + join(problems, "; "));
    return report;
}

} // namespace vitrine::ipc
