// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/SidePanel.h"

#include "gui/feed/MetricsFeed.h"
#include "gui/list/ContainerDelegate.h"
#include "gui/list/ContainerListModel.h"
#include "gui/widgets/Separator.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace vitrine::gui {

SidePanel::SidePanel(ContainerListModel &model, const MetricsFeed &feed, QWidget *parent)
    : QWidget(parent)
    , m_sections(new SectionList(this))
    , m_list(new RowList(model, ContainerListModel::IdRole, this))
    , m_pages(new QStackedWidget(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *delegate = new ContainerDelegate(feed, this);
    m_list->setItemDelegate(delegate);
    m_list->setAccessibleName(tr("Containers"));
    m_list->setWhatsThis(tr("Your containers. The shape and colour say the state; the line says what happened last; "
                            "the two curves are CPU and memory of the last minute."));
    addList(SectionList::Containers, *m_list, nullptr);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_sections);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_pages, 1);

    connect(delegate, &ContainerDelegate::cancelRequested, this, &SidePanel::cancelRequested);
    connect(m_list, &RowList::chosen, this, &SidePanel::currentChanged);
    connect(m_sections, &SectionList::sectionChosen, this, &SidePanel::showSection);
    connect(&feed, &MetricsFeed::updated, m_list, &RowList::repaintRow);
}

void SidePanel::addList(SectionList::Section section, RowList &list, QWidget *footer)
{
    auto *page = new QWidget(m_pages);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(&list, 1);
    if (footer)
        column->addWidget(footer);
    m_pages->addWidget(page);
    m_lists.insert(section, &list);
}

RowList &SidePanel::shownList()
{
    return *m_lists.value(m_sections->chosen(), m_list);
}

void SidePanel::showSection()
{
    m_pages->setCurrentWidget(shownList().parentWidget());
}

void SidePanel::setFilter(const QString &text)
{
    for (RowList *list : std::as_const(m_lists))
        list->setFilter(text);
}

} // namespace vitrine::gui
