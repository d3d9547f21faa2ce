// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QIcon>
#include <QString>
#include <QStringList>

#include <vector>

namespace vitrine::gui {

/// An app of this computer's menu.
struct DesktopApp {
    QString id; ///< name of the .desktop file without its suffix
    QString name; ///< in the language of the session
    QString comment;
    QString icon; ///< a theme name or an absolute path
    QStringList command; ///< without the places for files and links
    bool needsTerminal = false;
    bool operator==(const DesktopApp &) const = default;
};

/// Everything that a menu of this session would show, by name. Reads the .desktop files of XDG_DATA_DIRS.
std::vector<DesktopApp> installedApps();

/// What the session's icon theme has for it, or the file that it names.
QIcon appIcon(const DesktopApp &app);

/// The words of a line quoted as in a shell; empty text has none. InvalidArgs says which quotation is not closed.
Result<QStringList> splitCommandLine(const QString &line);

/// The words of an Exec line, less its field codes (Desktop Entry Specification, "The Exec key").
QStringList commandOfExec(const QString &exec);

} // namespace vitrine::gui
