// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/SpecFields.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace vitrine::spec {

/// The member of a specification that a field names, so that JSON, ranges and differences walk fields() instead of
/// repeating it.
using FieldRef =
    std::variant<std::string *, bool *, std::uint64_t *, std::optional<double> *, std::optional<std::uint64_t> *,
                 std::optional<std::string> *, std::vector<std::string> *, RootKind *, Identity *, NetworkKind *,
                 std::vector<IoLimit> *, std::vector<DeviceRule> *, std::vector<Mount> *, std::vector<EnvVar> *>;

FieldRef fieldRef(ContainerSpec &spec, FieldId id);
/// The same for a field of the limits.
FieldRef limitRef(Limits &limits, FieldId id);

/// For reading only: `visitor` gets the member as a const reference.
template <typename Visitor> decltype(auto) visitField(const ContainerSpec &spec, FieldId id, const Visitor &visitor)
{
    // fieldRef itself changes nothing; the visitor sees the member as const again.
    return std::visit([&](auto *member) { return visitor(std::as_const(*member)); },
                      fieldRef(const_cast<ContainerSpec &>(spec), id));
}

} // namespace vitrine::spec
