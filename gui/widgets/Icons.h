// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>

namespace vitrine::gui {

/// One of our own line icons ("start", "stop"…) in the palette's text colour, with a pale one for disabled.
QIcon icon(const QString &name, const QPalette &palette);
QIcon programIcon();

} // namespace vitrine::gui
