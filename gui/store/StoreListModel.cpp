// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/StoreListModel.h"

#include <algorithm>

namespace vitrine::gui {

int StoreListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant StoreListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const StoreRow &row = m_shown[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::ToolTipRole:
        return row.size.isEmpty() ? row.news : QStringLiteral("%1\n%2").arg(row.news, row.size);
    case Qt::AccessibleTextRole:
        // What is being imported changes its news all the time, and would be read out each time.
        return row.progress ? tr("%1, %2").arg(row.name, row.state)
                            : tr("%1, %2: %3, %4").arg(row.name, row.state, row.news, row.size);
    case Qt::AccessibleDescriptionRole:
        return row.news;
    case IdRole:
        return row.id;
    case RowRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

void StoreListModel::setRows(std::vector<StoreRow> rows)
{
    m_all = std::move(rows);
    synchronise();
}

void StoreListModel::setHidden(const QString &id, bool hidden)
{
    if (hidden)
        m_hidden.insert(id);
    else
        m_hidden.remove(id);
    synchronise();
}

void StoreListModel::synchronise()
{
    std::vector<StoreRow> wanted = m_all;
    std::erase_if(wanted, [this](const StoreRow &row) { return m_hidden.contains(row.id); });
    for (int at = rowCount() - 1; at >= 0; --at) {
        if (std::ranges::find(wanted, m_shown[static_cast<std::size_t>(at)].id, &StoreRow::id) != wanted.end())
            continue;
        beginRemoveRows({}, at, at);
        m_shown.erase(m_shown.begin() + at);
        endRemoveRows();
    }
    for (std::size_t place = 0; place < wanted.size(); ++place) {
        const int at = static_cast<int>(place);
        const auto known = std::ranges::find(m_shown, wanted[place].id, &StoreRow::id);
        if (known == m_shown.end()) {
            beginInsertRows({}, at, at);
            m_shown.insert(m_shown.begin() + at, wanted[place]);
            endInsertRows();
            continue;
        }
        if (const int now = static_cast<int>(known - m_shown.begin()); now != at) {
            // Rows before this one are in place already, so it can only move up.
            beginMoveRows({}, now, now, {}, at);
            std::rotate(m_shown.begin() + at, known, known + 1);
            endMoveRows();
        }
        if (m_shown[place] != wanted[place]) {
            m_shown[place] = wanted[place];
            emit dataChanged(index(at), index(at));
        }
    }
}

} // namespace vitrine::gui
