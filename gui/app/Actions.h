// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"

#include <QObject>

class QAction;
class QWidget;

namespace vitrine::gui {

/// Every verb of the window, once: toolbar, menus and keys share it.
class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QWidget &window);

    /// Which verbs make sense for the chosen container.
    void follow(const std::optional<ContainerInfo> &info);
    void refreshIcons();

    QAction *create;
    QAction *runApp;
    QAction *start;
    QAction *stop;
    QAction *forceStop;
    QAction *restart;
    QAction *pause; ///< Pause or Resume, as it fits
    QAction *cancel; ///< of a root that is being unpacked
    QAction *edit;
    QAction *rename;
    QAction *remove;
    QAction *find;
    QAction *undo;
    QAction *redo;
    QAction *explain;
    QAction *about;
    QAction *quit;

private:
    QAction *add(const QString &text, const QKeySequence &key, const QString &whatsThis = {});

    QWidget &m_window;
    bool m_resumes = false;
};

} // namespace vitrine::gui
