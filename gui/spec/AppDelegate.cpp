// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/AppDelegate.h"

#include <QApplication>
#include <QIcon>
#include <QPainter>

namespace vitrine::gui {

namespace {

constexpr int kMargin = 6;
constexpr int kIcon = 32;

} // namespace

void AppDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    // The style draws what lies below; the icon has one size for all, and the text two lines.
    const QIcon icon = item.icon;
    const QString name = item.text;
    item.icon = {};
    item.text.clear();
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool isSelected = item.state.testFlag(QStyle::State_Selected);
    const QRect inner = item.rect.adjusted(kMargin, 0, -kMargin, 0);
    const QRect iconPlace(inner.left(), inner.center().y() - kIcon / 2 + 1, kIcon, kIcon);
    icon.paint(painter, iconPlace, Qt::AlignCenter);

    const int line = item.fontMetrics.height();
    const QString comment = index.data(kCommentRole).toString();
    QRect text = inner.adjusted(kIcon + 2 * kMargin, 0, 0, 0);
    text.setTop(inner.center().y() - (comment.isEmpty() ? line / 2 : line) + 1);
    text.setHeight(line);
    painter->save();
    painter->setFont(item.font);
    painter->setPen(item.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(text, Qt::AlignVCenter, item.fontMetrics.elidedText(name, Qt::ElideRight, text.width()));
    text.translate(0, line);
    painter->setPen(item.palette.color(isSelected ? QPalette::HighlightedText : QPalette::PlaceholderText));
    painter->drawText(text, Qt::AlignVCenter, item.fontMetrics.elidedText(comment, Qt::ElideRight, text.width()));
    painter->restore();
}

QSize AppDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 10 * kIcon, qMax(kIcon, 2 * option.fontMetrics.height()) + kMargin };
}

} // namespace vitrine::gui
