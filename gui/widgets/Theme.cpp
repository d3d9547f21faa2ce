// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/Theme.h"

#include <QAbstractButton>
#include <QLineEdit>

namespace vitrine::gui {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor mix(const QColor &first, const QColor &second, double shareOfSecond)
{
    const auto blend = [shareOfSecond](int a, int b) { return qRound(a + (b - a) * shareOfSecond); };
    return QColor(blend(first.red(), second.red()), blend(first.green(), second.green()),
                  blend(first.blue(), second.blue()));
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Good:
        return dark ? QColor(0x5f, 0xc9, 0x8b) : QColor(0x27, 0x80, 0x4d);
    case Tone::Warn:
        return dark ? QColor(0xe5, 0xa9, 0x4b) : QColor(0xb0, 0x6c, 0x0c);
    case Tone::Bad:
        return dark ? QColor(0xf2, 0x7d, 0x6f) : QColor(0xbf, 0x35, 0x28);
    case Tone::Accent:
        return dark ? QColor(0x6c, 0xb6, 0xea) : QColor(0x25, 0x78, 0xb5);
    case Tone::Quiet:
        break;
    }
    return dark ? QColor(0xa3, 0xab, 0xb3) : QColor(0x66, 0x6f, 0x77);
}

QColor toneTint(Tone tone, const QPalette &palette)
{
    return mix(palette.color(QPalette::Base), toneColor(tone, palette), isDark(palette) ? 0.18 : 0.10);
}

QColor dimText(const QPalette &palette)
{
    return mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.38);
}

QColor hairline(const QPalette &palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), isDark(palette) ? 0.22 : 0.10);
}

void giveRoom(QAbstractButton &button)
{
    constexpr int kBeside = 14;
    constexpr int kAbove = 12; // and below
    button.setMinimumSize(button.sizeHint().width() + kBeside, button.fontMetrics().height() + kAbove);
}

void giveRoom(QLineEdit &field)
{
    constexpr int kBefore = 5;
    constexpr int kAbove = 9;
    field.setTextMargins(kBefore, 0, kBefore, 0);
    field.setMinimumHeight(field.fontMetrics().height() + kAbove);
}

QFont smallFont(const QFont &font)
{
    QFont smaller(font);
    if (font.pointSizeF() > 0)
        smaller.setPointSizeF(font.pointSizeF() * 0.88);
    return smaller;
}

QFont headingFont(const QFont &font)
{
    QFont larger(font);
    if (font.pointSizeF() > 0)
        larger.setPointSizeF(font.pointSizeF() * 1.45);
    larger.setBold(true);
    return larger;
}

} // namespace vitrine::gui
