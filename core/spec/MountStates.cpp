// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/MountStates.h"

#include "core/base/StrictJson.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/spec/SpecJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine::spec {

using nlohmann::json;

namespace {

constexpr JsonCaps kCaps{ 2 * kMaxJsonBytes, kMaxJsonDepth };

void put(json &object, const char *key, const std::optional<Mount> &mount)
{
    if (mount)
        object[key] = json::parse(mountToJson(*mount));
}

Result<std::optional<Mount>> read(const json &object, const char *key)
{
    const auto found = object.find(key);
    if (found == object.end())
        return std::nullopt;
    VITRINE_TRY_ASSIGN(Mount mount, mountFromJson(dumpJson(*found)));
    return mount;
}

} // namespace

std::vector<MountState> mountStates(const std::vector<Mount> &now, const std::vector<Mount> &kept)
{
    std::vector<MountState> states;
    for (const Mount &mount : kept)
        states.push_back({ std::nullopt, mount });
    for (const Mount &mount : now) {
        const auto same =
            std::ranges::find_if(states, [&](const MountState &state) { return state.shown().target == mount.target; });
        if (same == states.end())
            states.push_back({ mount, std::nullopt });
        else
            same->now = mount;
    }
    return states;
}

std::string mountStatesToJson(const std::vector<MountState> &states)
{
    json list = json::array();
    for (const MountState &state : states) {
        json row = json::object();
        put(row, "now", state.now);
        put(row, "kept", state.kept);
        list.push_back(std::move(row));
    }
    return dumpJson(list);
}

Result<std::vector<MountState>> mountStatesFromJson(std::string_view text)
{
    VITRINE_TRY_ASSIGN(const json list, parseStrictJson(text, kCaps));
    if (!list.is_array())
        return failure(ErrorCode::InvalidConfig, "the mounts are not a list");
    std::vector<MountState> states;
    for (const json &row : list) {
        if (!row.is_object())
            return failure(ErrorCode::InvalidConfig, "the mounts hold something that is no object");
        MountState state;
        VITRINE_TRY_ASSIGN(state.now, read(row, "now"));
        VITRINE_TRY_ASSIGN(state.kept, read(row, "kept"));
        if (!state.now && !state.kept)
            return failure(ErrorCode::InvalidConfig, "a mount is neither there now nor kept");
        states.push_back(std::move(state));
    }
    return states;
}

} // namespace vitrine::spec
