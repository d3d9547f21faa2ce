// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/ImageRecord.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"

#include <nlohmann/json.hpp>

namespace vitrine::daemon {

namespace {

constexpr JsonCaps kCaps{ kMaxImageRecordBytes, 4 };

tl::unexpected<Error> corrupt(const std::string &why)
{
    return failure(ErrorCode::StateCorrupt, "reading the record of an image: " + why);
}

} // namespace

std::string imageRecordToJson(const ImageRecord &record)
{
    return dumpJson({ { "schemaVersion", kImageRecordVersion },
                      { "id", record.id },
                      { "ownerUid", record.ownerUid },
                      { "importedAtUs", record.importedAtUs },
                      { "content", spec::toJson(record.content) } });
}

Result<ImageRecord> imageRecordFromJson(std::string_view text)
{
    const auto object = parseStrictJson(text, kCaps);
    if (!object)
        return corrupt(object.error().what);
    std::uint32_t version = 0;
    ImageRecord record;
    std::string contentText;
    std::vector<std::string> problems;
    JsonObject reader(*object, "", problems);
    reader.read("schemaVersion", version);
    if (problems.empty() && version > kImageRecordVersion)
        return failure(ErrorCode::StateTooNew, "reading the record of an image: a newer version of Vitrine wrote it");
    reader.read("id", record.id);
    reader.read("ownerUid", record.ownerUid);
    reader.read("importedAtUs", record.importedAtUs);
    reader.read("content", contentText);
    for (const char *key : { "id", "ownerUid", "content" }) {
        if (!reader.has(key))
            reader.addProblem(key, "is missing");
    }
    if (!problems.empty())
        return corrupt(join(problems, ", "));
    auto content = spec::contentFromJson(contentText);
    if (!content)
        return corrupt(content.error().what);
    record.content = std::move(*content);
    return record;
}

} // namespace vitrine::daemon
