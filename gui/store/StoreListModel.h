// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/store/StoreRow.h"

#include <QAbstractListModel>
#include <QSet>

#include <vector>

namespace vitrine::gui {

/// Images or volumes as rows. Takes new ones by differences, so that selection and scroll position survive.
class StoreListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, RowRole };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    void setRows(std::vector<StoreRow> rows);
    /// Takes a row away, or brings it back, while a removal can still be undone.
    void setHidden(const QString &id, bool hidden);

private:
    void synchronise();

    std::vector<StoreRow> m_all;
    std::vector<StoreRow> m_shown;
    QSet<QString> m_hidden;
};

} // namespace vitrine::gui

Q_DECLARE_METATYPE(vitrine::gui::StoreRow)
