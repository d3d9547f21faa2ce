// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/SpecValidate.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::spec {

/// One difference between two specifications of a container, as a person reads it. Each row of a list is one of its
/// own.
struct SpecChange {
    FieldId field = FieldId::Name;
    std::string row; ///< in a list: the variable, the path inside, the device
    std::string before; ///< "64 MiB", "no limit"; "" for a row that was not there
    std::string after; ///< "" for a row that is there no longer
    Applies applies = Applies::Now; ///< while the container runs
    bool operator==(const SpecChange &) const = default;
};

/// All of them, in the order of fields().
std::vector<SpecChange> specChanges(const ContainerSpec &before, const ContainerSpec &after);

/// What a run that was started with `started` does not have of `kept`, and what the next start brings.
std::vector<SpecChange> waitingChanges(const ContainerSpec &started, const ContainerSpec &kept);
/// `kept` without its waiting changes.
ContainerSpec withoutWaiting(const ContainerSpec &started, const ContainerSpec &kept);

/// `current` with what differs between `read` and `edited`, field by field: it may have changed while it was edited.
ContainerSpec mergeEdits(const ContainerSpec &read, const ContainerSpec &edited, ContainerSpec current);

/// One problem for each field that is another in `after` and is fixed when a container is created.
std::vector<Problem> fixedProblems(const ContainerSpec &before, const ContainerSpec &after);
/// Why a field is fixed: a sentence without its full stop; "" for the others.
std::string_view whyFixed(FieldId id);

/// `[{"field":"env","row":"LANG","before":"LANG=C","after":"","applies":"next-start"}]`
std::string changesToJson(const std::vector<SpecChange> &changes);
Result<std::vector<SpecChange>> changesFromJson(std::string_view text);

} // namespace vitrine::spec
