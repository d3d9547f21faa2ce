// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/MainWindow.h"

#include "gui/app/ContainerCommands.h"
#include "gui/app/Removals.h"
#include "gui/app/StatusBar.h"
#include "gui/app/TopBar.h"
#include "gui/charts/ChartsPage.h"
#include "gui/list/ContainerListModel.h"
#include "gui/list/SidePanel.h"
#include "gui/pages/ContainerPage.h"
#include "gui/pages/EmptyPage.h"
#include "gui/pages/LocalReport.h"
#include "gui/pages/LogPage.h"
#include "gui/pages/ThisComputerPage.h"
#include "gui/spec/StartWhenPrepared.h"
#include "gui/store/ImagesSection.h"
#include "gui/store/VolumesSection.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Separator.h"

#include <QApplication>
#include <QCloseEvent>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QWhatsThis>

namespace vitrine::gui {

namespace {

constexpr QSize kFirstSize{ 1280, 803 };
constexpr int kFirstSideWidth = 288;
const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kSplitterKey = QStringLiteral("window/splitter");
const QString kContainerKey = QStringLiteral("window/container");
const QString kTabKey = QStringLiteral("window/tab");

} // namespace

MainWindow::MainWindow(Backend &backend, MetricsFeed &feed, QWidget *parent)
    : QMainWindow(parent)
    , m_backend(backend)
    , m_actions(new Actions(*this))
    , m_model(new ContainerListModel(backend, this))
    , m_top(new TopBar(*m_actions, this))
    , m_side(new SidePanel(*m_model, feed, this))
    , m_splitter(new QSplitter(this))
    , m_messages(new MessageArea(this))
    , m_pages(new QStackedWidget(this))
    , m_container(new ContainerPage(backend, feed, this))
    , m_computer(new ThisComputerPage(this))
    , m_empty(new EmptyPage(tr("Run an app or a command with its own files and limits."), tr("Run an App…"), this))
    , m_status(new StatusBar(backend, this))
    , m_commands(new ContainerCommands(backend, *m_messages, this))
    , m_removals(new Removals(backend, *m_model, *m_messages, this))
    , m_images(new ImagesSection(backend, *m_messages, *m_removals, this))
    , m_volumes(new VolumesSection(backend, *m_messages, *m_removals, this))
{
    build();
    connectList();
    connectStore();
    connectActions();
    connectContainerActions();
    addTabKeys();
    restore();
    askForReport();
    showCurrent();
}

void MainWindow::build()
{
    for (QWidget *page :
         std::initializer_list<QWidget *>{ m_empty, m_container, m_images->page(), m_volumes->page(), m_computer })
        m_pages->addWidget(page);
    auto *right = new QWidget(this);
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    rightColumn->addWidget(m_messages);
    rightColumn->addWidget(m_pages, 1);

    m_side->addList(SectionList::Images, m_images->list(), m_images->footer());
    m_side->addList(SectionList::Volumes, m_volumes->list(), m_volumes->footer());
    m_splitter->addWidget(m_side);
    m_splitter->addWidget(right);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_side->setMinimumWidth(200);

    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(new Separator(Qt::Horizontal, central));
    column->addWidget(m_splitter, 1);
    column->addWidget(new Separator(Qt::Horizontal, central));
    setCentralWidget(central);
    setStatusBar(m_status);
}

void MainWindow::restore()
{
    const QSettings settings;
    if (!restoreGeometry(settings.value(kGeometryKey).toByteArray()))
        resize(kFirstSize);
    if (!m_splitter->restoreState(settings.value(kSplitterKey).toByteArray()))
        m_splitter->setSizes({ kFirstSideWidth, kFirstSize.width() - kFirstSideWidth });
    m_splitter->setHandleWidth(1);
    m_side->choose(settings.value(kContainerKey).toString());
    m_container->showTab(settings.value(kTabKey).toInt());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings;
    settings.setValue(kGeometryKey, saveGeometry());
    settings.setValue(kSplitterKey, m_splitter->saveState());
    settings.setValue(kContainerKey, m_side->currentId());
    settings.setValue(kTabKey, m_container->tab());
    m_removals->finish();
    event->accept();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_actions->refreshIcons();
}

void MainWindow::showCurrent()
{
    const QString id = m_side->currentId();
    const auto info = id.isEmpty() ? std::nullopt : m_backend.container(id);
    // What is not in view is not acted on.
    m_actions->follow(m_side->list().isVisibleTo(this) ? info : std::nullopt);
    m_container->setContainer(info);
    m_side->sections().setNote(SectionList::Containers, QString::number(m_model->rowCount()));
    showSection();
}

void MainWindow::showSection()
{
    const auto show = [this](QWidget *page, const QString &title) {
        m_pages->setCurrentWidget(page);
        setWindowTitle(title.isEmpty() ? tr("Vitrine") : tr("%1 — Vitrine").arg(title));
    };
    switch (m_side->sections().chosen()) {
    case SectionList::Containers:
        if (const auto info = m_backend.container(m_side->currentId()))
            return show(m_container, info->name);
        return show(m_empty, {});
    case SectionList::Images:
        return show(m_images->page(), m_images->title());
    case SectionList::Volumes:
        return show(m_volumes->page(), m_volumes->title());
    case SectionList::ThisComputer:
        return show(m_computer, tr("This Computer"));
    }
}

void MainWindow::askForReport()
{
    const bool ready = m_backend.connection() == Connection::Ready;
    // While the helper is asked again, what it said before still stands.
    if (!ready || !m_helperReported)
        showReport(localReport(m_backend.connection() == Connection::Lost ? m_backend.connectionError() : QString()));
    m_helperReported = m_helperReported && ready;
    if (!ready)
        return;
    m_backend.systemReport({ this, [this](const Result<ipc::SystemReport> &report) {
                                if (!report) {
                                    m_messages->showError(
                                        explain(tr("Could not ask what this computer offers."), report.error()));
                                    return;
                                }
                                m_helperReported = true;
                                showReport(*report);
                                m_container->charts().setSystemReport(*report);
                            } });
}

void MainWindow::showConnection()
{
    if (m_lost)
        emit m_lost->closed();
    if (m_backend.connection() != Connection::Lost)
        return;
    const Error error{ ErrorCode::System, 0, m_backend.connectionError().toStdString() };
    m_lost = m_messages->showError(explain(tr("Vitrine's helper does not answer."), error));
    m_lost->addAction(tr("This Computer"), [this] { m_side->sections().choose(SectionList::ThisComputer); });
}

void MainWindow::showReport(const ipc::SystemReport &report)
{
    m_report = report;
    m_computer->setReport(report);
    m_status->setReport(report);
    const bool ready = overallStatus(report) == ipc::ItemStatus::Ok;
    m_side->sections().setNote(SectionList::ThisComputer, ready ? tr("ready") : tr("limited"),
                               ready ? Tone::Good : Tone::Warn);
}

NewContainerDialog *MainWindow::openNew(NewContainerDialog::Start start, const QString &appId)
{
    auto *dialog = new NewContainerDialog(m_backend, start, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewContainerDialog::created, this, &MainWindow::created);
    if (!appId.isEmpty())
        dialog->chooseApp(appId);
    dialog->open();
    return dialog;
}

void MainWindow::openEdit(const QString &id)
{
    const auto info = m_backend.container(id);
    if (!info)
        return;
    auto *dialog = new NewContainerDialog(m_backend, *info, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::created(const QString &id, NewContainerDialog::AfterCreate after)
{
    m_top->findField().clear();
    m_side->sections().choose(SectionList::Containers);
    m_side->choose(id);
    if (after == NewContainerDialog::AfterCreate::Leave)
        return;
    auto *starter = new StartWhenPrepared(m_backend, id, this);
    connect(starter, &StartWhenPrepared::failed, m_commands, &ContainerCommands::showStartFailure);
}

void MainWindow::startFind()
{
    if (m_container->log().isVisible()) {
        m_container->log().startFind();
        return;
    }
    m_top->findField().setFocus(Qt::ShortcutFocusReason);
    m_top->findField().selectAll();
}

void MainWindow::undo()
{
    if (m_limitIsLast || !m_removals->undoLast())
        m_container->charts().undoStack().undo();
}

void MainWindow::explainFocus()
{
    for (QWidget *widget = QApplication::focusWidget(); widget; widget = widget->parentWidget()) {
        if (widget->whatsThis().isEmpty())
            continue;
        QWhatsThis::showText(widget->mapToGlobal(QPoint(12, 12)), widget->whatsThis(), widget);
        return;
    }
    QWhatsThis::enterWhatsThisMode();
}

void MainWindow::showAbout()
{
    m_messages->showNotice(tr("Vitrine %1: see-through containers for the Linux desktop. GPL-3.0-or-later.")
                               .arg(QApplication::applicationVersion()));
}

} // namespace vitrine::gui
