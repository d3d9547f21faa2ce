// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageConfig.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/Syntax.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <set>

namespace vitrine::spec {

using nlohmann::json;

namespace {

constexpr JsonCaps kCaps{ kMaxImageJsonBytes, 16 };

// What a specification may hold (SpecValidate), so that one made from an image is never refused for its size.
constexpr std::size_t kMaxWords = 1024;
constexpr std::size_t kMaxCommandBytes = 64 * 1024;
constexpr std::size_t kMaxEnv = 256;
constexpr std::size_t kMaxEnvName = 256;
constexpr std::size_t kMaxEnvValue = 32 * 1024;
constexpr std::size_t kMaxVolumes = 64;

constexpr std::size_t kMaxPorts = 1024;
constexpr std::size_t kMaxLabels = 1024;
constexpr std::size_t kMaxLabelName = 1024;
constexpr std::size_t kMaxLabelBytes = 1024 * 1024; // of all together: build packs keep their notes there
constexpr std::size_t kMaxHistory = 1024;
constexpr std::size_t kMaxAuthorBytes = 1024;
constexpr std::size_t kMaxWord = 32; // architecture, variant, system, signal
constexpr std::uint64_t kHighestId = 4'294'967'294; // (uid_t)-1 means "none"
constexpr unsigned kHighestPort = 65'535;

bool isText(std::string_view text)
{
    return isValidUtf8(text) && text.find('\0') == std::string_view::npos;
}

bool isWord(std::string_view text, std::string_view alsoAllowed)
{
    return text.size() <= kMaxWord && std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || alsoAllowed.find(c) != std::string_view::npos;
           });
}

