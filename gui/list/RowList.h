// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QSortFilterProxyModel>

namespace vitrine::gui {

/// A list of objects with one chosen as long as there are any. The choice follows the object and not its place.
class RowList : public QListView {
    Q_OBJECT
public:
    /// `idRole` gives the id of a row.
    RowList(QAbstractItemModel &model, int idRole, QWidget *parent = nullptr);

    [[nodiscard]] QString currentId() const;
    /// Now, or as soon as it is there.
    void choose(const QString &id);
    /// Shows only rows whose name holds `text`.
    void setFilter(const QString &text);
    /// Opens the editor on the chosen row.
    void editCurrent();
    void repaintRow(const QString &id);

signals:
    void chosen(const QString &id);

private:
    void keepOneChosen();
    [[nodiscard]] QModelIndex rowOf(const QString &id) const;

    QSortFilterProxyModel m_shown;
    int m_idRole;
    QString m_wanted; ///< to be chosen as soon as it is there
};

} // namespace vitrine::gui
