// SPDX-License-Identifier: GPL-3.0-or-later
// The mounts of `run`: --volume, --tmpfs and --mount.
#include "core/base/Text.h"
#include "core/spec/EnumNames.h"
#include "core/spec/MountWords.h"
#include "core/spec/OptionValues.h"
#include "core/spec/PathExpansion.h"
#include "core/spec/Sizes.h"

#include <fmt/format.h>

#include <filesystem>

namespace vitrine::spec {

namespace {

std::string withoutSlashAtEnd(std::string path)
{
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path;
}

std::string csvField(const std::string &text)
{
    if (text.find_first_of(",\"") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

/// Fields of one line of comma-separated values; a field in double quotes may hold commas.
std::vector<std::string> splitCsv(std::string_view line)
{
    std::vector<std::string> fields(1);
    bool isQuoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool isDoubled = isQuoted && line.substr(i, 2) == "\"\"";
        if (isDoubled)
            fields.back() += line[++i];
        else if (line[i] == '"')
            isQuoted = !isQuoted;
        else if (line[i] == ',' && !isQuoted)
            fields.emplace_back();
        else
            fields.back() += line[i];
    }
    return fields;
}

/// podman takes a word without a slash for the name of a volume.
bool isVolumeName(std::string_view source)
{
    return !source.empty() && source.front() != '.' && source.front() != '~' && source.front() != '$'
        && source.find('/') == std::string_view::npos;
}

/// With what is mounted below it, as podman has it.
Mount folderMount(std::string source, std::string target)
{
    Mount mount{ MountKind::Bind, std::move(source), std::move(target), Access::ReadWrite, std::nullopt };
    mount.recursive = true;
    return mount;
}

/// A volume without a name is one for this container alone.
Mount volumeMount(std::string name, std::string target)
{
    Mount mount{ MountKind::Volume, std::move(name), std::move(target), Access::ReadWrite, std::nullopt };
    mount.anonymous = mount.source.empty();
    return mount;
}

void take(OptionTarget &target, const Option &option, MountReading reading)
{
    for (const std::string &problem : reading.problems)
        addProblem(target, option, problem);
    for (const std::string &note : reading.notes) {
        if (std::find(target.notes.begin(), target.notes.end(), note) == target.notes.end())
            target.notes.push_back(note);
    }
    target.spec.mounts.push_back(std::move(reading.mount));
}

std::string mountArgument(const Mount &mount)
{
    std::string text = fmt::format("type={}", enumName<MountKind>(kMountKindNames, mount.kind));
    if (mount.kind != MountKind::Tmpfs && !mount.anonymous)
        text += "," + csvField("src=" + mount.source);
    text += "," + csvField("dst=" + mount.target);
    if (mount.sizeBytes)
        text += ",tmpfs-size=" + sizeArgument(*mount.sizeBytes);
    for (const std::string &word : mountWords(mount))
        text += "," + word;
    return text;
}

std::string withWords(std::string text, const std::vector<std::string> &words)
{
    return words.empty() ? text : text + ":" + join(words, ",");
}

/// A type that podman or docker knows and that is none here.
std::string typeProblem(std::string_view type)
{
    if (type == "image")
        return "type=image: an image cannot be mounted into a container: run it, or copy from it";
    if (type == "devpts" || type == "ramfs" || type == "npipe" || type == "cluster" || type == "glob")
        return fmt::format("type={}: there are bind, tmpfs and volume", type);
    return fmt::format("\"type={}\" is not known: there are bind, tmpfs and volume", printable(type));
}

/// What --mount says apart from the words of the mount's kind.
struct MountParts {
    std::optional<MountKind> kind;
    std::string source;
    std::string target;
    std::vector<std::string> words;
    std::vector<std::string> problems;
};

MountParts splitMount(const std::string &value)
{
    MountParts parts;
    for (const auto &word : splitCsv(value)) {
        const auto equals = word.find('=');
        const auto key = word.substr(0, equals);
        const auto text = equals == std::string::npos ? std::string() : word.substr(equals + 1);
        if (key == "type") {
            parts.kind = enumFromName<MountKind>(kMountKindNames, text);
            if (!parts.kind)
                parts.problems.push_back(typeProblem(text));
        } else if (key == "src" || key == "source") {
            parts.source = text;
        } else if (key == "dst" || key == "destination" || key == "target") {
            parts.target = withoutSlashAtEnd(text);
        } else {
            parts.words.push_back(word);
        }
    }
    if (!parts.kind && parts.problems.empty())
        parts.problems.emplace_back("type=bind, type=tmpfs or type=volume is missing");
    return parts;
}

} // namespace

std::string hostPath(const Surroundings &surroundings, const std::string &path)
{
    if (path.empty())
        return path;
    const auto absolute = std::filesystem::path(surroundings.workingDirectory)
        / expandPath(path, surroundings.environment, surroundings.homeOf);
    return withoutSlashAtEnd(absolute.lexically_normal().string());
}

void readVolume(OptionTarget &target, const Option &option, const std::string &value)
{
    const auto parts = split(value, ':');
    if (parts.size() > 3) {
        addProblem(target, option,
                   fmt::format("\"{}\" is not of the form [SRC:]DST[:OPTIONS]; --mount takes paths with a colon",
                               printable(value)));
        return;
    }
    const std::string source(parts.size() == 1 ? std::string_view() : parts[0]);
    const std::string place = withoutSlashAtEnd(std::string(parts[parts.size() == 1 ? 0 : 1]));
    MountReading reading{ parts.size() == 1 || isVolumeName(source)
                              ? volumeMount(source, place)
                              : folderMount(hostPath(target.surroundings, source), place),
                          {},
                          {} };
    if (parts.size() == 3) {
        for (const auto word : split(parts[2], ','))
            readMountWord(reading, word);
    }
    take(target, option, std::move(reading));
}

void readTmpfs(OptionTarget &target, const Option &option, const std::string &value)
{
    const auto colon = value.find(':');
    MountReading reading;
    reading.mount.kind = MountKind::Tmpfs;
    reading.mount.target = withoutSlashAtEnd(value.substr(0, colon));
    if (colon != std::string::npos) {
        for (const auto word : split(std::string_view(value).substr(colon + 1), ','))
            readMountWord(reading, word);
    }
    take(target, option, std::move(reading));
}

void readMount(OptionTarget &target, const Option &option, const std::string &value)
{
    MountParts parts = splitMount(value);
    if (!parts.problems.empty()) {
        for (const std::string &problem : parts.problems)
            addProblem(target, option, problem);
        return;
    }
    MountReading reading;
    if (parts.kind == MountKind::Bind) {
        reading.mount = folderMount(hostPath(target.surroundings, parts.source), std::move(parts.target));
    } else if (parts.kind == MountKind::Volume) {
        reading.mount = volumeMount(std::move(parts.source), std::move(parts.target));
    } else {
        reading.mount.kind = MountKind::Tmpfs;
        reading.mount.source = std::move(parts.source); // which validate() refuses
        reading.mount.target = std::move(parts.target);
    }
    for (const std::string &word : parts.words)
        readMountWord(reading, word);
    take(target, option, std::move(reading));
}

void writeMounts(const ContainerSpec &spec, OptionWords &words)
{
    for (const auto &mount : spec.mounts) {
        const std::vector<std::string> details = mountWords(mount);
        const bool hasColon = (mount.source + mount.target).find(':') != std::string::npos;
        if (hasColon || (mount.anonymous && !details.empty())) {
            words.other("mount", mountArgument(mount));
        } else if (mount.anonymous) {
            words.value(mount.target);
        } else if (mount.kind != MountKind::Tmpfs) {
            words.value(withWords(mount.source + ":" + mount.target, details));
        } else {
            std::vector<std::string> all = details;
            if (mount.sizeBytes)
                all.insert(all.begin(), "size=" + sizeArgument(*mount.sizeBytes));
            words.other("tmpfs", withWords(mount.target, all));
        }
    }
}

} // namespace vitrine::spec
