// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/store/StoreRow.h"

#include <QStyledItemDelegate>

namespace vitrine::gui {

/// Draws an image or a volume: mark, name, size and the line of news; while it is imported how far it is, and Cancel.
class StoreDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

signals:
    void cancelRequested(const QString &id);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    struct Layout {
        QRect mark;
        QRect name;
        QRect side; ///< the size, or Cancel
        QRect news;
        QRect bar;
    };
    static Layout layout(const QStyleOptionViewItem &option, const StoreRow &row);
};

} // namespace vitrine::gui
