// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/AccentButton.h"

#include <QApplication>
#include <QEvent>

namespace vitrine::gui {

AccentButton::AccentButton(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    color();
}

void AccentButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::StyleChange)
        color();
    QPushButton::changeEvent(event);
}

void AccentButton::color()
{
    if (m_coloring)
        return;
    m_coloring = true;
    const QPalette application = QApplication::palette();
    QPalette own = application;
    for (const QPalette::ColorGroup group : { QPalette::Active, QPalette::Inactive }) {
        own.setColor(group, QPalette::Button, application.color(QPalette::Active, QPalette::Highlight));
        own.setColor(group, QPalette::ButtonText, application.color(QPalette::Active, QPalette::HighlightedText));
    }
    setPalette(own);
    m_coloring = false;
}

} // namespace vitrine::gui
