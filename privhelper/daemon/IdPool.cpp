// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/IdPool.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace vitrine::daemon {

static_assert(std::uint64_t{ IdPool::kBase } + std::uint64_t{ IdPool::kPlaces + 2 } * IdPool::kRangeSize
                  < std::numeric_limits<std::int32_t>::max(),
              "polkit and others take ids for signed numbers");
static_assert(shim::kStoredRange.base == IdPool::kBase + (IdPool::kPlaces + 1) * IdPool::kRangeSize
                  && shim::kStoredRange.size == IdPool::kRangeSize,
              "the range behind the last place");
static_assert(IdPool::kPlaces < IdPool::kRangeSize, "each shim has an id of its own in the first range");

shim::IdRange IdPool::range(std::uint32_t index)
{
    return { kBase + (index + 1) * kRangeSize, kRangeSize };
}

std::uint32_t IdPool::shimUid(std::uint32_t index)
{
    return kBase + index;
}

std::optional<std::uint32_t> IdPool::indexOf(std::uint32_t hostId)
{
    if (hostId < kBase || hostId >= kBase + (kPlaces + 1) * kRangeSize)
        return std::nullopt;
    const std::uint32_t rangeNumber = (hostId - kBase) / kRangeSize;
    return rangeNumber == 0 ? hostId - kBase : rangeNumber - 1;
}

Result<> IdPool::check(std::uint32_t index, const std::vector<IdInterval> &taken)
{
    if (index >= kPlaces)
        return failure(ErrorCode::RangeInvalid, fmt::format("the place {} is not in the id pool", index));
    const std::uint64_t first = range(index).base;
    const std::uint64_t last = first + kRangeSize - 1;
    const std::uint64_t own = shimUid(index);
    for (const IdInterval &interval : taken) {
        if ((interval.first <= last && interval.last >= first) || (interval.first <= own && interval.last >= own))
            return failure(ErrorCode::RangeInvalid,
                           fmt::format("the ids {} to {} of this container's range belong to an account or to "
                                       "/etc/subuid or /etc/subgid",
                                       first, last));
    }
    return {};
}

Result<std::uint32_t> IdPool::allocate(const std::vector<IdInterval> &taken)
{
    for (std::uint32_t passed = 0; passed < kPlaces; ++passed) {
        const std::uint32_t index = (m_next + passed) % kPlaces;
        if (!m_used.contains(index) && check(index, taken)) {
            m_used.insert(index);
            m_next = (index + 1) % kPlaces;
            return index;
        }
    }
    return failure(ErrorCode::RangePoolExhausted,
                   "there is no free range of ids for another container: remove containers that are not needed");
}

Result<> IdPool::reserve(std::uint32_t index)
{
    if (index >= kPlaces || !m_used.insert(index).second)
        return failure(ErrorCode::RangeInvalid,
                       fmt::format("the place {} is not in the id pool, or another container has it", index));
    return {};
}

void IdPool::release(std::uint32_t index)
{
    m_used.erase(index);
}

} // namespace vitrine::daemon
