// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/bus/VolumeMessages.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace vitrine::bus {

using nlohmann::json;

Result<VolumeRequest> volumeRequestFromJson(std::string_view text)
{
    constexpr JsonCaps kCaps{ 4096, 2 };
    VITRINE_TRY_ASSIGN(const json value, parseStrictJson(text, kCaps));
    std::vector<std::string> problems;
    JsonObject object(value, "", problems);
    VolumeRequest request;
    object.read("name", request.name);
    object.read("owner", request.owner);
    object.refuseUnknownKeys();
    if (!problems.empty())
        return failure(ErrorCode::InvalidArgs, join(problems, "; "));
    return request;
}

std::string prunedVolumesToJson(const std::vector<daemon::PrunedVolume> &volumes)
{
    json list = json::array();
    std::uint64_t bytes = 0;
    for (const daemon::PrunedVolume &volume : volumes) {
        list.push_back({ { "id", volume.id }, { "name", volume.name }, { "bytes", volume.bytes } });
        bytes += volume.bytes;
    }
    return dumpJson({ { "volumes", std::move(list) }, { "bytes", bytes } });
}

} // namespace vitrine::bus
