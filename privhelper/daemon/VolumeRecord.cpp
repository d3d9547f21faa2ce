// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/VolumeRecord.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/daemon/Record.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace vitrine::daemon {

namespace {

using nlohmann::json;

constexpr std::uint32_t kHighestInside = 65'535;
constexpr JsonCaps kCaps{ 64 * 1024, 4 };

Result<std::uint32_t> insideId(std::string_view text)
{
    const auto id = parseNumber<std::uint32_t>(text);
    if (!id || *id > kHighestInside)
        return failure(ErrorCode::InvalidArgs,
                       fmt::format("the owner \"{}\" is neither a number up to {} nor a user's name", printable(text),
                                   kHighestInside));
    return *id;
}

/// As useradd makes them.
bool isUserName(std::string_view name)
{
    constexpr std::string_view kFirst = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    constexpr std::string_view kFurther = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-.";
    constexpr std::size_t kMaxName = 32;
    return !name.empty() && name.size() <= kMaxName && kFirst.find(name.front()) != std::string_view::npos
        && name.find_first_not_of(kFurther) == std::string_view::npos;
}

} // namespace

bool isNamedOwner(std::string_view owner)
{
    const auto colon = owner.find(':');
    return isUserName(owner.substr(0, colon))
        && (colon == std::string_view::npos || isUserName(owner.substr(colon + 1)));
}

Result<InsideOwner> parseInsideOwner(std::string_view owner)
{
    if (owner.empty() || isNamedOwner(owner))
        return InsideOwner{};
    const auto colon = owner.find(':');
    InsideOwner parsed;
    VITRINE_TRY_ASSIGN(parsed.uid, insideId(owner.substr(0, colon)));
    parsed.gid = parsed.uid;
    if (colon != std::string_view::npos) {
        VITRINE_TRY_ASSIGN(parsed.gid, insideId(owner.substr(colon + 1)));
    }
    return parsed;
}

std::string volumeRecordToJson(const VolumeRecord &record)
{
    return dumpJson({ { "schemaVersion", kRecordVersion },
                      { "id", record.id },
                      { "name", record.name },
                      { "ownerUid", record.ownerUid },
                      { "owner", record.owner },
                      { "createdAtUs", record.createdAtUs },
                      { "isSeeded", record.isSeeded },
                      { "isOpened", record.isOpened } });
}

Result<VolumeRecord> volumeRecordFromJson(std::string_view text)
{
    const auto object = parseStrictJson(text, kCaps);
    if (!object || !object->is_object())
        return failure(ErrorCode::StateCorrupt, "reading the record of a volume: it is not a JSON object");
    VolumeRecord record;
    std::uint32_t version = 0;
    std::vector<std::string> problems;
    JsonObject reader(*object, "", problems);
    reader.read("schemaVersion", version);
    if (problems.empty() && version > kRecordVersion)
        return failure(ErrorCode::StateTooNew, "reading the record of a volume: a newer version of Vitrine wrote it");
    reader.read("id", record.id);
    reader.read("name", record.name);
    reader.read("ownerUid", record.ownerUid);
    reader.read("owner", record.owner);
    reader.read("createdAtUs", record.createdAtUs);
    reader.read("isSeeded", record.isSeeded);
    reader.read("isOpened", record.isOpened);
    for (const char *key : { "id", "name", "ownerUid" }) {
        if (!reader.has(key))
            reader.addProblem(key, "is missing");
    }
    if (!isValidId(record.id))
        reader.addProblem("id", "is no id");
    if (!spec::isValidName(record.name))
        reader.addProblem("name", "is no name");
    if (!parseInsideOwner(record.owner))
        reader.addProblem("owner", "is no owner");
    if (!problems.empty())
        return failure(ErrorCode::StateCorrupt, "reading the record of a volume: " + join(problems, ", "));
    return record;
}

} // namespace vitrine::daemon
