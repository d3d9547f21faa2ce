// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/ContainerPage.h"

#include "gui/charts/ChartsPage.h"
#include "gui/files/FilesClient.h"
#include "gui/pages/ContainerHeader.h"
#include "gui/pages/FilesPage.h"
#include "gui/pages/LayersPage.h"
#include "gui/pages/LogPage.h"
#include "gui/pages/MountsPage.h"
#include "gui/pages/WaitingBar.h"
#include "gui/widgets/FlatTabBar.h"
#include "gui/widgets/Separator.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace vitrine::gui {

ContainerPage::ContainerPage(Backend &backend, MetricsFeed &feed, QWidget *parent)
    : QWidget(parent)
    , m_header(new ContainerHeader(feed, this))
    , m_waiting(new WaitingBar(this))
    , m_tabs(new FlatTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_charts(new ChartsPage(backend, feed, this))
    , m_mounts(new MountsPage(backend, this))
    , m_log(new LogPage(backend, this))
    , m_client(new FilesClient(backend, this))
    , m_files(new FilesPage(*m_client, this))
    , m_layers(new LayersPage(backend, *m_client, this))
{
    m_tabs->setAccessibleName(tr("Views of the container"));
    m_pages->setAutoFillBackground(true);
    m_pages->setBackgroundRole(QPalette::Base);
    addTab(tr("Charts"), m_charts);
    addTab(tr("Mounts"), m_mounts);
    addTab(tr("Log"), m_log);
    addTab(tr("Files"), m_files);
    addTab(tr("Layers"), m_layers);
    connect(m_header, &ContainerHeader::editRequested, this, &ContainerPage::editRequested);
    connect(m_waiting, &WaitingBar::restartRequested, this, &ContainerPage::restartRequested);
    connect(m_waiting, &WaitingBar::revertRequested, this, &ContainerPage::revertRequested);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, &ContainerPage::followFiles);
    connect(m_mounts, &MountsPage::volumeWanted, this, &ContainerPage::volumeWanted);
    connect(m_files, &FilesPage::worked, this, &ContainerPage::followFiles);

    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(16, 0, 16, 0);
    tabRow->addWidget(m_tabs);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    auto *waitingRow = new QHBoxLayout;
    waitingRow->setContentsMargins(16, 0, 16, 6);
    waitingRow->addWidget(m_waiting);
    column->addLayout(waitingRow);
    column->addLayout(tabRow);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_pages, 1);
}

void ContainerPage::addTab(const QString &title, QWidget *page)
{
    m_pages->addWidget(page);
    const int tab = m_tabs->addTab(title);
    m_tabs->setTabToolTip(tab, QStringLiteral("Ctrl+%1").arg(tab + 1));
}

void ContainerPage::setContainer(const std::optional<ContainerInfo> &info)
{
    m_header->setContainer(info);
    m_waiting->setChanges(info ? info->waiting : std::vector<spec::SpecChange>());
    m_charts->setContainer(info);
    m_mounts->setContainer(info);
    m_log->setContainer(info);
    m_files->setContainer(info);
    m_layers->setContainer(info);
    // The helper ends the conversation when a container starts or ends.
    const bool isOtherRun = m_info && info && m_info->id == info->id && m_info->state != info->state;
    m_info = info;
    if (isOtherRun)
        m_client->reopen();
    followFiles();
}

void ContainerPage::followFiles()
{
    const bool isSeen = isVisible() && (m_tabs->currentIndex() == Files || m_tabs->currentIndex() == Layers);
    m_client->setContainer((isSeen || m_files->isWorking()) && m_info ? m_info->id : QString());
}

void ContainerPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    followFiles();
}

void ContainerPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    followFiles();
}

void ContainerPage::showTab(int tab)
{
    if (tab >= 0 && tab < m_tabs->count())
        m_tabs->setCurrentIndex(tab);
}

int ContainerPage::tab() const
{
    return m_tabs->currentIndex();
}

int ContainerPage::tabCount() const
{
    return m_tabs->count();
}

} // namespace vitrine::gui
