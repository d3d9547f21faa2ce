// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/Actions.h"

#include "gui/widgets/Icons.h"

#include <QAction>
#include <QWidget>

namespace vitrine::gui {

using ipc::ContainerState;

Actions::Actions(QWidget &window)
    : QObject(&window)
    , m_window(window)
{
    create = add(tr("New…"), QKeySequence::New, tr("Makes a new container: what it runs, its files and its limits."));
    runApp = add(tr("Run an App…"), {}, tr("Runs an app of this computer in a container of its own."));
    start = add(tr("Start"), Qt::CTRL | Qt::Key_R, tr("Starts the chosen container."));
    stop = add(tr("Stop"), Qt::CTRL | Qt::Key_Period, tr("Asks the container to end, and ends it after its time-out."));
    forceStop = add(tr("Force Stop"), Qt::CTRL | Qt::SHIFT | Qt::Key_Period,
                    tr("Ends every process of the container at once. What is not saved is lost."));
    restart = add(tr("Restart"), {}, tr("Stops the container and starts it again."));
    pause = add(tr("Pause"), {}, tr("Freezes every process of the container, or lets them go on."));
    cancel = add(tr("Cancel Preparing"), {}, tr("Gives up unpacking and deletes the container."));
    edit = add(tr("Edit…"), {}, tr("Changes what the container runs, its files and its limits."));
    rename = add(tr("Rename"), Qt::Key_F2, tr("Changes the name in place."));
    remove = add(tr("Delete"), QKeySequence::Delete,
                 tr("Deletes the container with its own files. It can be undone for ten seconds."));
    find = add(tr("Find"), QKeySequence::Find);
    undo = add(tr("Undo"), QKeySequence::Undo, tr("Takes back the last change of a limit, or the last Delete."));
    redo = add(tr("Redo"), Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    explain = add(tr("Explain This Control"), Qt::Key_F1);
    about = add(tr("About Vitrine"), {});
    quit = add(tr("Quit"), QKeySequence::Quit);
    // They are the list's alone: elsewhere Del removes a limit, or a letter.
    for (QAction *ofList : { remove, rename }) {
        ofList->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_window.removeAction(ofList);
    }
    refreshIcons();
    follow(std::nullopt);
}

QAction *Actions::add(const QString &text, const QKeySequence &key, const QString &whatsThis)
{
    auto *action = new QAction(text, &m_window);
    action->setShortcut(key);
    action->setWhatsThis(whatsThis);
    const QString shown = QString(text).remove(u'…');
    action->setToolTip(key.isEmpty() ? shown : tr("%1 (%2)").arg(shown, key.toString(QKeySequence::NativeText)));
    m_window.addAction(action);
    return action;
}

void Actions::follow(const std::optional<ContainerInfo> &info)
{
    const auto is = [&info](ContainerState state) { return info && info->state == state; };
    const bool runs = is(ContainerState::Running) || is(ContainerState::Paused);
    start->setEnabled(is(ContainerState::Created) || is(ContainerState::Ended));
    stop->setEnabled(runs);
    forceStop->setEnabled(runs || is(ContainerState::Stopping));
    restart->setEnabled(runs);
    pause->setEnabled(runs);
    cancel->setVisible(is(ContainerState::Preparing));
    edit->setEnabled(runs || start->isEnabled());
    rename->setEnabled(info.has_value());
    remove->setEnabled(info && !is(ContainerState::Starting) && !is(ContainerState::Preparing));
    if (m_resumes != is(ContainerState::Paused)) {
        m_resumes = !m_resumes;
        pause->setText(m_resumes ? tr("Resume") : tr("Pause"));
        pause->setToolTip(pause->text());
        refreshIcons();
    }
}

void Actions::refreshIcons()
{
    const QPalette palette = m_window.palette();
    start->setIcon(icon(QStringLiteral("start"), palette));
    stop->setIcon(icon(QStringLiteral("stop"), palette));
    restart->setIcon(icon(QStringLiteral("restart"), palette));
    pause->setIcon(icon(m_resumes ? QStringLiteral("start") : QStringLiteral("pause"), palette));
    rename->setIcon(icon(QStringLiteral("rename"), palette));
    remove->setIcon(icon(QStringLiteral("delete"), palette));
}

} // namespace vitrine::gui
