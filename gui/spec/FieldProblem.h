// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/SpecDraft.h"

class QLineEdit;

namespace vitrine::gui {

/// Puts a sign into `edit` while there is a problem with `field`, and says which to the pointer and to screen readers.
/// An empty line is a beginning and has no sign.
void showProblemsIn(QLineEdit &edit, SpecDraft &draft, spec::FieldId field);

} // namespace vitrine::gui
