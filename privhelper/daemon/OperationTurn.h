// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <fmt/format.h>

#include <memory>

namespace vitrine::daemon {

/// Held by whoever changes an object, from before it is authorised until it is answered.
using OperationToken = std::shared_ptr<void>;

/// Lets one change of an object at a time happen.
class OperationTurn {
public:
    /// Busy while another token is held. `noun` is what a person calls the object.
    Result<OperationToken> take(const char *noun)
    {
        if (!m_held.expired())
            return failure(ErrorCode::Busy, fmt::format("something else is being done with this {}", noun));
        OperationToken token = std::make_shared<int>(0);
        m_held = token;
        return token;
    }

private:
    std::weak_ptr<void> m_held;
};

} // namespace vitrine::daemon
