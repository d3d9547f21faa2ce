// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <linux/filter.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::sys {

/// A system call that is denied (or allowed) when an argument, under a mask, has a value.
struct ArgumentRule {
    std::string name;
    unsigned argument = 0;
    std::uint64_t mask = 0;
    std::uint64_t value = 0;
    bool operator==(const ArgumentRule &) const = default;
};

/// resources/seccomp/default.json: what is not in it is ENOSYS, what is denied is EPERM.
struct SeccompProfile {
    std::vector<std::string> allow;
    std::vector<ArgumentRule> allowWhen;
    std::vector<std::string> deny;
    std::vector<ArgumentRule> denyWhen; ///< a call of `allow` that is denied for these arguments
    bool operator==(const SeccompProfile &) const = default;
};

/// The file as it was when the program was built.
std::string_view defaultProfileJson();

/// InvalidConfig when the text is not such a profile.
Result<SeccompProfile> parseSeccompProfile(std::string_view json);

/// The program for all architectures of this machine. Two programs of libseccomp in a row: the first denies, and where
/// it would allow, the second starts, which allows. libseccomp cannot say "allowed unless" in one.
Result<std::vector<sock_filter>> compileSeccompProfile(const SeccompProfile &profile);

} // namespace vitrine::sys
