// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace vitrine::gui {

/// tr() for functions of no class. lupdate files their texts under the namespace, so that is the context.
inline QString tr(const char *text, const char *comment = nullptr, int number = -1)
{
    return QCoreApplication::translate("vitrine::gui", text, comment, number);
}

} // namespace vitrine::gui
