// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/SpecFields.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::spec {

enum class Severity : std::uint8_t { Error, Warning };

/// One thing wrong with a specification. Not an Error: a form wants all of them at once.
struct Problem {
    FieldId field = FieldId::Name;
    std::optional<std::size_t> row; ///< in a list
    Severity severity = Severity::Error;
    std::string message; ///< a sentence a person can act on, without a final full stop
    bool operator==(const Problem &) const = default;
};

/// Every problem of the final, merged specification; empty when it may start. Pure: asks nothing of the machine.
std::vector<Problem> validate(const ContainerSpec &spec);
/// The same for limits alone (UpdateLimits).
std::vector<Problem> validateLimits(const Limits &limits);
/// The same for all mounts of a container (AddMount).
std::vector<Problem> validateMounts(const std::vector<Mount> &mounts);
bool isValidName(std::string_view name);
bool hasErrors(const std::vector<Problem> &problems);
/// All messages of severity Error in one sentence, each with its field's key, for D-Bus.
std::string describe(const std::vector<Problem> &problems);

} // namespace vitrine::spec
