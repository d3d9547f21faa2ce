// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/StoreDelegate.h"

#include "gui/list/RowPaint.h"
#include "gui/store/StoreListModel.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>

namespace vitrine::gui {

namespace {

constexpr int kBarHeight = 4;
constexpr int kSlack = 4; // a width is not to the pixel what the words take

StoreRow rowOf(const QModelIndex &index)
{
    return index.data(StoreListModel::RowRole).value<StoreRow>();
}

void paintBar(QPainter &painter, const QRect &place, double share, const QPalette &palette)
{
    painter.fillRect(place, hairline(palette));
    QRect done = place;
    if (share >= 0)
        done.setWidth(static_cast<int>(place.width() * share));
    // How far it is nobody knows: a piece in the middle says that it goes on.
    else
        done.adjust(place.width() / 3, 0, -place.width() / 3, 0);
    painter.fillRect(done, toneColor(Tone::Accent, palette));
}

} // namespace

StoreDelegate::Layout StoreDelegate::layout(const QStyleOptionViewItem &option, const StoreRow &row)
{
    const QRect inner = option.rect.adjusted(kRowMargin, kRowPadding, -kRowMargin, -kRowPadding);
    const QFontMetrics nameMetrics(rowNameFont(option));
    const QFontMetrics newsMetrics(smallFont(option.font));
    Layout places;
    places.mark = QRect(inner.left(), inner.center().y() - kRowMarkSide / 2, kRowMarkSide, kRowMarkSide);
    const QRect text = inner.adjusted(kRowMarkSide + kRowGap, 0, 0, 0);
    const int sideWidth = row.progress ? QFontMetrics(option.font).horizontalAdvance(tr("Cancel")) + kSlack
        : row.size.isEmpty()           ? 0
                                       : newsMetrics.horizontalAdvance(row.size) + kSlack;
    const int nameHeight = nameMetrics.height();
    places.side = QRect(text.right() + 1 - sideWidth, text.top(), sideWidth, row.progress ? text.height() : nameHeight);
    places.name = QRect(text.left(), text.top(), text.width() - (sideWidth ? sideWidth + kRowGap : 0), nameHeight);
    places.news = QRect(text.left(), places.name.bottom() + 3, text.width(), 0);
    if (row.progress)
        places.news.setRight(places.side.left() - kRowGap);
    const auto lines = static_cast<int>(newsLines(row.news, newsMetrics, places.news.width()).size());
    places.news.setHeight(lines * newsMetrics.lineSpacing());
    if (row.progress)
        places.bar = QRect(text.left(), places.news.bottom() + 4, places.news.width(), kBarHeight);
    return places;
}

void StoreDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const StoreRow row = rowOf(index);
    const Layout places = layout(option, row);
    const QPalette &palette = option.palette;
    const auto draw = [&](const QRect &place, Qt::Alignment alignment, const QString &text) {
        painter->drawText(place, alignment | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    };

    painter->save();
    paintRowGround(*painter, option);
    paintMark(*painter, places.mark, row.mark, palette);
    painter->setFont(rowNameFont(option));
    painter->setPen(palette.color(QPalette::Active, QPalette::Text));
    draw(places.name, Qt::AlignLeft, row.name);
    painter->setFont(smallFont(option.font));
    painter->setPen(row.tone == Tone::Quiet ? dimText(palette) : toneColor(row.tone, palette));
    drawNews(*painter, places.news, row.news);
    if (row.progress) {
        paintBar(*painter, places.bar, *row.progress, palette);
        QFont link = option.font;
        link.setUnderline(true);
        painter->setFont(link);
        painter->setPen(toneColor(Tone::Accent, palette));
        draw(places.side, Qt::AlignRight, tr("Cancel"));
    } else {
        painter->setPen(dimText(palette));
        draw(places.side, Qt::AlignRight, row.size);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), hairline(palette));
    painter->restore();
}

QSize StoreDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    QStyleOptionViewItem wide(option);
    wide.rect = QRect(0, 0, view ? view->viewport()->width() : option.rect.width(), 100);
    const Layout places = layout(wide, rowOf(index));
    const int bottom = places.bar.isNull() ? places.news.bottom() : places.bar.bottom();
    return { wide.rect.width(), bottom + kRowPadding + 2 };
}

bool StoreDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const StoreRow row = rowOf(index);
        if (row.progress && mouse->button() == Qt::LeftButton && layout(option, row).side.contains(mouse->pos())) {
            emit cancelRequested(row.id);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace vitrine::gui
