// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/list/NewsLine.h"

#include <QAbstractListModel>
#include <QSet>
#include <QTimer>

namespace vitrine::gui {

/// The containers as rows, oldest first. Follows the backend by differences, so that selection, scroll position and
/// an open editor survive every change.
class ContainerListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, NewsRole, NewsToneRole, InfoRole };

    explicit ContainerListModel(Backend &backend, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// A new name, as typed in place; it is shown only once the helper has taken it.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

    [[nodiscard]] QModelIndex indexOf(const QString &id) const;
    /// Takes a row away, or brings it back, while a removal can still be undone.
    void setHidden(const QString &id, bool hidden);

signals:
    void renameRequested(const QString &id, const QString &name);

private:
    struct Row {
        ContainerInfo info;
        News news;
    };
    void synchronise();
    void refreshNews();
    void updateRow(int row, const ContainerInfo &info);

    Backend &m_backend;
    std::vector<Row> m_rows;
    QSet<QString> m_hidden;
    QTimer m_clock;
};

} // namespace vitrine::gui

Q_DECLARE_METATYPE(vitrine::gui::ContainerInfo)
