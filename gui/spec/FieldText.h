// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/SpecFields.h"

#include <QString>

namespace vitrine::gui {

/// What a field is called on screen. A field without a label does not compile (-Wswitch).
QString fieldLabel(spec::FieldId id);
/// One sentence on what it does, for tool tips and F1.
QString fieldHelp(spec::FieldId id);

} // namespace vitrine::gui