bool isHex(std::string_view text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// "80/tcp" or "8000-8010/udp".
bool isPortRange(std::string_view text)
{
    const auto parts = split(text, '/');
    if (parts.size() != 2 || (parts[1] != "tcp" && parts[1] != "udp" && parts[1] != "sctp"))
        return false;
    const auto ends = split(parts[0], '-');
    const auto first = parseNumber<unsigned>(ends.front());
    const auto last = parseNumber<unsigned>(ends.back());
    return ends.size() <= 2 && first && last && *first <= *last && *last <= kHighestPort;
}

class Problems {
public:
    void add(std::string_view key, std::string_view sentence)
    {
        m_list.push_back(fmt::format("{}: {}", key, sentence));
    }
    void unless(bool isGood, std::string_view key, std::string_view sentence)
    {
        if (!isGood)
            add(key, sentence);
    }
    std::vector<std::string> take() { return std::move(m_list); }

private:
    std::vector<std::string> m_list;
};

void checkWords(Problems &problems, const char *key, const std::vector<std::string> &words)
{
    std::size_t bytes = 0;
    for (const auto &word : words)
        bytes += word.size() + 1;
    problems.unless(words.size() <= kMaxWords && bytes <= kMaxCommandBytes, key, "is too long");
    problems.unless(std::all_of(words.begin(), words.end(), isText), key, "must be valid UTF-8 without NUL");
    problems.unless(words.empty() || !words.front().empty(), key, "must not start with an empty word");
}

void checkEnv(Problems &problems, const std::vector<EnvVar> &env)
{
    problems.unless(env.size() <= kMaxEnv, "env", fmt::format("must have at most {} variables", kMaxEnv));
    std::set<std::string_view> seen;
    for (const auto &[name, value] : env) {
        const bool isName = !name.empty() && name.size() <= kMaxEnvName && name.find_first_of("= ") == std::string::npos
            && !hasControlCharacter(name) && isValidUtf8(name);
        problems.unless(isName, "env", "the name of a variable must not be empty nor hold = or blanks");
        problems.unless(seen.insert(name).second, "env", fmt::format("{} is set twice", printable(name)));
        problems.unless(value.size() <= kMaxEnvValue && isText(value), "env",
                        fmt::format("the value of {} is too long or no text", printable(name)));
    }
}

void checkPlaces(Problems &problems, const ImageConfig &config)
{
    if (!config.workingDir.empty()) {
        if (const auto problem = absolutePathProblem(config.workingDir))
            problems.add("workingDir", *problem);
        // /proc/self/fd/N as a working directory has led out of containers (CVE-2024-21626).
        problems.unless(!isAtOrUnder(config.workingDir, "/proc"), "workingDir", "must not be in /proc");
    }
    problems.unless(config.volumes.size() <= kMaxVolumes, "volumes",
                    fmt::format("must have at most {} rows", kMaxVolumes));
    for (const auto &path : config.volumes) {
        if (const auto problem = absolutePathProblem(path))
            problems.add("volumes", *problem);
        const bool isKernels = isAtOrUnder(path, "/proc") || isAtOrUnder(path, "/sys") || isAtOrUnder(path, "/dev");
        problems.unless(path != "/" && !isKernels, "volumes", "must not be /, nor in /proc, /sys or /dev");
    }
}

void checkLabels(Problems &problems, const std::map<std::string, std::string> &labels)
{
    std::size_t bytes = 0;
    for (const auto &[name, value] : labels) {
        bytes += name.size() + value.size();
        const bool isName = !name.empty() && name.size() <= kMaxLabelName && isText(name) && !hasControlCharacter(name);
        problems.unless(isName && isText(value), "labels", "a name or value is too long or no text");
    }
    problems.unless(labels.size() <= kMaxLabels && bytes <= kMaxLabelBytes, "labels",
                    fmt::format("must be at most {}, with {} bytes in all", kMaxLabels, kMaxLabelBytes));
}

void checkHistory(Problems &problems, const std::vector<ImageHistory> &history)
{
    problems.unless(history.size() <= kMaxHistory, "history", fmt::format("must have at most {} rows", kMaxHistory));
    for (const auto &step : history)
        problems.unless(step.createdBy.size() <= kMaxCreatedByBytes && isText(step.createdBy)
                            && step.comment.size() <= kMaxCreatedByBytes && isText(step.comment),
                        "history", "a step is too long or no text");
}

json configValue(const ImageConfig &config)
{
    json object = json::object();
    const auto put = [&](const char *key, const auto &value) {
        if (!value.empty())
            object[key] = value;
    };
    put("entrypoint", config.entrypoint);
    put("cmd", config.cmd);
    for (const auto &variable : config.env)
        object["env"].push_back({ { "name", variable.name }, { "value", variable.value } });
    put("user", config.user);
    put("workingDir", config.workingDir);
    put("exposedPorts", config.exposedPorts);
    put("volumes", config.volumes);
    put("stopSignal", config.stopSignal);
    put("labels", config.labels);
    put("architecture", config.architecture);
    put("variant", config.variant);
    put("os", config.os);
    if (config.createdUs != 0)
        object["createdUs"] = config.createdUs;
    for (const auto &step : config.history) {
        json row{ { "createdBy", step.createdBy },
                  { "createdUs", step.createdUs },
                  { "isEmptyLayer", step.isEmptyLayer } };
        if (!step.comment.empty())
            row["comment"] = step.comment;
        object["history"].push_back(std::move(row));
    }
    put("author", config.author);
    return object;
}

json layersValue(const std::vector<ImageLayer> &layers)
{
    json list = json::array();
    for (const auto &layer : layers)
        list.push_back({ { "diffId", layer.diffId },
                         { "bytes", layer.bytes },
                         { "entries", layer.entries },
                         { "createdBy", layer.createdBy } });
    return list;
}

void readConfig(JsonObject &object, ImageConfig &config, std::vector<std::string> &problems)
{
    object.read("entrypoint", config.entrypoint);
    object.read("cmd", config.cmd);
    object.readRows("env", [&](JsonObject &row) {
        auto &variable = config.env.emplace_back();
        row.read("name", variable.name);
        row.read("value", variable.value);
        row.refuseUnknownKeys();
    });
    object.read("user", config.user);
    object.read("workingDir", config.workingDir);
    object.read("exposedPorts", config.exposedPorts);
    object.read("volumes", config.volumes);
    object.read("stopSignal", config.stopSignal);
    object.readTexts("labels", config.labels);
    object.read("architecture", config.architecture);
    object.read("variant", config.variant);
    object.read("os", config.os);
    object.read("createdUs", config.createdUs);
    object.readRows("history", [&](JsonObject &row) {
        auto &step = config.history.emplace_back();
        row.read("createdBy", step.createdBy);
        row.read("createdUs", step.createdUs);
        row.read("isEmptyLayer", step.isEmptyLayer);
        row.read("comment", step.comment);
        row.refuseUnknownKeys();
    });
    object.read("author", config.author);
    object.refuseUnknownKeys();
    for (auto &problem : problemsOf(config))
        problems.push_back(std::move(problem));
}

void readLayers(JsonObject &object, std::vector<ImageLayer> &layers)
{
    object.readRows("layers", [&](JsonObject &row) {
        auto &layer = layers.emplace_back();
        row.read("diffId", layer.diffId);
        row.read("bytes", layer.bytes);
        row.read("entries", layer.entries);
        row.read("createdBy", layer.createdBy);
        if (!isDiffId(layer.diffId))
            row.addProblem("diffId", "must be 64 hex digits");
        if (layer.createdBy.size() > kMaxCreatedByBytes)
            row.addProblem("createdBy", "is too long");
        row.refuseUnknownKeys();
    });
    if (layers.size() > kMaxImageLayers)
        object.addProblem("layers", fmt::format("must be at most {}", kMaxImageLayers));
}

void readNames(JsonObject &object, std::vector<std::string> &names)
{
    object.read("names", names);
    if (names.size() > kMaxImageNames || !std::all_of(names.begin(), names.end(), isImageName))
        object.addProblem("names", "must be few, and names of images");
}

} // namespace

