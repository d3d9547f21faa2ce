// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/CommandLine.h"
#include "core/spec/Sizes.h"
#include "core/spec/SpecJson.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/Table.h"

#include <QDateTime>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kPsList[]{
    { "json", 0, "", "an array of objects, for programs" },
    { "quiet", 'q', "", "only the ids" },
    { "all", 'a', "", "those that have ended too; that is always so" },
};
constexpr OptionInfo kInspectList[]{
    { "json", 0, "", "one object, for programs" },
};

std::uint64_t nowUs()
{
    return static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch()) * 1000;
}

std::string timeText(std::uint64_t us)
{
    if (us == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(us / 1000)).toString(Qt::ISODate).toStdString();
}

std::string rootText(const spec::Root &root)
{
    if (root.kind == spec::RootKind::Host)
        return "this computer's system files";
    if (root.kind == spec::RootKind::Image)
        return "image " + root.path;
    return (root.kind == spec::RootKind::Folder ? "folder " : "archive ") + root.path;
}

std::string mountText(const spec::Mount &mount)
{
    const std::string access = mount.access == spec::Access::ReadOnly ? "read-only" : "writable";
    if (mount.kind == spec::MountKind::Bind)
        return fmt::format("{} from {}, {}", mount.target, mount.source, access);
    if (mount.kind == spec::MountKind::Volume)
        return fmt::format("{} from the volume {}, {}", mount.target, mount.source, access);
    const std::string size = mount.sizeBytes ? spec::formatSize(*mount.sizeBytes) + " " : "";
    return fmt::format("{}, {}in memory, {}", mount.target, size, access);
}

std::string describeAll(const ContainerInfo &info)
{
    std::string text;
    const auto line = [&](std::string_view title, const std::string &value) {
        if (!value.empty())
            text += fmt::format("{:<12}{}\n", title, printable(value, 4096));
    };
    const std::string news = describeNews(info, nowUs());
    line("Name", info.name.toStdString());
    line("Id", info.id.toStdString());
    line("State", std::string(ipc::stateName(info.state)) + (news.empty() ? "" : ", " + news));
    line("Command", spec::quoteShell(info.spec.command));
    line("Root", rootText(info.spec.root));
    line("Identity", info.spec.identity == spec::Identity::Me ? "me" : "isolated");
    line("Limits", describeLimits(info.spec.limits));
    for (const spec::DeviceRule &rule : info.spec.limits.devices)
        line("Device",
             fmt::format("{} {}{}{}", rule.path, rule.read ? "r" : "", rule.write ? "w" : "", rule.mknod ? "m" : ""));
    for (const spec::Mount &mount : info.spec.mounts)
        line("Mount", mountText(mount));
    line("Network", info.spec.network == spec::NetworkKind::Private ? "private" : "none");
    line("Address", info.address.toStdString());
    line("Created", timeText(info.createdAtUs));
    line("Started", timeText(info.startedAtUs));
    if (info.initPid != 0)
        line("PID 1 is", fmt::format("{}", info.initPid));
    for (const spec::SpecChange &change : info.waiting)
        line("Waits", describeChange(change));
    line("Cgroup", info.cgroupPath.toStdString());
    return text;
}

} // namespace

const std::span<const OptionInfo> kPsOptions = kPsList;
const std::span<const OptionInfo> kInspectOptions = kInspectList;

Result<int> runPs(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kPsOptions, words, 0, 0));
    VITRINE_TRY_ASSIGN(const std::vector<ContainerInfo> containers, session.all());
    if (arguments.has("json")) {
        QJsonArray array;
        for (const ContainerInfo &info : containers)
            array.append(containerToJson(info));
        VITRINE_TRY(print(jsonText(array)));
        return 0;
    }
    if (arguments.has("quiet")) {
        for (const ContainerInfo &info : containers)
            VITRINE_TRY(print(info.id.toStdString() + "\n"));
        return 0;
    }
    std::vector<std::vector<std::string>> rows{ { "NAME", "STATE", "NEWS", "LIMITS", "COMMAND", "ID" } };
    for (const ContainerInfo &info : containers)
        rows.push_back({ info.name.toStdString(), std::string(ipc::stateName(info.state)), describeNews(info, nowUs()),
                         describeLimits(info.spec.limits), spec::quoteShell(info.spec.command),
                         info.id.toStdString() });
    VITRINE_TRY(print(formatTable(rows)));
    return 0;
}

Result<int> runInspect(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseWords(kInspectOptions, words, 1, 1));
    VITRINE_TRY_ASSIGN(const ContainerInfo info, session.find(arguments.words[0]));
    if (!arguments.has("json")) {
        VITRINE_TRY(print(describeAll(info)));
        return 0;
    }
    QJsonObject object = containerToJson(info);
    object.insert(QStringLiteral("spec"), parseObject(spec::toJson(info.spec)));
    VITRINE_TRY(print(jsonText(object)));
    return 0;
}

} // namespace vitrine::gui
