// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Record.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/SpecJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine::daemon {

namespace {

using nlohmann::json;

constexpr JsonCaps kRecordCaps{ kMaxRecordBytes, 16 };

Result<> corrupt(const std::vector<std::string> &problems)
{
    if (problems.empty())
        return {};
    return failure(ErrorCode::StateCorrupt, "reading a record: " + join(problems, ", "));
}

Result<json> parse(std::string_view text)
{
    auto parsed = parseStrictJson(text, kRecordCaps);
    if (!parsed)
        return failure(ErrorCode::StateCorrupt, "reading a record: " + parsed.error().what);
    if (!parsed->is_object())
        return failure(ErrorCode::StateCorrupt, "reading a record: it is not a JSON object");
    return parsed;
}

} // namespace

bool isValidId(std::string_view id)
{
    return id.size() == kIdLength
        && std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string recordToJson(const ContainerRecord &record)
{
    json object{ { "schemaVersion", kRecordVersion },   { "id", record.id },
                 { "spec", spec::toJson(record.spec) }, { "ownerUid", record.ownerUid },
                 { "ownerGid", record.ownerGid },       { "index", record.index },
                 { "createdAtUs", record.createdAtUs }, { "startedAtUs", record.startedAtUs },
                 { "isPrepared", record.isPrepared } };
    if (!record.image.empty()) {
        object["image"] = record.image;
        object["layers"] = record.layers;
    }
    if (record.ended)
        object["ended"] = ipc::endedToJson(*record.ended);
    return dumpJson(object);
}

Result<ContainerRecord> recordFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json object, parse(text));
    ContainerRecord record;
    std::uint32_t version = 0;
    std::string specText;
    std::string endedText;
    std::vector<std::string> problems;
    JsonObject reader(object, "", problems);
    reader.read("schemaVersion", version);
    if (problems.empty() && version > kRecordVersion)
        return failure(ErrorCode::StateTooNew, "reading a record: a newer version of Vitrine has written it");
    reader.read("id", record.id);
    reader.read("spec", specText);
    reader.read("ownerUid", record.ownerUid);
    reader.read("ownerGid", record.ownerGid);
    reader.read("index", record.index);
    reader.read("createdAtUs", record.createdAtUs);
    reader.read("startedAtUs", record.startedAtUs);
    reader.read("isPrepared", record.isPrepared);
    reader.read("image", record.image);
    reader.read("layers", record.layers);
    reader.read("ended", endedText);
    for (const char *key : { "id", "spec", "ownerUid", "ownerGid", "index" }) {
        if (!reader.has(key))
            reader.addProblem(key, "is missing");
    }
    VITRINE_TRY(corrupt(problems));
    auto parsedSpec = spec::fromJson(specText);
    if (!parsedSpec)
        return failure(ErrorCode::StateCorrupt, "reading a record: " + parsedSpec.error().what);
    record.spec = std::move(*parsedSpec);
    if (!endedText.empty()) {
        auto ended = ipc::endedFromJson(endedText);
        if (!ended)
            return failure(ErrorCode::StateCorrupt, "reading a record: " + ended.error().what);
        record.ended = std::move(*ended);
    }
    return record;
}

std::string runStateToJson(const RunState &run)
{
    json mounts = json::array();
    for (const RunMount &mounted : run.mounts) {
        mounts.push_back({ { "mount", spec::mountToJson(mounted.mount) }, { "id", mounted.id } });
        if (!mounted.isIntended)
            continue;
        mounts.back()["isIntended"] = true;
        mounts.back()["before"] = mounted.before;
    }
    json object{ { "bootId", run.bootId },
                 { "startedAtUs", run.startedAtUs },
                 { "initPid", run.initPid },
                 { "isPaused", run.isPaused },
                 { "isHeld", run.isHeld },
                 { "isNetworked", run.isNetworked },
                 { "address", run.address },
                 { "mounts", std::move(mounts) },
                 { "display", plan::displayServerName(run.display) } };
    if (run.spec)
        object["spec"] = spec::toJson(*run.spec);
    return dumpJson(object);
}

Result<RunState> runStateFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json object, parse(text));
    RunState run;
    std::vector<std::string> problems;
    JsonObject reader(object, "", problems);
    reader.read("bootId", run.bootId);
    reader.read("startedAtUs", run.startedAtUs);
    reader.read("initPid", run.initPid);
    reader.read("isPaused", run.isPaused);
    reader.read("isHeld", run.isHeld);
    reader.read("isNetworked", run.isNetworked);
    reader.read("address", run.address);
    std::string display;
    reader.read("display", display);
    reader.readRows("mounts", [&](JsonObject &row) {
        std::string mountText;
        RunMount mounted;
        row.read("mount", mountText);
        row.read("id", mounted.id);
        row.read("isIntended", mounted.isIntended);
        row.read("before", mounted.before);
        if (auto mount = spec::mountFromJson(mountText)) {
            mounted.mount = std::move(*mount);
            run.mounts.push_back(std::move(mounted));
        } else {
            row.addProblem("mount", mount.error().what);
        }
    });
    std::string specText;
    reader.read("spec", specText);
    if (!specText.empty()) {
        if (auto parsed = spec::fromJson(specText))
            run.spec = std::move(*parsed);
        else
            reader.addProblem("spec", parsed.error().what);
    }
    if (const auto server = plan::displayServerFromName(display))
        run.display = *server;
    else
        reader.addProblem("display", "is not a display server");
    VITRINE_TRY(corrupt(problems));
    return run;
}

} // namespace vitrine::daemon