bool isDiffId(std::string_view text)
{
    return isHex(text);
}

bool isDigest(std::string_view text)
{
    constexpr std::string_view kPrefix = "sha256:";
    return text.starts_with(kPrefix) && isHex(text.substr(kPrefix.size()));
}

bool isImageName(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxImageNameBytes && text.find(' ') == std::string_view::npos
        && !hasControlCharacter(text) && isValidUtf8(text);
}

std::vector<std::string> problemsOf(const ImageConfig &config)
{
    Problems problems;
    checkWords(problems, "entrypoint", config.entrypoint);
    checkWords(problems, "cmd", config.cmd);
    checkEnv(problems, config.env);
    if (const auto problem = userProblem(config.user, kHighestId))
        problems.add("user", *problem);
    checkPlaces(problems, config);
    problems.unless(config.exposedPorts.size() <= kMaxPorts
                        && std::all_of(config.exposedPorts.begin(), config.exposedPorts.end(), isPortRange),
                    "exposedPorts", "must be few, and ports such as 80/tcp");
    problems.unless(isWord(config.stopSignal, "+-"), "stopSignal", "must be the name of a signal");
    checkLabels(problems, config.labels);
    problems.unless(isWord(config.architecture, "_.-") && isWord(config.variant, "_.-"), "architecture",
                    "must be a short word");
    problems.unless(isWord(config.os, "_.-"), "os", "must be a short word");
    checkHistory(problems, config.history);
    problems.unless(config.author.size() <= kMaxAuthorBytes && isText(config.author), "author",
                    "is too long or no text");
    return problems.take();
}

std::string toJson(const ImageConfig &config)
{
    return dumpJson(configValue(config));
}

std::string layersToJson(const std::vector<ImageLayer> &layers)
{
    return dumpJson(layersValue(layers));
}

std::string toJson(const ImageContent &content)
{
    return dumpJson({ { "config", configValue(content.config) },
                      { "digest", content.digest },
                      { "names", content.names },
                      { "layers", layersValue(content.layers) } });
}

Result<ImageConfig> configFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text, kCaps));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    ImageConfig config;
    readConfig(object, config, problems);
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return config;
}

Result<std::vector<ImageLayer>> layersFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(auto value, parseStrictJson(text, kCaps));
    const json whole{ { "layers", std::move(value) } };
    std::vector<std::string> problems;
    JsonObject object(whole, {}, problems);
    std::vector<ImageLayer> layers;
    readLayers(object, layers);
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return layers;
}

Result<ImageContent> contentFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text, kCaps));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    ImageContent content;
    object.readObject("config", [&](JsonObject &config) { readConfig(config, content.config, problems); });
    object.read("digest", content.digest);
    if (!content.digest.empty() && !isDigest(content.digest))
        object.addProblem("digest", "must be sha256: and 64 hex digits");
    readNames(object, content.names);
    readLayers(object, content.layers);
    object.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return content;
}

} // namespace vitrine::spec
