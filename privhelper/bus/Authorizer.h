// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "privhelper/daemon/HostResources.h"

#include <cstdint>
#include <functional>
#include <string>

namespace vitrine::bus {

inline constexpr const char *kActionCreate = "io.vitrine.create";
inline constexpr const char *kActionManage = "io.vitrine.manage";
inline constexpr const char *kActionDevice = "io.vitrine.device";

struct Question {
    std::string sender; ///< unique name on the bus
    std::uint32_t uid = 0; ///< of the sender, as the bus says
    std::string action;
    bool mayInteract = false; ///< the caller is ready to wait for a person
};

/// Decides whether a caller may do something. What is not a clear yes is a no.
class Authorizer {
public:
    Authorizer() = default;
    Authorizer(const Authorizer &) = delete;
    Authorizer &operator=(const Authorizer &) = delete;
    virtual ~Authorizer() = default;

    /// Calls `answer` once, perhaps before it returns: success, or NotAuthorized naming the action.
    virtual void check(const Question &question, std::function<void(Result<>)> answer) = 0;
    /// Fills in what the report on this computer says of authorisation.
    virtual void describe(daemon::HelperFacts &facts) = 0;
};

} // namespace vitrine::bus
