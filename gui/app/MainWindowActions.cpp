// SPDX-License-Identifier: GPL-3.0-or-later
// What follows what in the window: lists, pages, actions and keys.
#include "gui/app/MainWindow.h"

#include "gui/app/ContainerCommands.h"
#include "gui/app/Removals.h"
#include "gui/app/TopBar.h"
#include "gui/charts/ChartsPage.h"
#include "gui/list/ContainerListModel.h"
#include "gui/list/SidePanel.h"
#include "gui/pages/ContainerPage.h"
#include "gui/pages/EmptyPage.h"
#include "gui/store/ImagesSection.h"
#include "gui/store/VolumesSection.h"

#include <QAction>
#include <QLineEdit>
#include <QShortcut>
#include <QUndoStack>

namespace vitrine::gui {

void MainWindow::connectList()
{
    connect(m_side, &SidePanel::currentChanged, this, [this] {
        if (m_side->list().isVisibleTo(this))
            m_side->sections().choose(SectionList::Containers);
        showCurrent();
    });
    connect(&m_side->list(), &QListView::clicked, this, [this] { m_side->sections().choose(SectionList::Containers); });
    connect(&m_side->sections(), &SectionList::sectionChosen, this, [this](SectionList::Section section) {
        showCurrent();
        if (section == SectionList::ThisComputer)
            askForReport();
    });
    connect(m_side, &SidePanel::cancelRequested, m_commands, &ContainerCommands::cancelPreparing);
    connect(m_model, &ContainerListModel::renameRequested, m_commands, &ContainerCommands::rename);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &MainWindow::showCurrent);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &MainWindow::showCurrent);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &MainWindow::showCurrent);
    connect(&m_backend, &Backend::connectionChanged, this, &MainWindow::askForReport);
    connect(&m_backend, &Backend::connectionChanged, this, &MainWindow::showConnection);
    connect(m_empty, &EmptyPage::requested, m_actions->runApp, &QAction::trigger);
    connect(m_top, &TopBar::appChosen, this,
            [this](const QString &appId) { openNew(NewContainerDialog::Start::App, appId); });
    connect(&m_top->findField(), &QLineEdit::textChanged, m_side, &SidePanel::setFilter);
    connect(&m_top->findField(), &QLineEdit::returnPressed, m_side, [this] { m_side->shownList().setFocus(); });
    connect(m_commands, &ContainerCommands::thisComputerRequested, this,
            [this] { m_side->sections().choose(SectionList::ThisComputer); });
}

void MainWindow::connectStore()
{
    const auto follow = [this](StoreSection *section, SectionList::Section place) {
        const auto show = [this, section, place] {
            m_side->sections().setNote(place, QString::number(section->count()));
            showSection();
        };
        connect(section, &StoreSection::changed, this, show);
        show();
    };
    follow(m_images, SectionList::Images);
    follow(m_volumes, SectionList::Volumes);
    connect(m_container, &ContainerPage::volumeWanted, this, [this](const QString &name) {
        if (m_volumes->choose(name))
            m_side->sections().choose(SectionList::Volumes);
    });
    connect(m_images, &ImagesSection::runRequested, this,
            [this](const QString &name) { openNew(NewContainerDialog::Start::Command)->chooseImage(name); });
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    on(m_actions->create, [this] { openNew(NewContainerDialog::Start::Command); });
    on(m_actions->runApp, [this] { openNew(NewContainerDialog::Start::App); });
    on(m_actions->find, [this] { startFind(); });
    on(m_actions->undo, [this] { undo(); });
    on(m_actions->redo, [this] { m_container->charts().undoStack().redo(); });
    followUndo();
    on(m_actions->explain, [this] { explainFocus(); });
    on(m_actions->about, [this] { showAbout(); });
    on(m_actions->quit, [this] { close(); });
}

/// Undo and Redo are there when there is something to take back or to do again; what was done last goes first.
void MainWindow::followUndo()
{
    QUndoStack &limits = m_container->charts().undoStack();
    const auto enable = [this, &limits] {
        m_actions->undo->setEnabled(m_removals->isWaiting() || limits.canUndo());
        m_actions->redo->setEnabled(limits.canRedo());
    };
    // The stack tells of its end, too, when the actions are gone already.
    connect(&limits, &QUndoStack::indexChanged, m_actions, [this, enable](int index) {
        m_limitIsLast = index > 0;
        enable();
    });
    connect(m_removals, &Removals::waitingChanged, m_actions, enable);
    enable();
}

void MainWindow::connectContainerActions()
{
    const auto onCurrent = [this](QAction *action, auto act) {
        connect(action, &QAction::triggered, this, [this, act] {
            if (const QString id = m_side->currentId(); !id.isEmpty())
                act(id);
        });
    };
    onCurrent(m_actions->start, [this](const QString &id) { m_commands->start(id); });
    onCurrent(m_actions->stop, [this](const QString &id) { m_commands->stop(id); });
    onCurrent(m_actions->forceStop, [this](const QString &id) { m_commands->forceStop(id); });
    onCurrent(m_actions->restart, [this](const QString &id) { m_commands->restart(id); });
    onCurrent(m_actions->pause, [this](const QString &id) { m_commands->togglePause(id); });
    onCurrent(m_actions->cancel, [this](const QString &id) { m_commands->cancelPreparing(id); });
    onCurrent(m_actions->remove, [this](const QString &id) {
        m_removals->remove(id);
        m_limitIsLast = false;
    });
    onCurrent(m_actions->edit, [this](const QString &id) { openEdit(id); });
    onCurrent(m_actions->rename, [this](const QString &) { m_side->renameCurrent(); });

    connect(m_container, &ContainerPage::editRequested, m_actions->edit, &QAction::trigger);
    connect(m_container, &ContainerPage::restartRequested, m_actions->restart, &QAction::trigger);
    connect(m_container, &ContainerPage::revertRequested, this, [this] { m_commands->revert(m_side->currentId()); });

    const auto separator = [this] {
        auto *line = new QAction(this);
        line->setSeparator(true);
        return line;
    };
    m_side->list().addActions({ m_actions->start, m_actions->stop, m_actions->forceStop, m_actions->restart,
                                m_actions->pause, m_actions->cancel, separator(), m_actions->edit, m_actions->rename,
                                m_actions->remove });
}

void MainWindow::addTabKeys()
{
    for (int tab = 0; tab < m_container->tabCount(); ++tab) {
        auto *key = new QShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(tab + 1)), this);
        connect(key, &QShortcut::activated, this, [this, tab] {
            m_side->sections().choose(SectionList::Containers);
            m_container->showTab(tab);
        });
    }
}

} // namespace vitrine::gui
