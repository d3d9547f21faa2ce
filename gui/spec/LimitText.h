// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/SpecFields.h"

#include <QString>

namespace vitrine::gui {

/// A single limit as a person types it: "0.5", "256 MiB", "0-2,5"; "" is no limit.
QString limitText(const spec::Limits &limits, spec::FieldId id);
/// InvalidArgs with a sentence when the text is no value of that field; `limits` is then unchanged.
Result<> setLimitText(spec::Limits &limits, spec::FieldId id, const QString &text);
/// The controller behind a limit: "memory" for FieldId::MemoryHigh.
QString controllerOf(spec::FieldId id);

} // namespace vitrine::gui
