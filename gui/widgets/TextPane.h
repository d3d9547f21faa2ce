// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace vitrine::gui {

/// The text of a file, to be read: every line whole, all letters of one width.
class TextPane : public QPlainTextEdit {
    Q_OBJECT
public:
    TextPane(const QString &accessibleName, QWidget *parent);
};

} // namespace vitrine::gui
