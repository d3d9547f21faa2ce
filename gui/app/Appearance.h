// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

namespace vitrine::gui {

/// Light or dark. The system's is the default; the other two are for sessions that cannot say.
enum class Appearance { System, Light, Dark };

Appearance savedAppearance();
void saveAppearance(Appearance appearance);
/// At once, for all windows.
void applyAppearance(Appearance appearance);
/// What the desktop asks for: Appearance::System follows it from now on.
void followDesktop(bool prefersDark);
QPalette lightPalette();
QPalette darkPalette();

} // namespace vitrine::gui
