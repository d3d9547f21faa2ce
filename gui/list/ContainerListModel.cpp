// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/ContainerListModel.h"

#include "gui/list/Phrases.h"

#include <algorithm>

namespace vitrine::gui {

namespace {
constexpr int kClockMs = 1000; // "Running · 12 s" counts seconds in the first minute
}

ContainerListModel::ContainerListModel(Backend &backend, QObject *parent)
    : QAbstractListModel(parent)
    , m_backend(backend)
{
    connect(&m_backend, &Backend::connectionChanged, this, &ContainerListModel::synchronise);
    connect(&m_backend, &Backend::containerAdded, this, &ContainerListModel::synchronise);
    connect(&m_backend, &Backend::containerRemoved, this, &ContainerListModel::synchronise);
    connect(&m_backend, &Backend::containerChanged, this, [this](const QString &id) {
        const QModelIndex index = indexOf(id);
        const auto info = m_backend.container(id);
        if (index.isValid() && info)
            updateRow(index.row(), *info);
    });
    connect(&m_clock, &QTimer::timeout, this, &ContainerListModel::refreshNews);
    m_clock.start(kClockMs);
    synchronise();
}

int ContainerListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ContainerListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return row.info.name;
    case Qt::ToolTipRole:
    case NewsRole:
        return row.news.text;
    case Qt::AccessibleTextRole:
        // What still runs changes its news every second, and would be read out each time.
        return ipc::isAlive(row.info.state) ? tr("%1, %2").arg(row.info.name, stateText(row.info))
                                            : tr("%1, %2: %3").arg(row.info.name, stateText(row.info), row.news.text);
    case Qt::AccessibleDescriptionRole:
        return row.news.text;
    case NewsToneRole:
        return static_cast<int>(row.news.tone);
    case IdRole:
        return row.info.id;
    case InfoRole:
        return QVariant::fromValue(row.info);
    default:
        return {};
    }
}

Qt::ItemFlags ContainerListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable;
}

bool ContainerListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || !index.isValid() || name.isEmpty() || name == data(index, role).toString())
        return false;
    emit renameRequested(data(index, IdRole).toString(), name);
    return false;
}

QModelIndex ContainerListModel::indexOf(const QString &id) const
{
    const auto found = std::ranges::find_if(m_rows, [&](const Row &row) { return row.info.id == id; });
    return found == m_rows.end() ? QModelIndex() : index(static_cast<int>(found - m_rows.begin()));
}

void ContainerListModel::setHidden(const QString &id, bool hidden)
{
    if (hidden)
        m_hidden.insert(id);
    else
        m_hidden.remove(id);
    synchronise();
}

void ContainerListModel::synchronise()
{
    std::vector<ContainerInfo> wanted = m_backend.containers();
    std::erase_if(wanted, [this](const ContainerInfo &info) { return m_hidden.contains(info.id); });

    for (int row = rowCount() - 1; row >= 0; --row) {
        const QString &id = m_rows[static_cast<std::size_t>(row)].info.id;
        if (std::ranges::find(wanted, id, &ContainerInfo::id) != wanted.end())
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        const int row = static_cast<int>(at);
        if (const QModelIndex now = indexOf(wanted[at].id); !now.isValid()) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, Row{ wanted[at], newsLine(wanted[at], nowUs()) });
            endInsertRows();
        } else {
            if (now.row() != row) {
                // Rows before this one are in place already, so it can only move up.
                beginMoveRows({}, now.row(), now.row(), {}, row);
                std::rotate(m_rows.begin() + row, m_rows.begin() + now.row(), m_rows.begin() + now.row() + 1);
                endMoveRows();
            }
            updateRow(row, wanted[at]);
        }
    }
}

void ContainerListModel::refreshNews()
{
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        updateRow(static_cast<int>(row), m_rows[row].info);
}

void ContainerListModel::updateRow(int row, const ContainerInfo &info)
{
    Row &old = m_rows[static_cast<std::size_t>(row)];
    News news = newsLine(info, nowUs());
    if (old.info == info && old.news == news)
        return;
    old = Row{ info, std::move(news) };
    emit dataChanged(index(row), index(row));
}

} // namespace vitrine::gui
