// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ContainerSpec.h"

#include <string>
#include <string_view>

namespace vitrine::spec {

inline constexpr int kSchemaVersion = 1;
inline constexpr std::size_t kMaxJsonBytes = 256 * 1024;
inline constexpr int kMaxJsonDepth = 16;

/// One JSON object with "schemaVersion". Unset optionals and empty lists are left out.
std::string toJson(const ContainerSpec &spec);
std::string limitsToJson(const Limits &limits);

/// Refuses whole: TooLarge over kMaxJsonBytes, InvalidConfig naming every unknown key, wrong type, duplicate key,
/// integer out of range, NUL or invalid UTF-8, StateTooNew for a newer schema. A missing key has its strict default.
Result<ContainerSpec> fromJson(std::string_view json);
Result<Limits> limitsFromJson(std::string_view json);

/// One row of "mounts" (AddMount).
std::string mountToJson(const Mount &mount);
Result<Mount> mountFromJson(std::string_view text);

} // namespace vitrine::spec
