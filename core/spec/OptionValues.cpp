// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/OptionValues.h"

#include "core/base/Text.h"
#include "core/spec/EnumNames.h"
#include "core/spec/PathExpansion.h"
#include "core/spec/Sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace vitrine::spec {

namespace {

std::string withoutSlashAtEnd(std::string path)
{
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path;
}

/// A path of the host as the shell meant it.
std::string absoluteHostPath(const Surroundings &surroundings, const std::string &path)
{
    if (path.empty())
        return path;
    const auto absolute =
        std::filesystem::path(surroundings.workingDirectory) / expandPath(path, surroundings.environment);
    return withoutSlashAtEnd(absolute.lexically_normal().string());
}

template <typename Row, typename Matches> void eraseRow(std::vector<Row> &rows, const Matches &matches)
{
    rows.erase(std::remove_if(rows.begin(), rows.end(), matches), rows.end());
}

bool limitsNothing(const IoLimit &row)
{
    return !row.readBytesPerSec && !row.writeBytesPerSec && !row.readOpsPerSec && !row.writeOpsPerSec;
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

std::string mountArgument(const Mount &mount)
{
    std::string text = fmt::format("type={}", enumName<MountKind>(kMountKindNames, mount.kind));
    if (mount.kind != MountKind::Tmpfs)
        text += "," + csvField("src=" + mount.source);
    text += "," + csvField("dst=" + mount.target);
    if (mount.sizeBytes)
        text += ",tmpfs-size=" + sizeArgument(*mount.sizeBytes);
    return text + (mount.access == Access::ReadOnly ? ",ro" : "");
}

} // namespace

void addProblem(OptionTarget &target, const Option &option, std::string_view sentence)
{
    target.problems.push_back(fmt::format("--{}: {}", option.longName, sentence));
}

bool readSizeInto(OptionTarget &target, const Option &option, const std::string &value,
                  std::optional<std::uint64_t> &out)
{
    const auto size = parseSizeLimit(value);
    if (size)
        out = *size;
    else
        addProblem(target, option, size.error().what);
    return size.has_value();
}

bool readCountInto(OptionTarget &target, const Option &option, const std::string &value,
                   std::optional<std::uint64_t> &out)
{
    const auto count = parseNumber<std::uint64_t>(value);
    if (count || isNoLimit(value)) {
        out = count;
        return true;
    }
    addProblem(target, option, fmt::format("\"{}\" is no whole number", printable(value)));
    return false;
}

void readRateInto(OptionTarget &target, const Option &option, const std::string &value,
                  std::optional<std::uint64_t> IoLimit::*member, RateKind kind)
{
    auto &rows = target.spec.limits.io;
    if (isNoLimit(value)) { // without a device: on every disk
        for (IoLimit &row : rows)
            row.*member = std::nullopt;
        std::erase_if(rows, limitsNothing);
        return;
    }
    // From the right: a device may be given as 8:0.
    const auto colon = value.rfind(':');
    if (colon == std::string::npos || colon == 0) {
        addProblem(target, option, fmt::format("\"{}\" is not of the form DEVICE:RATE", printable(value)));
        return;
    }
    std::optional<std::uint64_t> rate;
    const auto read = kind == RateKind::Bytes ? readSizeInto : readCountInto;
    if (!read(target, option, value.substr(colon + 1), rate))
        return;
    const std::string device = value.substr(0, colon);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const IoLimit &known) { return known.device == device; });
    if (row == rows.end())
        row = rows.insert(rows.end(), IoLimit{ device, {}, {}, {}, {} });
    (*row).*member = rate;
    if (!rate)
        eraseRow(rows, limitsNothing);
}

void readCpus(OptionTarget &target, const Option &option, const std::string &value)
{
    const auto cpus = parseNumber<double>(value);
    if (!isNoLimit(value) && (!cpus || !std::isfinite(*cpus)))
        addProblem(target, option, fmt::format("\"{}\" is no number of cores", printable(value)));
    else
        target.spec.limits.cpus = isNoLimit(value) ? std::nullopt : cpus;
}

