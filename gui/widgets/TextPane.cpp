// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/TextPane.h"

#include <QFontDatabase>

namespace vitrine::gui {

TextPane::TextPane(const QString &accessibleName, QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(accessibleName);
}

} // namespace vitrine::gui
