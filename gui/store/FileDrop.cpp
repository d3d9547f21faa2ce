// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/FileDrop.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace vitrine::gui {

namespace {

QStringList localPaths(const QDropEvent &event)
{
    QStringList paths;
    for (const QUrl &url : event.mimeData()->urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

} // namespace

FileDrop::FileDrop(QWidget *target)
    : QObject(target)
{
    target->setAcceptDrops(true);
    target->installEventFilter(this);
}

bool FileDrop::eventFilter(QObject *, QEvent *event)
{
    const bool drops = event->type() == QEvent::Drop;
    if (!drops && event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove)
        return false;
    auto &drag = *static_cast<QDropEvent *>(event);
    const QStringList paths = localPaths(drag);
    if (paths.isEmpty())
        return false;
    drag.acceptProposedAction();
    if (drops)
        emit dropped(paths);
    return true;
}

} // namespace vitrine::gui