void readRootfs(OptionTarget &target, const Option &, const std::string &value)
{
    const auto path = absoluteHostPath(target.surroundings, value);
    target.spec.root = { target.surroundings.isDirectory(path) ? RootKind::Folder : RootKind::Tar, path };
    target.isRootChosen = true;
}

void readDevice(OptionTarget &target, const Option &option, const std::string &value)
{
    DeviceRule rule{ value, true, true, false };
    bool isRemoved = false;
    if (const auto colon = value.rfind(':'); colon != std::string::npos) {
        const auto rights = std::string_view(value).substr(colon + 1);
        isRemoved = rights == "none";
        if (isRemoved || (!rights.empty() && rights.find_first_not_of("rwm") == std::string_view::npos)) {
            rule.path = value.substr(0, colon);
            rule.read = rights.find('r') != std::string_view::npos;
            rule.write = rights.find('w') != std::string_view::npos;
            rule.mknod = rights.find('m') != std::string_view::npos;
        }
    }
    // podman's long form names the path inside as well; here it is always the same.
    const auto &path = rule.path;
    if (path.size() % 2 == 1 && path[path.size() / 2] == ':'
        && path.substr(0, path.size() / 2) == path.substr(path.size() / 2 + 1))
        rule.path = path.substr(0, path.size() / 2);
    if (rule.path.empty()) {
        addProblem(target, option, "no device is named");
        return;
    }
    auto &rows = target.spec.limits.devices;
    const auto isSame = [&](const DeviceRule &known) { return known.path == rule.path; };
    if (const auto known = std::find_if(rows.begin(), rows.end(), isSame); known != rows.end() && !isRemoved)
        *known = rule;
    else if (isRemoved)
        eraseRow(rows, isSame);
    else
        rows.push_back(rule);
}

void readVolume(OptionTarget &target, const Option &option, const std::string &value)
{
    const auto parts = split(value, ':');
    if (parts.size() < 2 || parts.size() > 3) {
        addProblem(
            target, option,
            fmt::format("\"{}\" is not of the form SRC:DST[:ro]; --mount takes paths with a colon", printable(value)));
        return;
    }
    if (parts.size() == 3 && parts[2] != "ro" && parts[2] != "rw") {
        addProblem(target, option, fmt::format("\"{}\" is neither ro nor rw", printable(parts[2])));
        return;
    }
    const auto access = parts.size() == 3 && parts[2] == "ro" ? Access::ReadOnly : Access::ReadWrite;
    const bool isVolume = isVolumeName(parts[0]);
    const std::string source(parts[0]);
    target.spec.mounts.push_back({ isVolume ? MountKind::Volume : MountKind::Bind,
                                   isVolume ? source : absoluteHostPath(target.surroundings, source),
                                   withoutSlashAtEnd(std::string(parts[1])), access, std::nullopt });
}

void readTmpfs(OptionTarget &target, const Option &option, const std::string &value)
{
    const auto colon = value.find(':');
    Mount mount{ MountKind::Tmpfs, {}, withoutSlashAtEnd(value.substr(0, colon)), Access::ReadWrite, std::nullopt };
    if (colon != std::string::npos) {
        for (const auto word : split(std::string_view(value).substr(colon + 1), ',')) {
            if (word.starts_with("size="))
                readSizeInto(target, option, std::string(word.substr(5)), mount.sizeBytes);
            else if (word == "ro")
                mount.access = Access::ReadOnly;
            else if (word != "rw")
                addProblem(target, option, fmt::format("\"{}\" is none of size=SIZE, ro, rw", printable(word)));
        }
    }
    target.spec.mounts.push_back(std::move(mount));
}

