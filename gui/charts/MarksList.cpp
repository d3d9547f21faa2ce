// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/MarksList.h"

#include "gui/feed/MarkText.h"
#include "gui/feed/MetricsFeed.h"

#include <QDateTime>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr int kRowsShown = 3;
enum Role { kTimeRole = Qt::UserRole, kKindRole, kClockRole };

bool isOf(const QListWidgetItem &item, const metrics::Mark &mark)
{
    return item.data(kTimeRole).toDouble() == mark.time && item.data(kKindRole).toInt() == static_cast<int>(mark.kind);
}

QString clockTime(double steadySeconds)
{
    const double ago = MetricsFeed::seconds(std::chrono::steady_clock::now()) - steadySeconds;
    const QDateTime at = QDateTime::currentDateTime().addMSecs(-std::llround(ago * 1000));
    return at.toString(QStringLiteral("HH:mm:ss"));
}

} // namespace

MarksList::MarksList(QWidget *parent)
    : QListWidget(parent)
{
    setAccessibleName(tr("Marks on the time axis"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    const auto choose = [this](const QListWidgetItem *item) { emit chosen(item->data(kTimeRole).toDouble()); };
    connect(this, &QListWidget::itemClicked, this, choose);
    connect(this, &QListWidget::itemActivated, this, choose);
}

/// In place: one that goes on changes its words once a second, and must not scroll away under the reader.
void MarksList::showMarks(const std::vector<metrics::Mark> &marks)
{
    const QPersistentModelIndex top = verticalScrollBar()->value() > 0 ? indexAt({ 0, 0 }) : QModelIndex();
    int row = 0;
    for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark, ++row) {
        int known = row;
        while (known < count() && !isOf(*item(known), *mark))
            ++known;
        if (known == count()) {
            insertItem(row, new QListWidgetItem);
            item(row)->setData(kTimeRole, mark->time);
            item(row)->setData(kKindRole, static_cast<int>(mark->kind));
            item(row)->setData(kClockRole, clockTime(mark->time));
            known = row;
        }
        for (; known > row; --known)
            delete takeItem(row);
        QString text = item(row)->data(kClockRole).toString() + QStringLiteral("   ") + markTitle(*mark);
        if (const QString detail = markDetail(*mark); !detail.isEmpty())
            text += QStringLiteral(" · ") + detail;
        item(row)->setText(text);
        item(row)->setToolTip(text);
    }
    while (count() > row)
        delete takeItem(row);
    if (top.isValid())
        scrollTo(top, QAbstractItemView::PositionAtTop);
    setVisible(!marks.empty());
    updateGeometry();
}

QSize MarksList::sizeHint() const
{
    const int rows = std::clamp(count(), 1, kRowsShown);
    const int height = std::max(sizeHintForRow(0), fontMetrics().height());
    return { 200, rows * height };
}

} // namespace vitrine::gui

#include "moc_MarksList.cpp"
