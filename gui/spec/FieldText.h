// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/SpecFields.h"

#include <QString>

namespace vitrine::gui {

/// What a field is called on screen. A field without a label does not compile (-Wswitch).
QString fieldLabel(spec::FieldId id);
/// When a change of it is in force while the container runs: "now", "at next start".
QString appliesText(spec::Applies applies);
/// One sentence on what it does, for tool tips and F1.
QString fieldHelp(spec::FieldId id);

} // namespace vitrine::gui
