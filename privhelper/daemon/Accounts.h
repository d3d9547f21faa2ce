// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// The group of a caller that /etc/passwd does not know: one that owns nothing.
inline constexpr std::uint32_t kNoGroup = 65'534;

struct Account {
    std::string name;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::string home;
};

/// First and last id, both within.
struct IdInterval {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

/// The accounts and subordinate ranges of this computer, read from the files themselves: a name service may ask the
/// network, and its modules have no place in the helper.
class Accounts {
public:
    /// `etcDir` holds passwd, group, subuid and subgid; one that is missing counts as empty.
    static Result<Accounts> read(const std::string &etcDir);

    [[nodiscard]] std::optional<Account> find(std::uint32_t uid) const;
    /// Ids that belong to somebody.
    [[nodiscard]] const std::vector<IdInterval> &taken() const { return m_taken; }

private:
    std::vector<Account> m_accounts;
    std::vector<IdInterval> m_taken;
};

} // namespace vitrine::daemon
