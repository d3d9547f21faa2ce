// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QAbstractButton;
class QLineEdit;

namespace vitrine::gui {

/// What a colour means. Shapes and words always say the same, so that nothing depends on colour alone.
enum class Tone { Good, Warn, Bad, Quiet, Accent };

bool isDark(const QPalette &palette);
/// Readable on the palette's Base and Window, light or dark.
QColor toneColor(Tone tone, const QPalette &palette);
/// A wash of the tone for backgrounds of bars and pills.
QColor toneTint(Tone tone, const QPalette &palette);
/// Text that steps back: units, news lines, hints.
QColor dimText(const QPalette &palette);
/// Lines between areas.
QColor hairline(const QPalette &palette);
QColor mix(const QColor &first, const QColor &second, double shareOfSecond);
/// Some space around the words of a button, and before those of a field; some styles have none to spare.
void giveRoom(QAbstractButton &button);
void giveRoom(QLineEdit &field);
QFont smallFont(const QFont &font);
QFont headingFont(const QFont &font);

} // namespace vitrine::gui
