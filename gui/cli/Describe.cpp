// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Describe.h"

#include "core/base/Text.h"
#include "core/spec/Sizes.h"
#include "core/spec/SpecJson.h"

#include <QJsonDocument>

#include <array>
#include <csignal>
#include <cstring>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

void addIo(std::vector<std::string> &parts, const spec::IoLimit &limit)
{
    const auto rate = [&](const char *verb, const std::optional<std::uint64_t> &bytes,
                          const std::optional<std::uint64_t> &operations) {
        if (bytes)
            parts.push_back(fmt::format("{} {}/s on {}", verb, spec::formatSize(*bytes), limit.device));
        if (operations)
            parts.push_back(fmt::format("{} {} operations/s on {}", verb, *operations, limit.device));
    };
    rate("read", limit.readBytesPerSec, limit.readOpsPerSec);
    rate("write", limit.writeBytesPerSec, limit.writeOpsPerSec);
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

} // namespace

std::string signalName(int signal)
{
    const char *name = ::sigabbrev_np(signal);
    return name ? name : fmt::format("{}", signal);
}

std::string describeEnded(const ipc::Ended &ended)
{
    switch (ended.reason) {
    case ipc::EndReason::Exited:
        return fmt::format("exit status {}", ended.exitCode.value_or(0));
    case ipc::EndReason::Signal:
        return fmt::format("signal {} ({})", ended.signal.value_or(0), signalName(ended.signal.value_or(0)));
    case ipc::EndReason::Oom:
        return ended.memoryMaxBytes ? fmt::format("out of memory at {}", spec::formatSize(*ended.memoryMaxBytes))
                                    : "out of memory";
    case ipc::EndReason::Failed:
        return "could not start: " + ended.message;
    case ipc::EndReason::Unknown:
        break;
    }
    return ended.message.empty() ? "nobody saw how" : ended.message;
}

std::string describeDuration(std::uint64_t us)
{
    const std::uint64_t seconds = us / 1'000'000;
    if (seconds < 120)
        return fmt::format("{} s", seconds);
    if (seconds < 120 * 60)
        return fmt::format("{} min", seconds / 60);
    if (seconds < 48 * 3600)
        return fmt::format("{} h", seconds / 3600);
    return fmt::format("{} days", seconds / 86400);
}

std::string describeNews(const ContainerInfo &info, std::uint64_t nowUs)
{
    if (info.state == ipc::ContainerState::Preparing)
        return info.progressTotal > 0 ? fmt::format("{} %", info.progressDone * 100 / info.progressTotal) : "";
    if (ipc::isAlive(info.state)) {
        std::vector<std::string> parts;
        if (info.startedAtUs > 0 && nowUs > info.startedAtUs)
            parts.push_back("for " + describeDuration(nowUs - info.startedAtUs));
        if (const std::size_t waiting = info.waiting.size(); waiting > 0)
            parts.push_back(fmt::format("{} {} for restart", waiting, waiting == 1 ? "change waits" : "changes wait"));
        return join(parts, ", ");
    }
    if (info.state == ipc::ContainerState::Ended && info.ended)
        return describeEnded(*info.ended);
    return {};
}

std::string describeLimits(const spec::Limits &limits)
{
    std::vector<std::string> parts;
    if (limits.memoryBytes)
        parts.push_back(spec::formatSize(*limits.memoryBytes));
    if (limits.memoryHighBytes)
        parts.push_back("slowed down above " + spec::formatSize(*limits.memoryHighBytes));
    if (limits.memorySwapBytes)
        parts.push_back(spec::formatSize(*limits.memorySwapBytes) + " of swap");
    if (limits.cpus)
        parts.push_back(fmt::format("{} {}", *limits.cpus, *limits.cpus == 1 ? "core" : "cores"));
    if (limits.cpuWeight)
        parts.push_back(fmt::format("CPU weight {}", *limits.cpuWeight));
    if (limits.cpusetCpus)
        parts.push_back("on CPU " + *limits.cpusetCpus);
    if (limits.pids)
        parts.push_back(fmt::format("{} processes", *limits.pids));
    if (limits.ioWeight)
        parts.push_back(fmt::format("disk weight {}", *limits.ioWeight));
    for (const spec::IoLimit &limit : limits.io)
        addIo(parts, limit);
    return join(parts, ", ");
}

std::string describeChange(const spec::SpecChange &change)
{
    const auto &info = spec::field(change.field);
    const std::string_view name = info.option.empty() ? info.jsonKey : info.option;
    const auto orNothing = [](const std::string &value) { return value.empty() ? "nothing" : value; };
    return fmt::format("{}: {} → {}", name, orNothing(change.before), orNothing(change.after));
}

std::string describeChanges(const std::vector<spec::SpecChange> &changes)
{
    std::string text;
    for (const spec::SpecChange &change : changes)
        text += fmt::format("{:<15}{}\n", change.applies == spec::Applies::Now ? "now" : "at next start",
                            printable(describeChange(change), 4096));
    return text;
}

QJsonObject parseObject(const std::string &json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

QJsonObject containerToJson(const ContainerInfo &info)
{
    QJsonValue ended;
    if (info.ended) {
        QJsonObject object = parseObject(ipc::endedToJson(*info.ended));
        for (const QString &key : { QStringLiteral("exitCode"), QStringLiteral("signal") }) {
            if (!object.contains(key))
                object.insert(key, QJsonValue());
        }
        ended = object;
    }
    return {
        { "id", info.id },
        { "name", info.name },
        { "state", text(ipc::stateName(info.state)) },
        { "initPid", static_cast<qint64>(info.initPid) },
        { "cgroup", info.cgroupPath },
        { "networkInterface", info.networkInterface },
        { "address", info.address },
        { "createdAtUs", static_cast<qint64>(info.createdAtUs) },
        { "startedAtUs", static_cast<qint64>(info.startedAtUs) },
        { "limits", parseObject(spec::limitsToJson(info.spec.limits)) },
        { "ended", ended },
        { "waiting", QJsonDocument::fromJson(QByteArray::fromStdString(spec::changesToJson(info.waiting))).array() },
    };
}

std::string jsonText(const QJsonObject &object)
{
    return QJsonDocument(object).toJson().toStdString();
}

std::string jsonText(const QJsonArray &array)
{
    return QJsonDocument(array).toJson().toStdString();
}

} // namespace vitrine::gui
