// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/Appearance.h"

#include "gui/widgets/Theme.h"

#include <QApplication>
#include <QSettings>

namespace vitrine::gui {

namespace {

struct Colors {
    QRgb window, base, alternate, text, button, highlight, highlightedText, link, tip, disabled;
};

QPalette makePalette(const Colors &colors)
{
    QPalette palette(QColor(colors.button), QColor(colors.window));
    const auto set = [&palette](QPalette::ColorRole role, QRgb color) { palette.setColor(role, QColor(color)); };
    set(QPalette::Window, colors.window);
    set(QPalette::WindowText, colors.text);
    set(QPalette::Base, colors.base);
    set(QPalette::AlternateBase, colors.alternate);
    set(QPalette::Text, colors.text);
    set(QPalette::Button, colors.button);
    set(QPalette::ButtonText, colors.text);
    set(QPalette::ToolTipBase, colors.tip);
    set(QPalette::ToolTipText, colors.text);
    set(QPalette::Highlight, colors.highlight);
    set(QPalette::HighlightedText, colors.highlightedText);
    set(QPalette::Link, colors.link);
    set(QPalette::PlaceholderText, colors.disabled);
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, QColor(colors.disabled));
    return palette;
}

constexpr const char *kPrefersDark = "desktopPrefersDark"; // a property of the application

/// Without a platform theme Fusion's own light palette is drab: ours instead. A theme's palette is the person's, unless
/// it is light on a desktop that is set to dark: then there is no theme for Qt there.
QPalette systemPalette()
{
    if (qgetenv("XDG_CURRENT_DESKTOP").isEmpty())
        return qApp->property(kPrefersDark).toBool() ? darkPalette() : lightPalette();
    QApplication::setPalette(QPalette());
    const bool isMissing = qApp->property(kPrefersDark).toBool() && !isDark(QApplication::palette());
    return isMissing ? darkPalette() : QPalette();
}

QString settingsKey()
{
    return QStringLiteral("appearance");
}

} // namespace

QPalette lightPalette()
{
    return makePalette({ 0xffeff0f1, 0xffffffff, 0xfff7f7f8, 0xff232629, 0xfffcfcfc, 0xff2980b9, 0xffffffff, 0xff2578b5,
                         0xfff7f7f7, 0xff9aa0a5 });
}

QPalette darkPalette()
{
    // As in the light one, what is written on is lighter than what surrounds it: styles draw the outlines of fields and
    // boxes darker than the window, and on a darker ground nobody would see them.
    return makePalette({ 0xff25282c, 0xff32373c, 0xff383d43, 0xffe8eaec, 0xff41474d, 0xff2f86c4, 0xffffffff, 0xff6cb6ea,
                         0xff3d4349, 0xff8a9299 });
}

Appearance savedAppearance()
{
    const QString saved = QSettings().value(settingsKey()).toString();
    if (saved == QLatin1String("light"))
        return Appearance::Light;
    return saved == QLatin1String("dark") ? Appearance::Dark : Appearance::System;
}

void saveAppearance(Appearance appearance)
{
    QSettings settings;
    if (appearance == Appearance::System)
        settings.remove(settingsKey());
    else
        settings.setValue(settingsKey(),
                          appearance == Appearance::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

void applyAppearance(Appearance appearance)
{
    switch (appearance) {
    case Appearance::Light:
        QApplication::setPalette(lightPalette());
        break;
    case Appearance::Dark:
        QApplication::setPalette(darkPalette());
        break;
    case Appearance::System:
        QApplication::setPalette(systemPalette());
        break;
    }
}

void followDesktop(bool prefersDark)
{
    qApp->setProperty(kPrefersDark, prefersDark);
    if (savedAppearance() == Appearance::System)
        applyAppearance(Appearance::System);
}

} // namespace vitrine::gui
