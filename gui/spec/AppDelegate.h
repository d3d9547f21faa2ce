// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace vitrine::gui {

/// Paints an installed app in two lines: its name, and below it, stepping back, what it says of itself.
class AppDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kCommentRole = Qt::AccessibleDescriptionRole;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace vitrine::gui
