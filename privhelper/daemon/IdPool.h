// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/daemon/Accounts.h"
#include "privhelper/shim/ShimConfig.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace vitrine::daemon {

/// Hands out the places of containers. A place is an index; it gives the container's range of 65,536 ids, the id that
/// its shim becomes, and its network address. The first range of the pool is Vitrine's own, for the shims; the last is
/// that of the files of layers and volumes (shim::kStoredRange), which belong to no container.
class IdPool {
public:
    static constexpr std::uint32_t kBase = 0x7000'0000;
    static constexpr std::uint32_t kRangeSize = 65'536;
    static constexpr std::uint32_t kPlaces = 3'998; ///< 4,000 ranges but the first and the last; all below 2^31

    static shim::IdRange range(std::uint32_t index);
    static std::uint32_t shimUid(std::uint32_t index);
    /// The place whose range, or whose shim's id, this is.
    static std::optional<std::uint32_t> indexOf(std::uint32_t hostId);

    /// Places are looked for from `first` on, which a helper chooses at random: what is left of another's container (a
    /// file that has escaped it, say) should not soon meet its ids again.
    explicit IdPool(std::uint32_t first = 0)
        : m_next(first % kPlaces)
    {
    }

    /// The next free place, after that of the last call, whose ids belong to nobody. RangePoolExhausted when there is
    /// none.
    Result<std::uint32_t> allocate(const std::vector<IdInterval> &taken);
    /// A place that a record on disk has. RangeInvalid when it is outside the pool or already given to another.
    Result<> reserve(std::uint32_t index);
    /// Only once nothing on disk is owned by its ids.
    void release(std::uint32_t index);
    /// RangeInvalid when an account or a subordinate range has come to lie in the place since it was given.
    static Result<> check(std::uint32_t index, const std::vector<IdInterval> &taken);

    [[nodiscard]] std::uint32_t freePlaces() const { return kPlaces - static_cast<std::uint32_t>(m_used.size()); }

private:
    std::uint32_t m_next;
    std::set<std::uint32_t> m_used;
};

} // namespace vitrine::daemon
