// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/SpecFields.h"

#include <string>
#include <vector>

namespace vitrine::spec {

struct FieldChange {
    FieldId field;
    std::string before; ///< as a person reads it: "64 MiB", "no limit"
    std::string after;
    bool operator==(const FieldChange &) const = default;
};

/// The value of a field as a person reads it: "64 MiB", "no limit", "0.5 cores".
std::string fieldText(const ContainerSpec &spec, FieldId id);

/// A row of a field of kind List.
struct FieldRow {
    std::string key; ///< what tells it from the others: the variable, the path inside, the device
    std::string text; ///< as a person reads it
};
std::vector<FieldRow> fieldRows(const ContainerSpec &spec, FieldId id);

/// What differs, in the order of fields().
std::vector<FieldChange> diff(const ContainerSpec &before, const ContainerSpec &after);

} // namespace vitrine::spec
