// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/list/ContainerDelegate.h"

#include "gui/charts/Sparkline.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/list/ContainerListModel.h"
#include "gui/list/RowPaint.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpressionValidator>

namespace vitrine::gui {

namespace {

constexpr int kSparkWidth = 60;
constexpr int kSparkHeight = 22;

ContainerInfo infoOf(const QModelIndex &index)
{
    return index.data(ContainerListModel::InfoRole).value<ContainerInfo>();
}

} // namespace

ContainerDelegate::ContainerDelegate(const MetricsFeed &feed, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_feed(feed)
{
}

ContainerDelegate::Layout ContainerDelegate::layout(const QStyleOptionViewItem &option, const ContainerInfo &info)
{
    const QRect inner = option.rect.adjusted(kRowMargin, kRowPadding, -kRowMargin, -kRowPadding);
    const QFontMetrics nameMetrics(rowNameFont(option));
    Layout places;
    places.mark = QRect(inner.left(), inner.center().y() - kRowMarkSide / 2, kRowMarkSide, kRowMarkSide);
    QRect text = inner.adjusted(kRowMarkSide + kRowGap, 0, 0, 0);
    if (ipc::isAlive(info.state)) {
        const int top = inner.center().y() - kSparkHeight / 2;
        places.memory = QRect(inner.right() + 1 - kSparkWidth, top, kSparkWidth, kSparkHeight);
        places.cpu = places.memory.translated(-kSparkWidth - kRowGap, 0);
        text.setRight(places.cpu.left() - kRowGap);
    } else if (info.state == ipc::ContainerState::Preparing) {
        const int width = QFontMetrics(option.font).horizontalAdvance(tr("Cancel"));
        places.cancel = QRect(inner.right() + 1 - width, inner.top(), width, inner.height());
        text.setRight(places.cancel.left() - kRowGap);
    }
    places.name = QRect(text.left(), text.top(), text.width(), nameMetrics.height());
    places.news = QRect(text.left(), places.name.bottom() + 2, text.width(), inner.bottom() - places.name.bottom());
    return places;
}

void ContainerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ContainerInfo info = infoOf(index);
    const Layout places = layout(option, info);
    const QPalette &palette = option.palette;
    const auto tone = static_cast<Tone>(index.data(ContainerListModel::NewsToneRole).toInt());

    painter->save();
    paintRowGround(*painter, option);
    paintMark(*painter, places.mark, stateMark(info), palette);

    painter->setFont(rowNameFont(option));
    painter->setPen(palette.color(QPalette::Active, QPalette::Text));
    painter->drawText(places.name, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(info.name, Qt::ElideRight, places.name.width()));

    painter->setFont(smallFont(option.font));
    painter->setPen(tone == Tone::Bad ? toneColor(Tone::Bad, palette) : dimText(palette));
    drawNews(*painter, places.news, index.data(ContainerListModel::NewsRole).toString());

    if (!places.cancel.isNull()) {
        QFont link = option.font;
        link.setUnderline(true);
        painter->setFont(link);
        painter->setPen(toneColor(Tone::Accent, palette));
        painter->drawText(places.cancel, Qt::AlignCenter, tr("Cancel"));
    }
    if (!places.cpu.isNull())
        paintSparklines(*painter, places, palette, info);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), hairline(palette));
    painter->restore();
}

void ContainerDelegate::paintSparklines(QPainter &painter, const Layout &places, const QPalette &palette,
                                        const ContainerInfo &info) const
{
    const double now = m_feed.nowSeconds();
    const std::optional<double> memory =
        info.spec.limits.memoryBytes ? std::optional(static_cast<double>(*info.spec.limits.memoryBytes)) : std::nullopt;
    Sparkline{ metrics::MetricId::CpuCores, info.spec.limits.cpus }.paint(painter, places.cpu, palette, m_feed.store(),
                                                                          info.id, now);
    Sparkline{ metrics::MetricId::MemoryUsed, memory }.paint(painter, places.memory, palette, m_feed.store(), info.id,
                                                             now);
}

QSize ContainerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    QStyleOptionViewItem wide(option);
    wide.rect = QRect(0, 0, view ? view->viewport()->width() : option.rect.width(), 100);
    const QFontMetrics newsMetrics(smallFont(option.font));
    const QString news = index.data(ContainerListModel::NewsRole).toString();
    const auto lines = static_cast<int>(newsLines(news, newsMetrics, layout(wide, infoOf(index)).news.width()).size());
    return { wide.rect.width(),
             2 * kRowPadding + QFontMetrics(rowNameFont(option)).height() + 3 + lines * newsMetrics.lineSpacing() };
}

QWidget *ContainerDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const
{
    auto *editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("New name"));
    static const QRegularExpression allowed(QStringLiteral("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}"));
    editor->setValidator(new QRegularExpressionValidator(allowed, editor));
    return editor;
}

void ContainerDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                             const QModelIndex &index) const
{
    QRect place = layout(option, infoOf(index)).name;
    place.setRight(option.rect.right() - kRowMargin);
    const int missing = editor->sizeHint().height() - place.height();
    editor->setGeometry(place.adjusted(-4, -missing / 2, 0, missing - missing / 2));
}

bool ContainerDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                    const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const ContainerInfo info = infoOf(index);
        if (mouse->button() == Qt::LeftButton && layout(option, info).cancel.contains(mouse->pos())) {
            emit cancelRequested(info.id);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace vitrine::gui
