// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/ImageName.h"
#include "core/spec/Sizes.h"
#include "gui/cli/Commands.h"
#include "gui/cli/Describe.h"
#include "gui/cli/ImageImport.h"
#include "gui/cli/Images.h"
#include "gui/cli/Table.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

#include <fmt/format.h>

namespace vitrine::gui {

namespace {

constexpr OptionInfo kImageList[]{
    { "dry-run", 'n', "", "prune: say what would go, and leave it" },
    { "format", 0, "FORMAT", "export: oci-archive, the rule, docker-archive, or rootfs for the files alone" },
    { "json", 0, "", "ls, inspect, prune: for programs" },
    { "quiet", 'q', "", "ls: only the ids" },
};

Result<> expectWords(const Arguments &arguments, std::size_t fewest, std::size_t most, std::string_view what)
{
    if (arguments.words.size() < fewest || arguments.words.size() > most)
        return failure(ErrorCode::InvalidArgs, fmt::format("Say {}: `vitrine image --help`", what));
    return {};
}

std::string timeText(std::uint64_t us)
{
    if (us == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(us / 1000)).toString(Qt::ISODate).toStdString();
}

std::string stateText(const ImageInfo &image)
{
    if (image.state == ImageState::Ready)
        return "ready";
    return image.state == ImageState::Failed ? "failed" : "importing";
}

std::uint64_t sharedBytes(const ImageInfo &image)
{
    std::uint64_t bytes = 0;
    for (const ImageLayerInfo &layer : image.layers)
        bytes += layer.sharedWith > 0 ? layer.bytes : 0;
    return bytes;
}

QJsonObject toJson(const ImageInfo &image)
{
    QJsonArray layers;
    for (const ImageLayerInfo &layer : image.layers)
        layers.append(QJsonObject{ { "diffId", layer.diffId },
                                   { "bytes", static_cast<qint64>(layer.bytes) },
                                   { "entries", static_cast<qint64>(layer.entries) },
                                   { "createdBy", layer.createdBy },
                                   { "sharedWith", layer.sharedWith } });
    return { { "id", image.id },
             { "state", QString::fromStdString(stateText(image)) },
             { "names", QJsonArray::fromStringList(image.names) },
             { "digest", image.digest },
             { "createdAtUs", static_cast<qint64>(image.createdAtUs) },
             { "importedAtUs", static_cast<qint64>(image.importedAtUs) },
             { "bytes", static_cast<qint64>(image.bytes) },
             { "sharedBytes", static_cast<qint64>(sharedBytes(image)) },
             { "usedBy", QJsonArray::fromStringList(image.usedBy) },
             { "layers", layers },
             { "config", parseObject(spec::toJson(image.config)) } };
}

Result<int> import(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 1, 64, "which archive or folder, or - for standard input"));
    return importInto(session, sourceOf(arguments.words[0]), { arguments.words.begin() + 1, arguments.words.end() });
}

Result<int> pull(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 1, 1, "the name of one image, such as docker.io/library/debian:12"));
    const std::string &name = arguments.words[0];
    if (!spec::isImageReference(name))
        return failure(ErrorCode::InvalidName, fmt::format("\"{}\" is no name of an image", printable(name)));
    // What is pulled by its digest has the name without it.
    const std::string kept = name.substr(0, name.find('@'));
    return importInto(session, { ArchiveSource::Kind::Registry, QString::fromStdString(name) },
                      { spec::withTag(kept) });
}

Result<int> list(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 0, 0, "no more than `image ls`"));
    VITRINE_TRY(session.connect());
    const std::vector<ImageInfo> images = session.backend().images();
    if (arguments.has("json")) {
        QJsonArray array;
        for (const ImageInfo &image : images)
            array.append(toJson(image));
        VITRINE_TRY(print(jsonText(array)));
        return 0;
    }
    std::vector<std::vector<std::string>> rows{ { "NAME", "ID", "SIZE", "SHARED", "CREATED", "USED BY" } };
    std::string ids;
    for (const ImageInfo &image : images) {
        ids += image.id.toStdString() + '\n';
        const std::string size = image.state == ImageState::Ready ? spec::formatSize(image.bytes) : stateText(image);
        QStringList names = image.names;
        if (names.isEmpty())
            names += QStringLiteral("-");
        for (const QString &name : std::as_const(names))
            rows.push_back({ name.toStdString(), image.id.toStdString(), size, spec::formatSize(sharedBytes(image)),
                             timeText(image.createdAtUs), image.usedBy.join(QStringLiteral(", ")).toStdString() });
    }
    VITRINE_TRY(print(arguments.has("quiet") ? ids : formatTable(rows)));
    return 0;
}

