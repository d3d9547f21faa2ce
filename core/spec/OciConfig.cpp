// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/OciConfig.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/UtcTime.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace vitrine::spec {

using nlohmann::json;

namespace {

constexpr JsonCaps kCaps{ kMaxImageJsonBytes, 64 };
constexpr std::size_t kMaxAuthor = 1024;
constexpr std::string_view kDigestPrefix = "sha256:";

/// Writers in Go say null for a list that is empty.
void dropNulls(json &value)
{
    if (!value.is_object())
        return;
    for (auto member = value.begin(); member != value.end();)
        member = member->is_null() ? value.erase(member) : std::next(member);
}

/// "/data" for "/data/" and "//data/."; ".." is left for problemsOf() to refuse.
std::string normalPath(const std::string &path)
{
    if (path.empty() || path.front() != '/')
        return path;
    std::string normal;
    for (const auto part : split(path, '/')) {
        if (!part.empty() && part != ".")
            normal += fmt::format("/{}", part);
    }
    return normal.empty() ? "/" : normal;
}

/// The first bytes, without half a character at the end.
std::string beginningOf(std::string text, std::size_t maxBytes)
{
    if (text.size() <= maxBytes)
        return text;
    while (maxBytes > 0 && (static_cast<unsigned char>(text[maxBytes]) & 0xc0) == 0x80)
        --maxBytes;
    text.resize(maxBytes);
    return text;
}

/// The keys of an object whose values say nothing: {"80/tcp": {}}.
std::vector<std::string> keysOf(const json &parent, const char *key, std::vector<std::string> &problems)
{
    std::vector<std::string> keys;
    const auto member = parent.find(key);
    if (member == parent.end())
        return keys;
    if (!member->is_object()) {
        problems.push_back(fmt::format("config.{}: must be an object", key));
        return keys;
    }
    for (const auto &[name, unused] : member->items())
        keys.push_back(name);
    return keys;
}

struct Port {
    std::string protocol;
    unsigned first = 0;
    unsigned last = 0;
    bool operator<(const Port &other) const
    {
        return std::tie(protocol, first, last) < std::tie(other.protocol, other.first, other.last);
    }
};

/// Ports that follow one another become one range: images for telephony name ten thousand.
std::vector<std::string> portRanges(const std::vector<std::string> &keys)
{
    std::vector<std::string> ranges;
    std::vector<Port> ports;
    for (const auto &key : keys) {
        const auto parts = split(key, '/');
        const auto ends = split(parts.front(), '-');
        const auto first = parseNumber<unsigned>(ends.front());
        const auto last = parseNumber<unsigned>(ends.back());
        if (first && last)
            ports.push_back({ parts.size() < 2 ? "tcp" : std::string(parts[1]), *first, *last });
        if (!first || !last || parts.size() > 2 || ends.size() > 2)
            ranges.push_back(key); // as it is, for problemsOf() to refuse
    }
    std::sort(ports.begin(), ports.end());
    for (std::size_t i = 0; i < ports.size(); ++i) {
        Port range = ports[i];
        while (i + 1 < ports.size() && ports[i + 1].protocol == range.protocol && ports[i + 1].first == range.last + 1)
            range.last = ports[++i].last;
        ranges.push_back(range.first == range.last ? fmt::format("{}/{}", range.first, range.protocol)
                                                   : fmt::format("{}-{}/{}", range.first, range.last, range.protocol));
    }
    return ranges;
}

/// "NAME=VALUE"; of a name that is there twice the last counts, as a shell would have it.
std::vector<EnvVar> variablesOf(const std::vector<std::string> &lines, std::vector<std::string> &problems)
{
    std::vector<EnvVar> variables;
    for (const auto &line : lines) {
        const auto equals = line.find('=');
        if (equals == std::string::npos) {
            problems.push_back(fmt::format("config.Env: {} has no =", printable(line)));
            continue;
        }
        EnvVar variable{ line.substr(0, equals), line.substr(equals + 1) };
        const auto old = std::find_if(variables.begin(), variables.end(),
                                      [&](const EnvVar &other) { return other.name == variable.name; });
        if (old == variables.end())
            variables.push_back(std::move(variable));
        else
            old->value = std::move(variable.value);
    }
    return variables;
}

std::uint64_t readTime(JsonObject &object, const char *key)
{
    std::string text;
    object.read(key, text);
    if (text.empty())
        return 0;
    const auto time = parseUtcTime(text);
    if (!time)
        object.addProblem(key, "must be a time such as 2024-01-31T12:00:00Z");
    return time.value_or(0);
}

/// What to run and how.
void readRunConfig(const json &value, ImageConfig &config, std::vector<std::string> &problems)
{
    JsonObject object(value, "config", problems);
    if (!value.is_object())
        return;
    std::vector<std::string> lines;
    // Thousands of variables would be compared with each other; problemsOf() allows far fewer.
    constexpr std::size_t kMaxLines = 4096;
    object.read("Env", lines);
    if (lines.size() > kMaxLines)
        object.addProblem("Env", "has too many variables");
    else
        config.env = variablesOf(lines, problems);
    object.read("User", config.user);
    object.read("Entrypoint", config.entrypoint);
    object.read("Cmd", config.cmd);
    object.read("WorkingDir", config.workingDir);
    config.workingDir = normalPath(config.workingDir);
    object.read("StopSignal", config.stopSignal);
    object.readTexts("Labels", config.labels);
    config.exposedPorts = portRanges(keysOf(value, "ExposedPorts", problems));
    std::set<std::string> volumes;
    for (const auto &path : keysOf(value, "Volumes", problems))
        volumes.insert(normalPath(path));
    config.volumes.assign(volumes.begin(), volumes.end());
}

void readLayers(JsonObject &object, std::vector<std::string> &diffIds)
{
    object.readObject("rootfs", [&](JsonObject &rootfs) {
        std::string type;
        rootfs.read("type", type);
        if (type != "layers")
            rootfs.addProblem("type", "must be layers");
        std::vector<std::string> digests;
        rootfs.read("diff_ids", digests);
        if (digests.size() > kMaxImageLayers)
            return rootfs.addProblem("diff_ids", fmt::format("must be at most {}", kMaxImageLayers));
        for (const auto &digest : digests) {
            if (!isDigest(digest))
                return rootfs.addProblem("diff_ids", "must each be sha256: and 64 hex digits");
            diffIds.push_back(digest.substr(kDigestPrefix.size()));
        }
    });
    if (!object.has("rootfs"))
        object.addProblem("rootfs", "is missing");
}

void readHistory(JsonObject &object, std::vector<ImageHistory> &history)
{
    object.readRows("history", [&](JsonObject &row) {
        auto &step = history.emplace_back();
        row.read("created_by", step.createdBy);
        step.createdBy = beginningOf(std::move(step.createdBy), kMaxCreatedByBytes);
        step.createdUs = readTime(row, "created");
        row.read("empty_layer", step.isEmptyLayer);
        row.read("comment", step.comment);
        step.comment = beginningOf(std::move(step.comment), kMaxCreatedByBytes);
    });
}

json runConfigOf(const ImageConfig &config)
{
    json object = json::object();
    const auto put = [&](const char *key, const auto &value) {
        if (!value.empty())
            object[key] = value;
    };
    for (const auto &variable : config.env)
        object["Env"].push_back(fmt::format("{}={}", variable.name, variable.value));
    put("User", config.user);
    put("Entrypoint", config.entrypoint);
    put("Cmd", config.cmd);
    put("WorkingDir", config.workingDir);
    put("StopSignal", config.stopSignal);
    put("Labels", config.labels);
    for (const auto &port : config.exposedPorts)
        object["ExposedPorts"][port] = json::object();
    for (const auto &path : config.volumes)
        object["Volumes"][path] = json::object();
    return object;
}

} // namespace

