// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/SidePanel.h"

#include "gui/feed/MetricsFeed.h"
#include "gui/list/ContainerDelegate.h"
#include "gui/list/ContainerListModel.h"
#include "gui/widgets/Separator.h"

#include <QVBoxLayout>

namespace vitrine::gui {

SidePanel::SidePanel(ContainerListModel &model, const MetricsFeed &feed, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_sections(new SectionList(this))
    , m_list(new QListView(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_shown.setSourceModel(&m_model);
    m_shown.setFilterCaseSensitivity(Qt::CaseInsensitive);

    auto *delegate = new ContainerDelegate(feed, this);
    m_list->setModel(&m_shown);
    m_list->setItemDelegate(delegate);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_list->setAccessibleName(tr("Containers"));
    m_list->setWhatsThis(tr("Your containers. The shape and colour say the state; the line says what happened last; "
                            "the two curves are CPU and memory of the last minute."));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_sections);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_list, 1);

    connect(delegate, &ContainerDelegate::cancelRequested, this, &SidePanel::cancelRequested);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { emit currentChanged(currentId()); });
    connect(&m_shown, &QAbstractItemModel::rowsInserted, this, &SidePanel::keepOneChosen);
    connect(&m_shown, &QAbstractItemModel::rowsRemoved, this, &SidePanel::keepOneChosen);
    // The height of a row follows its news and state.
    connect(&m_shown, &QAbstractItemModel::dataChanged, m_list, &QListView::doItemsLayout);
    connect(&feed, &MetricsFeed::updated, this, &SidePanel::repaintRow);
}

QString SidePanel::currentId() const
{
    return m_list->currentIndex().data(ContainerListModel::IdRole).toString();
}

void SidePanel::choose(const QString &id)
{
    m_wanted = id;
    keepOneChosen();
}

void SidePanel::setFilter(const QString &text)
{
    m_shown.setFilterFixedString(text);
}

void SidePanel::renameCurrent()
{
    if (m_list->currentIndex().isValid()) {
        m_list->setFocus();
        m_list->edit(m_list->currentIndex());
    }
}

void SidePanel::keepOneChosen()
{
    const QModelIndex wanted = m_wanted.isEmpty() ? QModelIndex() : m_shown.mapFromSource(m_model.indexOf(m_wanted));
    if (wanted.isValid()) {
        m_wanted.clear();
        m_list->setCurrentIndex(wanted);
    } else if (!m_list->currentIndex().isValid() && m_shown.rowCount() > 0) {
        m_list->setCurrentIndex(m_shown.index(0, 0));
    }
}

void SidePanel::repaintRow(const QString &id)
{
    const QModelIndex row = m_shown.mapFromSource(m_model.indexOf(id));
    if (row.isValid())
        m_list->update(row);
}

} // namespace vitrine::gui
