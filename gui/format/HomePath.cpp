// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/format/HomePath.h"

#include <QDir>

namespace vitrine::gui {

QString homePath(const std::string &path)
{
    const QString full = QString::fromStdString(path);
    const QString home = QDir::homePath();
    if (full == home)
        return QStringLiteral("~");
    // A home of "/" (a service, a container) would make every path look like one of its own.
    if (home.size() > 1 && full.startsWith(home + u'/'))
        return u'~' + full.mid(home.size());
    return full;
}

} // namespace vitrine::gui
