// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/RowList.h"

namespace vitrine::gui {

RowList::RowList(QAbstractItemModel &model, int idRole, QWidget *parent)
    : QListView(parent)
    , m_idRole(idRole)
{
    m_shown.setSourceModel(&model);
    m_shown.setFilterCaseSensitivity(Qt::CaseInsensitive);
    setModel(&m_shown);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setResizeMode(QListView::Adjust);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { emit chosen(currentId()); });
    connect(&m_shown, &QAbstractItemModel::rowsInserted, this, &RowList::keepOneChosen);
    connect(&m_shown, &QAbstractItemModel::rowsRemoved, this, &RowList::keepOneChosen);
    // The height of a row follows its news and state.
    connect(&m_shown, &QAbstractItemModel::dataChanged, this, &QListView::doItemsLayout);
    keepOneChosen();
}

QString RowList::currentId() const
{
    return currentIndex().data(m_idRole).toString();
}

void RowList::choose(const QString &id)
{
    m_wanted = id;
    keepOneChosen();
}

void RowList::setFilter(const QString &text)
{
    m_shown.setFilterFixedString(text);
}

void RowList::editCurrent()
{
    if (currentIndex().isValid()) {
        setFocus();
        edit(currentIndex());
    }
}

void RowList::repaintRow(const QString &id)
{
    const QModelIndex row = rowOf(id);
    if (row.isValid())
        update(row);
}

void RowList::keepOneChosen()
{
    const QModelIndex wanted = m_wanted.isEmpty() ? QModelIndex() : rowOf(m_wanted);
    if (wanted.isValid()) {
        m_wanted.clear();
        setCurrentIndex(wanted);
    } else if (!currentIndex().isValid() && m_shown.rowCount() > 0) {
        setCurrentIndex(m_shown.index(0, 0));
    }
}

QModelIndex RowList::rowOf(const QString &id) const
{
    for (int row = 0; row < m_shown.rowCount(); ++row) {
        if (m_shown.index(row, 0).data(m_idRole).toString() == id)
            return m_shown.index(row, 0);
    }
    return {};
}

} // namespace vitrine::gui