Result<OciConfig> configFromOci(std::string_view text)
{
    VITRINE_TRY_ASSIGN(auto value, parseStrictJson(text, kCaps));
    dropNulls(value);
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    OciConfig oci;
    auto &config = oci.config;
    object.read("architecture", config.architecture);
    object.read("variant", config.variant);
    object.read("os", config.os);
    config.createdUs = readTime(object, "created");
    object.read("author", config.author);
    config.author = beginningOf(std::move(config.author), kMaxAuthor);
    readLayers(object, oci.diffIds);
    if (value.is_object() && value.contains("history")) {
        if (value["history"].is_array())
            std::for_each(value["history"].begin(), value["history"].end(), dropNulls);
        readHistory(object, config.history);
    }
    if (value.is_object() && value.contains("config")) {
        dropNulls(value["config"]);
        readRunConfig(value["config"], config, problems);
    }
    for (auto &problem : problemsOf(config))
        problems.push_back(std::move(problem));
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return oci;
}

std::string toOci(const OciConfig &oci)
{
    const auto &config = oci.config;
    json rootfs{ { "type", "layers" }, { "diff_ids", json::array() } };
    for (const auto &diffId : oci.diffIds)
        rootfs["diff_ids"].push_back(fmt::format("{}{}", kDigestPrefix, diffId));
    json object{ { "architecture", config.architecture },
                 { "os", config.os },
                 { "config", runConfigOf(config) },
                 { "rootfs", std::move(rootfs) } };
    if (!config.variant.empty())
        object["variant"] = config.variant;
    if (!config.author.empty())
        object["author"] = config.author;
    if (config.createdUs != 0)
        object["created"] = formatUtcTime(config.createdUs);
    for (const auto &step : config.history) {
        json row{ { "created_by", step.createdBy } };
        if (step.createdUs != 0)
            row["created"] = formatUtcTime(step.createdUs);
        if (step.isEmptyLayer)
            row["empty_layer"] = true;
        if (!step.comment.empty())
            row["comment"] = step.comment;
        object["history"].push_back(std::move(row));
    }
    return dumpJson(object);
}

} // namespace vitrine::spec
