// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/Sizes.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/Table.h"
#include "gui/cli/Volumes.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kVolumeList[]{
    { "owner", 0, "USER[:GROUP]", "create: whom the volume belongs to inside, by number or name; root without it" },
    { "dry-run", 'n', "", "prune: say what would go, and leave it" },
    { "json", 0, "", "ls, inspect, files, prune: for programs" },
    { "quiet", 'q', "", "ls: only the names" },
};

using VolumeVerb = void (Backend::*)(const QString &id, Reply<void> reply);

std::string timeOf(const VolumeInfo &volume)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(volume.createdAtUs / 1000))
        .toString(Qt::ISODate)
        .toStdString();
}

QJsonObject toJson(const VolumeInfo &volume)
{
    return { { QStringLiteral("id"), volume.id },
             { QStringLiteral("name"), volume.name },
             { QStringLiteral("owner"), volume.owner },
             { QStringLiteral("createdAtUs"), static_cast<qint64>(volume.createdAtUs) },
             { QStringLiteral("usedBy"), QJsonArray::fromStringList(volume.usedBy) } };
}

Result<int> create(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 1, "the name of the new volume"));
    VITRINE_TRY(session.connect());
    const QString name = QString::fromStdString(arguments.words[0]);
    const QString owner = QString::fromStdString(arguments.value("owner").value_or(""));
    VITRINE_TRY(session.ask<QString>(
        [&](Reply<QString> reply) { session.backend().createVolume(name, owner, std::move(reply)); }));
    VITRINE_TRY(print(arguments.words[0] + "\n"));
    return 0;
}

Result<int> list(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 0, "nothing more"));
    VITRINE_TRY(session.connect());
    QJsonArray array;
    std::string names;
    std::vector<std::vector<std::string>> rows{ { "NAME", "OWNER", "CREATED", "USED BY", "ID" } };
    for (const VolumeInfo &volume : session.backend().volumes()) {
        array.append(toJson(volume));
        names += volume.name.toStdString() + "\n";
        rows.push_back({ volume.name.toStdString(), volume.owner.isEmpty() ? "root" : volume.owner.toStdString(),
                         timeOf(volume), volume.usedBy.join(QStringLiteral(", ")).toStdString(),
                         volume.id.toStdString() });
    }
    VITRINE_TRY(print(arguments.has("json") ? jsonText(array) : arguments.has("quiet") ? names : formatTable(rows)));
    return 0;
}

Result<int> inspect(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 1, "which volume"));
    VITRINE_TRY_ASSIGN(const VolumeInfo volume, findVolume(session, arguments.words[0]));
    VITRINE_TRY_ASSIGN(const VolumeSize size, session.ask<VolumeSize>([&](Reply<VolumeSize> reply) {
        session.backend().measureVolume(volume.id, std::move(reply));
    }));
    if (arguments.has("json")) {
        QJsonObject object = toJson(volume);
        object.insert(QStringLiteral("bytes"), static_cast<qint64>(size.bytes));
        object.insert(QStringLiteral("files"), static_cast<qint64>(size.files));
        VITRINE_TRY(print(jsonText(object)));
        return 0;
    }
    const std::string users = volume.usedBy.join(QStringLiteral(", ")).toStdString();
    VITRINE_TRY(print(fmt::format(
        "Name        {}\nId          {}\nOwner       {}\nCreated     {}\nSize        {} in {} "
        "{}\nUsed by     {}\n",
        volume.name.toStdString(), volume.id.toStdString(),
        volume.owner.isEmpty() ? "root" : volume.owner.toStdString(), timeOf(volume), spec::formatSize(size.bytes),
        size.files, size.files == 1 ? "file" : "files", users.empty() ? "nobody" : users)));
    return 0;
}

template <VolumeVerb Verb> Result<int> forEachVolume(Session &session, const Arguments &arguments)
{
    if (arguments.words.empty())
        return failure(ErrorCode::InvalidArgs, "Say which volume");
    int status = 0;
    for (const std::string &name : arguments.words) {
        const auto volume = findVolume(session, name);
        Result<> done = volume ? Result<>() : failure(volume.error());
        if (volume)
            done =
                session.ask<void>([&](Reply<void> reply) { (session.backend().*Verb)(volume->id, std::move(reply)); });
        if (!done) {
            complain(done.error().what);
            status = kVitrineFailed;
        }
    }
    return status;
}

Result<int> rename(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 2, "which volume, and its new name"));
    VITRINE_TRY_ASSIGN(const VolumeInfo volume, findVolume(session, arguments.words[0]));
    VITRINE_TRY(session.ask<void>([&](Reply<void> reply) {
        session.backend().renameVolume(volume.id, QString::fromStdString(arguments.words[1]), std::move(reply));
    }));
    return 0;
}

