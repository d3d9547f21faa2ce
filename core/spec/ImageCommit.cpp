// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageCommit.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine::spec {

using nlohmann::json;

namespace {

constexpr JsonCaps kCaps{ 256 * 1024, 8 };

json changesValue(const ImageChanges &changes)
{
    json object = json::object();
    const auto put = [&](const char *key, const auto &value) {
        if (value)
            object[key] = *value;
    };
    const auto putFull = [&](const char *key, const auto &value) {
        if (!value.empty())
            object[key] = value;
    };
    put("entrypoint", changes.entrypoint);
    put("cmd", changes.cmd);
    put("user", changes.user);
    put("workingDir", changes.workingDir);
    put("stopSignal", changes.stopSignal);
    for (const auto &variable : changes.env)
        object["env"].push_back({ { "name", variable.name }, { "value", variable.value } });
    putFull("exposedPorts", changes.exposedPorts);
    putFull("volumes", changes.volumes);
    putFull("labels", changes.labels);
    return object;
}

void readChanges(JsonObject &object, ImageChanges &changes)
{
    object.read("entrypoint", changes.entrypoint);
    object.read("cmd", changes.cmd);
    object.read("user", changes.user);
    object.read("workingDir", changes.workingDir);
    object.read("stopSignal", changes.stopSignal);
    object.readRows("env", [&](JsonObject &row) {
        auto &variable = changes.env.emplace_back();
        row.read("name", variable.name);
        row.read("value", variable.value);
        row.refuseUnknownKeys();
    });
    object.read("exposedPorts", changes.exposedPorts);
    object.read("volumes", changes.volumes);
    object.readTexts("labels", changes.labels);
    object.refuseUnknownKeys();
}

tl::unexpected<Error> noChange(std::string_view line, std::string_view sentence)
{
    return failure(ErrorCode::InvalidArgs, fmt::format("\"{}\": {}", printable(line, 200), sentence));
}

std::vector<std::string> commandOf(const std::string &text)
{
    if (auto words = parseJsonTexts(text))
        return *words;
    return { "/bin/sh", "-c", text };
}

/// By blanks that are not in quotes, which go.
Result<std::vector<std::string>> quotedWords(const std::string &text)
{
    std::vector<std::string> words;
    char quote = 0;
    bool isInWord = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote == 0 && c == ' ') {
            isInWord = false;
            continue;
        }
        if (!isInWord)
            words.emplace_back();
        isInWord = true;
        if (quote == 0 && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = 0;
        else if (c == '\\' && quote != '\'' && i + 1 < text.size())
            words.back() += text[++i];
        else
            words.back() += c;
    }
    if (quote != 0)
        return noChange(text, "a quotation mark has no partner");
    return words;
}

/// k=v words, or one name and all the rest: "PATH /bin".
Result<std::vector<EnvVar>> pairsOf(std::string_view line, const std::string &text)
{
    VITRINE_TRY_ASSIGN(const auto words, quotedWords(text));
    std::vector<EnvVar> pairs;
    for (const auto &word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos && pairs.empty()) {
            const auto blank = text.find(' ');
            if (blank == std::string::npos)
                return noChange(line, "it says no value");
            pairs.push_back({ text.substr(0, blank), text.substr(text.find_first_not_of(' ', blank)) });
            return pairs;
        }
        if (equals == std::string::npos || equals == 0)
            return noChange(line, "each must be NAME=VALUE");
        pairs.push_back({ word.substr(0, equals), word.substr(equals + 1) });
    }
    return pairs;
}

Result<std::vector<std::string>> wordsOf(const std::string &text)
{
    if (auto words = parseJsonTexts(text))
        return *words;
    return quotedWords(text);
}

template <typename T> void addOnce(std::vector<T> &list, const T &value)
{
    if (std::ranges::find(list, value) == list.end())
        list.push_back(value);
}

} // namespace

std::string toJson(const CommitRequest &request)
{
    return dumpJson({ { "names", request.names },
                      { "comment", request.comment },
                      { "author", request.author },
                      { "pause", request.isPausing },
                      { "config", changesValue(request.changes) } });
}

