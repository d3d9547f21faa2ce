// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/IdMapPlan.h"

#include <fmt/format.h>

namespace vitrine::plan {

IdMap planIdMap(spec::Identity identity, std::uint32_t base, std::uint32_t count, std::uint32_t ownerId)
{
    if (identity == spec::Identity::Isolated)
        return { { 0, base, count } };
    if (ownerId >= count)
        return { { 0, base, count }, { ownerId, ownerId, 1 } };

    IdMap map;
    if (ownerId > 0)
        map.push_back({ 0, base, ownerId });
    map.push_back({ ownerId, ownerId, 1 });
    if (ownerId + 1 < count)
        map.push_back({ ownerId + 1, base + ownerId + 1, count - ownerId - 1 });
    return map;
}

std::optional<std::uint32_t> outsideId(const IdMap &map, std::uint32_t inside)
{
    for (const IdMapLine &line : map) {
        if (inside >= line.inside && inside - line.inside < line.count)
            return line.outside + (inside - line.inside);
    }
    return std::nullopt;
}

std::string formatIdMap(const IdMap &map)
{
    std::string text;
    for (const IdMapLine &line : map)
        text += fmt::format("{} {} {}\n", line.inside, line.outside, line.count);
    return text;
}

} // namespace vitrine::plan