std::string describeImage(const ImageInfo &image)
{
    std::string text;
    const auto line = [&](std::string_view title, const std::string &value) {
        if (!value.empty())
            text += fmt::format("{:<12}{}\n", title, printable(value, 4096));
    };
    const spec::ImageConfig &config = image.config;
    line("Names", image.names.join(QStringLiteral(", ")).toStdString());
    line("Id", image.id.toStdString());
    line("State", stateText(image));
    line("Failure", image.failure.toStdString());
    line("Digest", image.digest.toStdString());
    line("Size",
         fmt::format("{}, {} of it shared with other images", spec::formatSize(image.bytes),
                     spec::formatSize(sharedBytes(image))));
    line("Created", timeText(image.createdAtUs));
    line("Imported", timeText(image.importedAtUs));
    line("Used by", image.usedBy.join(QStringLiteral(", ")).toStdString());
    line("Entry point", join(config.entrypoint, " "));
    line("Command", join(config.cmd, " "));
    for (const spec::EnvVar &variable : config.env)
        line("Variable", variable.name + "=" + variable.value);
    line("User", config.user);
    line("Folder", config.workingDir);
    line("Ports", join(config.exposedPorts, ", "));
    line("Volumes", join(config.volumes, ", "));
    line("Stop signal", config.stopSignal);
    for (const auto &[name, value] : config.labels)
        line("Label", name + "=" + value);
    for (const ImageLayerInfo &layer : image.layers)
        line("Layer",
             fmt::format("{} {} {}", layer.diffId.left(12).toStdString(), spec::formatSize(layer.bytes),
                         layer.createdBy.toStdString()));
    return text;
}

Result<int> inspect(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 1, 1, "which image"));
    VITRINE_TRY_ASSIGN(const ImageInfo image, findImage(session, arguments.words[0]));
    VITRINE_TRY(print(arguments.has("json") ? jsonText(toJson(image)) : describeImage(image)));
    return 0;
}

Result<int> remove(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 1, 1024, "which images"));
    int status = 0;
    for (const std::string &name : arguments.words) {
        const auto image = findImage(session, name);
        const auto removed = image
            ? session.ask<void>([&](Reply<void> reply) { session.backend().removeImage(image->id, std::move(reply)); })
            : Result<>(failure(image.error()));
        if (!removed) {
            complain(removed.error().what);
            status = kVitrineFailed;
        }
    }
    return status;
}

using NameVerb = void (Backend::*)(const QString &id, const QString &name, Reply<void> reply);

Result<int> changeName(Session &session, const Arguments &arguments, NameVerb verb, std::string_view what)
{
    VITRINE_TRY(expectWords(arguments, 2, 2, what));
    VITRINE_TRY_ASSIGN(const ImageInfo image, findImage(session, arguments.words[0]));
    const QString name = QString::fromStdString(arguments.words[1]);
    VITRINE_TRY(
        session.ask<void>([&](Reply<void> reply) { (session.backend().*verb)(image.id, name, std::move(reply)); }));
    return 0;
}

Result<int> tag(Session &session, const Arguments &arguments)
{
    return changeName(session, arguments, &Backend::tagImage, "which image, and one more name for it");
}

Result<int> untag(Session &session, const Arguments &arguments)
{
    return changeName(session, arguments, &Backend::untagImage, "which image, and which of its names to take away");
}

Result<int> prune(Session &session, const Arguments &arguments)
{
    VITRINE_TRY(expectWords(arguments, 0, 0, "no more than `image prune`"));
    VITRINE_TRY(session.connect());
    const Prune how = arguments.has("dry-run") ? Prune::Report : Prune::Remove;
    VITRINE_TRY_ASSIGN(const PruneReport report, session.ask<PruneReport>([&](Reply<PruneReport> reply) {
        session.backend().pruneImages(how, std::move(reply));
    }));
    QJsonArray images;
    std::string text;
    for (const PruneReport::Item &item : report.items) {
        images.append(QJsonObject{ { "id", item.id },
                                   { "names", QJsonArray::fromStringList(item.names) },
                                   { "bytes", static_cast<qint64>(item.bytes) } });
        text += fmt::format("{} {} {}\n", item.id.toStdString(), spec::formatSize(item.bytes),
                            item.names.join(QStringLiteral(", ")).toStdString());
    }
    text += fmt::format("{} {} {} and {} {}: {} free again\n", how == Prune::Report ? "Would remove" : "Removed",
                        report.items.size(), report.items.size() == 1 ? "image" : "images", report.layers,
                        report.layers == 1 ? "layer" : "layers", spec::formatSize(report.bytes));
    VITRINE_TRY(print(arguments.has("json") ? jsonText(QJsonObject{ { "images", images },
                                                                    { "layers", static_cast<qint64>(report.layers) },
                                                                    { "bytes", static_cast<qint64>(report.bytes) } })
                                            : text));
    return 0;
}

struct Verb {
    std::string_view name;
    Result<int> (*run)(Session &session, const Arguments &arguments);
};

constexpr Verb kVerbs[]{
    { "import", import }, { "pull", pull },   { "ls", list },     { "inspect", inspect },    { "rm", remove },
    { "tag", tag },       { "untag", untag }, { "prune", prune }, { "export", exportImage },
};

} // namespace

const std::span<const OptionInfo> kImageOptions = kImageList;

Result<int> runImage(Session &session, Words words)
{
    if (words.empty())
        return failure(ErrorCode::InvalidArgs, "Say what to do with images: `vitrine image --help`");
    const auto verb = std::ranges::find(kVerbs, words[0], &Verb::name);
    if (verb == std::end(kVerbs))
        return failure(
            ErrorCode::InvalidArgs,
            fmt::format("There is no `vitrine image {}`: import, pull, ls, inspect, rm, tag, untag, prune and "
                        "export are what can be done",
                        printable(words[0])));
    VITRINE_TRY_ASSIGN(const Arguments arguments, parseArguments(kImageOptions, words.subspan(1)));
    return verb->run(session, arguments);
}

} // namespace vitrine::gui