Result<CommitRequest> commitFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const auto value, parseStrictJson(text, kCaps));
    std::vector<std::string> problems;
    JsonObject object(value, {}, problems);
    CommitRequest request;
    object.read("names", request.names);
    object.read("comment", request.comment);
    object.read("author", request.author);
    object.read("pause", request.isPausing);
    object.readObject("config", [&](JsonObject &changes) { readChanges(changes, request.changes); });
    object.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidConfig, join(problems, "; "));
    return request;
}

Result<> addChange(ImageChanges &changes, std::string_view line)
{
    const auto blank = std::min(line.find(' '), line.size());
    std::string verb(line.substr(0, blank));
    std::ranges::transform(verb, verb.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    const auto from = line.find_first_not_of(' ', blank);
    const std::string rest(from == std::string_view::npos ? std::string_view() : line.substr(from));
    if (rest.empty())
        return noChange(line, "a change is an instruction and its value, such as CMD [\"/bin/sh\"]");
    if (verb == "CMD") {
        changes.cmd = commandOf(rest);
    } else if (verb == "ENTRYPOINT") {
        changes.entrypoint = commandOf(rest);
    } else if (verb == "USER") {
        changes.user = rest;
    } else if (verb == "WORKDIR") {
        changes.workingDir = rest;
    } else if (verb == "STOPSIGNAL") {
        changes.stopSignal = rest;
    } else if (verb == "ENV") {
        VITRINE_TRY_ASSIGN(const auto pairs, pairsOf(line, rest));
        changes.env.insert(changes.env.end(), pairs.begin(), pairs.end());
    } else if (verb == "LABEL") {
        VITRINE_TRY_ASSIGN(const auto pairs, pairsOf(line, rest));
        for (const auto &[name, text] : pairs)
            changes.labels.insert_or_assign(name, text);
    } else if (verb == "EXPOSE") {
        VITRINE_TRY_ASSIGN(const auto ports, wordsOf(rest));
        for (const auto &port : ports)
            changes.exposedPorts.push_back(port.find('/') == std::string::npos ? port + "/tcp" : port);
    } else if (verb == "VOLUME") {
        VITRINE_TRY_ASSIGN(const auto paths, wordsOf(rest));
        changes.volumes.insert(changes.volumes.end(), paths.begin(), paths.end());
    } else {
        return noChange(
            line, "a change begins with CMD, ENTRYPOINT, ENV, USER, WORKDIR, LABEL, EXPOSE, STOPSIGNAL or VOLUME");
    }
    return {};
}

ImageConfig withChanges(ImageConfig config, const ImageChanges &changes)
{
    // The old command was for the old entry point.
    if (changes.entrypoint && !changes.cmd)
        config.cmd.clear();
    config.entrypoint = changes.entrypoint.value_or(std::move(config.entrypoint));
    config.cmd = changes.cmd.value_or(std::move(config.cmd));
    config.user = changes.user.value_or(std::move(config.user));
    config.workingDir = changes.workingDir.value_or(std::move(config.workingDir));
    config.stopSignal = changes.stopSignal.value_or(std::move(config.stopSignal));
    for (const auto &variable : changes.env) {
        const auto old = std::ranges::find(config.env, variable.name, &EnvVar::name);
        if (old == config.env.end())
            config.env.push_back(variable);
        else
            old->value = variable.value;
    }
    for (const auto &port : changes.exposedPorts)
        addOnce(config.exposedPorts, port);
    for (const auto &path : changes.volumes)
        addOnce(config.volumes, path);
    std::ranges::sort(config.exposedPorts);
    std::ranges::sort(config.volumes);
    for (const auto &[name, text] : changes.labels)
        config.labels.insert_or_assign(name, text);
    return config;
}

void completeHistory(std::vector<ImageHistory> &history, const std::vector<ImageLayer> &layers)
{
    const auto told = static_cast<std::size_t>(std::ranges::count(history, false, &ImageHistory::isEmptyLayer));
    if (told > layers.size())
        history.clear();
    const std::size_t missing = layers.size() - (told > layers.size() ? 0 : told);
    std::vector<ImageHistory> added;
    for (std::size_t i = 0; i < missing; ++i)
        added.push_back({ layers[i].createdBy, 0, false, {} });
    history.insert(history.begin(), added.begin(), added.end());
}

} // namespace vitrine::spec
