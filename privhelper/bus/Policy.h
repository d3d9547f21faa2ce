// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/Authorizer.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace vitrine::bus {

enum class Turn : std::uint8_t {
    Any, ///< may happen beside others
    Alone, ///< changes the container: Busy while another such call is under way
};

/// Who may call a method: the owner of the object (for the manager, anybody), when polkit grants `action`.
struct MethodPolicy {
    std::string_view interface;
    std::string_view method;
    const char *action; ///< "" for what everybody may do
    Turn turn;
};

/// Every method of the interfaces in core/ipc has a line here; a test holds it.
std::span<const MethodPolicy> methodPolicies();
/// Null for a method without a line, which is then refused.
const MethodPolicy *policyOf(std::string_view interface, std::string_view method);

} // namespace vitrine::bus
