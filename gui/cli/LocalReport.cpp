// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/LocalReport.h"

#include "core/base/Text.h"
#include "core/cgroup/CgroupMode.h"

#include <fstream>
#include <iterator>
#include <thread>

#include <fmt/format.h>
#include <sys/sysinfo.h>

namespace vitrine::gui {

namespace {

std::string readFile(const std::string &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

ipc::ReportItem cgroupItem(const ipc::SystemReport &report)
{
    ipc::ReportItem item{ "cgroups", "Control groups", ipc::ItemStatus::Ok, {}, {}, {} };
    if (report.cgroupMode == "v2") {
        item.detail = "version 2 with " + join(report.controllers, ", ");
        return item;
    }
    item.status = ipc::ItemStatus::NotAvailable;
    item.detail = report.cgroupMode == "none" ? "not mounted"
        : report.cgroupMode == "v1"           ? "version 1 only"
                                              : "version 1 beside version 2: the controllers are bound to version 1";
    item.advice = "Start the computer with control groups of version 2 only: add this to the kernel's command line";
    item.command = "systemd.unified_cgroup_hierarchy=1 cgroup_no_v1=all";
    return item;
}

} // namespace

ipc::SystemReport localReport(std::string_view mounts, std::string_view controllers, std::string_view helperError)
{
    ipc::SystemReport report;
    report.cgroupMode = cgroup::modeName(cgroup::readCgroupMounts(mounts).mode);
    report.controllers = cgroup::readControllers(controllers);
    report.items.push_back(cgroupItem(report));
    report.items.push_back({ "helper",
                             "Helper",
                             ipc::ItemStatus::NotAvailable,
                             std::string(helperError),
                             "Install Vitrine, which brings its helper, or run packaging/run.sh from its source",
                             {} });
    return report;
}

ipc::SystemReport localReport(std::string_view helperError)
{
    const std::string mounts = readFile("/proc/self/mounts");
    const std::string version2 = cgroup::readCgroupMounts(mounts).unifiedPath;
    auto report = localReport(mounts, version2.empty() ? "" : readFile(version2 + "/cgroup.controllers"), helperError);
    report.cpus = std::thread::hardware_concurrency();
    struct sysinfo machine { };
    if (::sysinfo(&machine) == 0)
        report.memoryBytes = static_cast<std::uint64_t>(machine.totalram) * machine.mem_unit;
    return report;
}

} // namespace vitrine::gui
