// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/ContainerPage.h"

#include "gui/charts/ChartsPage.h"
#include "gui/pages/ContainerHeader.h"
#include "gui/pages/LogPage.h"
#include "gui/pages/MountsPage.h"
#include "gui/widgets/FlatTabBar.h"
#include "gui/widgets/Separator.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace vitrine::gui {

ContainerPage::ContainerPage(Backend &backend, MetricsFeed &feed, QWidget *parent)
    : QWidget(parent)
    , m_header(new ContainerHeader(feed, this))
    , m_tabs(new FlatTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_charts(new ChartsPage(backend, feed, this))
    , m_mounts(new MountsPage(backend, this))
    , m_log(new LogPage(backend, this))
{
    m_tabs->setAccessibleName(tr("Views of the container"));
    m_pages->setAutoFillBackground(true);
    m_pages->setBackgroundRole(QPalette::Base);
    addTab(tr("Charts"), m_charts);
    addTab(tr("Mounts"), m_mounts);
    addTab(tr("Log"), m_log);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);

    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(16, 0, 16, 0);
    tabRow->addWidget(m_tabs);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
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
    m_charts->setContainer(info);
    m_mounts->setContainer(info);
    m_log->setContainer(info);
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
