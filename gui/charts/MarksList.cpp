// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/MarksList.h"

#include "gui/feed/MarkText.h"
#include "gui/feed/MetricsFeed.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr int kRowsShown = 3;

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
    const auto choose = [this](const QListWidgetItem *item) { emit chosen(item->data(Qt::UserRole).toDouble()); };
    connect(this, &QListWidget::itemClicked, this, choose);
    connect(this, &QListWidget::itemActivated, this, choose);
}

void MarksList::showMarks(const std::vector<metrics::Mark> &marks)
{
    const QVariant selected = currentItem() ? currentItem()->data(Qt::UserRole) : QVariant();
    clear();
    for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
        QString text = clockTime(mark->time) + QStringLiteral("   ") + markTitle(*mark);
        if (const QString detail = markDetail(*mark); !detail.isEmpty())
            text += QStringLiteral(" · ") + detail;
        auto *item = new QListWidgetItem(text, this);
        item->setData(Qt::UserRole, mark->time);
        item->setToolTip(text);
        if (item->data(Qt::UserRole) == selected)
            setCurrentItem(item);
    }
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