Result<int> prune(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 0, "nothing more"));
    VITRINE_TRY(session.connect());
    const bool isDryRun = arguments.has("dry-run");
    VITRINE_TRY_ASSIGN(const PruneReport report, session.ask<PruneReport>([&](Reply<PruneReport> reply) {
        session.backend().pruneVolumes(isDryRun ? Prune::Report : Prune::Remove, std::move(reply));
    }));
    QJsonArray array;
    std::string text;
    for (const PruneReport::Item &item : report.items) {
        const QString name = item.names.value(0);
        array.append(QJsonObject{ { QStringLiteral("id"), item.id },
                                  { QStringLiteral("name"), name },
                                  { QStringLiteral("bytes"), static_cast<qint64>(item.bytes) } });
        text += fmt::format("{}  {}\n", name.toStdString(), spec::formatSize(item.bytes));
    }
    text += fmt::format("{} {}\n", spec::formatSize(report.bytes), isDryRun ? "would be free" : "are free now");
    VITRINE_TRY(print(arguments.has("json")
                          ? jsonText(QJsonObject{ { QStringLiteral("volumes"), array },
                                                  { QStringLiteral("bytes"), static_cast<qint64>(report.bytes) } })
                          : text));
    return 0;
}

using Subcommand = Result<int> (*)(Session &session, const Arguments &arguments);

const std::map<std::string_view, Subcommand> &subcommands()
{
    static const std::map<std::string_view, Subcommand> known{
        { "create", create },
        { "ls", list },
        { "inspect", inspect },
        { "rename", rename },
        { "rm", forEachVolume<&Backend::removeVolume> },
        { "clone", cloneVolume },
        { "empty", forEachVolume<&Backend::emptyVolume> },
        { "prune", prune },
        { "backup", backUpVolume },
        { "restore", restoreVolume },
        { "files", listVolumeFiles },
    };
    return known;
}

} // namespace

const std::span<const OptionInfo> kVolumeOptions = kVolumeList;

Result<VolumeInfo> findVolume(Session &session, const std::string &nameOrId)
{
    VITRINE_TRY(session.connect());
    const QString wanted = QString::fromStdString(nameOrId);
    for (const VolumeInfo &volume : session.backend().volumes()) {
        if (volume.name == wanted || volume.id == wanted)
            return volume;
    }
    return failure(ErrorCode::NotFound, fmt::format("There is no volume \"{}\"", printable(nameOrId)));
}

Result<> expectWords(const Arguments &arguments, std::size_t count, std::string_view what)
{
    if (arguments.words.size() == count)
        return {};
    return failure(ErrorCode::InvalidArgs, fmt::format("Say {}: `vitrine volume --help`", what));
}

Result<int> runVolume(Session &session, Words words)
{
    VITRINE_TRY_ASSIGN(Arguments arguments, parseArguments(kVolumeOptions, words));
    const std::string verb = arguments.words.empty() ? std::string() : arguments.words.front();
    const auto known = subcommands().find(verb);
    if (known == subcommands().end())
        return failure(
            ErrorCode::InvalidArgs,
            "Say what to do: create, ls, inspect, rename, rm, clone, empty, prune, backup, restore or files");
    arguments.words.erase(arguments.words.begin());
    return known->second(session, arguments);
}

std::string freshVolumeName()
{
    auto *random = QRandomGenerator::system();
    return fmt::format("{:016x}{:016x}", random->generate64(), random->generate64());
}

void removeAnonymousVolumes(Session &session, const spec::ContainerSpec &spec)
{
    for (const spec::Mount &mount : spec.mounts) {
        const auto volume = mount.anonymous ? findVolume(session, mount.source) : failure(ErrorCode::NotFound, "");
        if (!volume)
            continue;
        const auto removed =
            session.ask<void>([&](Reply<void> reply) { session.backend().removeVolume(volume->id, std::move(reply)); });
        if (!removed && removed.error().code != ErrorCode::Busy)
            complain(removed.error().what);
    }
}

Result<> makeMissingVolumes(Session &session, const spec::ContainerSpec &spec)
{
    VITRINE_TRY(session.connect());
    for (const spec::Mount &mount : spec.mounts) {
        if (mount.kind != spec::MountKind::Volume || findVolume(session, mount.source))
            continue;
        const auto made = session.ask<QString>([&](Reply<QString> reply) {
            session.backend().createVolume(QString::fromStdString(mount.source), QString(), std::move(reply));
        });
        // Somebody else may have been faster.
        if (!made && made.error().code != ErrorCode::NameInUse)
            return failure(made.error().wrap("Making the volume " + mount.source));
    }
    return {};
}

} // namespace vitrine::gui
