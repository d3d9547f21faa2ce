// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/DimLabel.h"

#include "gui/widgets/Theme.h"

#include <QApplication>
#include <QEvent>

namespace vitrine::gui {

DimLabel::DimLabel(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    // On a Base background Qt would take Text, which is not dimmed.
    setForegroundRole(QPalette::WindowText);
    dim();
}

void DimLabel::changeEvent(QEvent *event)
{
    // Only windows are told of another palette of the application; what they hold learns of its own.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        dim();
    QLabel::changeEvent(event);
}

void DimLabel::dim()
{
    if (m_dimming)
        return;
    m_dimming = true;
    QPalette own; // of this one colour: all others go on following
    own.setColor(QPalette::WindowText, dimText(QApplication::palette()));
    setPalette(own);
    m_dimming = false;
}

} // namespace vitrine::gui
