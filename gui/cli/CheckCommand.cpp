// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/Sizes.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/LocalReport.h"

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kCheckList[]{
    { "json", 0, "", "one object, for programs" },
};

std::string describeReport(const ipc::SystemReport &report)
{
    std::string text = fmt::format("Control groups {}, {} {}, {} of memory\n", report.cgroupMode, report.cpus,
                                   report.cpus == 1 ? "processor" : "processors", spec::formatSize(report.memoryBytes));
    for (const ipc::Disk &disk : report.disks) {
        text += fmt::format("Disk {} ({}){}\n", disk.name, disk.device,
                            disk.mountedOn.empty() ? "" : ", mounted on " + disk.mountedOn);
    }
    text += '\n';
    for (const ipc::ReportItem &item : report.items) {
        text += fmt::format("{:<14} {}: {}\n", ipc::statusName(item.status), item.title, printable(item.detail, 1024));
        if (!item.advice.empty())
            text += fmt::format("{:<14} {}\n", "", printable(item.advice, 1024));
        if (!item.command.empty())
            text += fmt::format("{:<14}   {}\n", "", printable(item.command, 1024));
    }
    return text;
}

} // namespace

const std::span<const OptionInfo> kCheckOptions = kCheckList;

Result<int> runCheck(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kCheckOptions, words, 0, 0));
    const auto report = [&]() -> Result<ipc::SystemReport> {
        VITRINE_TRY(session.connect());
        return session.ask<ipc::SystemReport>(
            [&](Reply<ipc::SystemReport> reply) { session.backend().systemReport(std::move(reply)); });
    }();
    const ipc::SystemReport shown = report ? *report : localReport(report.error().what);
    VITRINE_TRY(print(arguments.has("json") ? jsonText(parseObject(ipc::reportToJson(shown))) : describeReport(shown)));
    return report ? 0 : kVitrineFailed;
}

} // namespace vitrine::gui