void readMount(OptionTarget &target, const Option &option, const std::string &value)
{
    Mount mount;
    bool hasType = false;
    std::string source;
    for (const auto &word : splitCsv(value)) {
        const auto equals = word.find('=');
        const auto key = word.substr(0, equals);
        const auto text = equals == std::string::npos ? std::string() : word.substr(equals + 1);
        if (const auto kind = enumFromName<MountKind>(kMountKindNames, text); key == "type" && kind) {
            mount.kind = *kind;
            hasType = true;
        } else if (key == "src" || key == "source") {
            source = text;
        } else if (key == "dst" || key == "destination" || key == "target") {
            mount.target = withoutSlashAtEnd(text);
        } else if (key == "tmpfs-size") {
            readSizeInto(target, option, text, mount.sizeBytes);
        } else if (word == "ro" || word == "readonly") {
            mount.access = Access::ReadOnly;
        } else if (word != "rw") {
            addProblem(target, option, fmt::format("\"{}\" is not known", printable(word)));
        }
    }
    if (!hasType)
        addProblem(target, option, "type=bind, type=tmpfs or type=volume is missing");
    mount.source = mount.kind == MountKind::Volume ? source : absoluteHostPath(target.surroundings, source);
    target.spec.mounts.push_back(std::move(mount));
}

void readEnv(OptionTarget &target, const Option &, const std::string &value)
{
    const auto equals = value.find('=');
    EnvVar variable{ value.substr(0, equals), {} };
    if (equals != std::string::npos) {
        variable.value = value.substr(equals + 1);
    } else if (auto inherited = target.surroundings.environment(value)) {
        variable.value = *std::move(inherited);
    } else {
        return; // as podman does: what is not set here is not set inside
    }
    auto &rows = target.spec.env;
    const auto known =
        std::find_if(rows.begin(), rows.end(), [&](const EnvVar &row) { return row.name == variable.name; });
    if (known != rows.end())
        known->value = std::move(variable.value);
    else
        rows.push_back(std::move(variable));
}

void readStopTimeout(OptionTarget &target, const Option &option, const std::string &value)
{
    constexpr double kMaxSeconds = 1e12; // so that milliseconds fit; the range itself is validate()'s
    const auto seconds = parseNumber<double>(value);
    if (!seconds || !(*seconds >= 0 && *seconds <= kMaxSeconds))
        addProblem(target, option, fmt::format("\"{}\" is no number of seconds", printable(value)));
    else
        target.spec.stopTimeoutMs = static_cast<std::uint64_t>(std::llround(*seconds * 1000));
}

void writeIo(const ContainerSpec &spec, OptionWords &words)
{
    const auto write = [&](const std::string &device, std::string_view option, const auto &rate, RateKind kind) {
        if (rate)
            words.other(option,
                        device + ":" + (kind == RateKind::Bytes ? sizeArgument(*rate) : fmt::format("{}", *rate)));
    };
    for (const auto &row : spec.limits.io) {
        write(row.device, "device-read-bps", row.readBytesPerSec, RateKind::Bytes);
        write(row.device, "device-write-bps", row.writeBytesPerSec, RateKind::Bytes);
        write(row.device, "device-read-iops", row.readOpsPerSec, RateKind::Operations);
        write(row.device, "device-write-iops", row.writeOpsPerSec, RateKind::Operations);
    }
}

void writeDevices(const ContainerSpec &spec, OptionWords &words)
{
    for (const auto &rule : spec.limits.devices)
        words.value(
            fmt::format("{}:{}{}{}", rule.path, rule.read ? "r" : "", rule.write ? "w" : "", rule.mknod ? "m" : ""));
}

void writeMounts(const ContainerSpec &spec, OptionWords &words)
{
    for (const auto &mount : spec.mounts) {
        const bool hasColon = (mount.source + mount.target).find(':') != std::string::npos;
        const bool isReadOnly = mount.access == Access::ReadOnly;
        if (hasColon) {
            words.other("mount", mountArgument(mount));
        } else if (mount.kind != MountKind::Tmpfs) {
            words.value(mount.source + ":" + mount.target + (isReadOnly ? ":ro" : ""));
        } else {
            std::vector<std::string> details;
            if (mount.sizeBytes)
                details.push_back("size=" + sizeArgument(*mount.sizeBytes));
            if (isReadOnly)
                details.emplace_back("ro");
            words.other("tmpfs", mount.target + (details.empty() ? "" : ":" + join(details, ",")));
        }
    }
}

} // namespace vitrine::spec
