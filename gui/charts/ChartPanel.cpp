// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/ChartPanel.h"

#include "gui/charts/MarksList.h"
#include "gui/charts/MetricChart.h"
#include "gui/charts/TimeStrip.h"
#include "gui/charts/TimeView.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/limits/LimitsModel.h"
#include "gui/widgets/DimLabel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

constexpr int kWindowMinutes[] = { 1, 2, 5, 30, 360 };

} // namespace

ChartPanel::ChartPanel(MetricsFeed &feed, LimitsModel &limits, QWidget *parent)
    : QWidget(parent)
    , m_feed(feed)
    , m_limits(limits)
    , m_time(new TimeView(this))
    , m_strip(new TimeStrip(*m_time, this))
    , m_paused(new DimLabel({}, this))
    , m_live(new QToolButton(this))
    , m_windows(new QButtonGroup(this))
    , m_marks(new MarksList(this))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 8, 14, 8);
    layout->setSpacing(0);
    for (const ChartKind kind : kChartKinds) {
        m_charts.push_back(makeChart(kind));
        layout->addWidget(m_charts.back(), 1);
    }
    layout->addWidget(m_strip);
    layout->addSpacing(4);
    layout->addLayout(makeFooter());
    layout->addWidget(m_marks);

    connect(m_time, &TimeView::rangeChanged, this, &ChartPanel::refreshSeries);
    connect(m_time, &TimeView::cursorChanged, this, &ChartPanel::refreshSentences);
    connect(m_marks, &MarksList::chosen, m_time, &TimeView::jumpTo);
    connect(&m_limits, &LimitsModel::changed, this, &ChartPanel::refreshLimits);
    connect(&m_feed, &MetricsFeed::updated, this, [this](const QString &id) {
        if (id == m_id)
            refresh();
    });
    connect(&m_feed, &MetricsFeed::marksChanged, this, [this](const QString &id) {
        if (id == m_id)
            refreshMarks();
    });
    refreshLimits();
    refreshMarks();
}

MetricChart *ChartPanel::makeChart(ChartKind kind)
{
    auto *chart = new MetricChart(kind, *m_time, this);
    connect(chart, &MetricChart::limitGrabbed, &m_limits, &LimitsModel::beginGesture);
    connect(chart, &MetricChart::limitCommitted, &m_limits, &LimitsModel::endGesture);
    connect(chart, &MetricChart::limitDragged, &m_limits, [this, kind](double value) {
        if (const auto key = chartLimit(kind, m_limits))
            m_limits.setValue(*key, value);
    });
    connect(chart, &MetricChart::limitRemoved, &m_limits, [this, kind] {
        if (const auto key = chartLimit(kind, m_limits))
            m_limits.setValue(*key, {});
    });
    return chart;
}

QHBoxLayout *ChartPanel::makeFooter()
{
    auto *footer = new QHBoxLayout;
    footer->setSpacing(2);
    footer->addWidget(m_paused);
    m_live->setText(tr("Back to Live"));
    m_live->setToolTip(tr("Follow the present again (0)"));
    connect(m_live, &QToolButton::clicked, m_time, &TimeView::goLive);
    footer->addWidget(m_live);
    footer->addStretch();
    for (const int minutes : kWindowMinutes) {
        auto *button = new QToolButton(this);
        button->setText(minutes < 60 ? tr("%1 min").arg(minutes) : tr("%1 h").arg(minutes / 60));
        button->setAccessibleName(tr("Show the last %1").arg(button->text()));
        button->setCheckable(true);
        button->setAutoRaise(true);
        m_windows->addButton(button, minutes * 60);
        footer->addWidget(button);
    }
    connect(m_windows, &QButtonGroup::idClicked, m_time, &TimeView::setWindow);
    return footer;
}

MetricChart *ChartPanel::chart(ChartKind kind) const
{
    return m_charts[static_cast<std::size_t>(kind)];
}

void ChartPanel::setContainer(const QString &id)
{
    if (id == m_id)
        return;
    m_id = id;
    m_time->setCursor({});
    m_time->goLive();
    refresh();
    refreshMarks();
}

void ChartPanel::refresh()
{
    // A container that has ended keeps its last minutes in view.
    m_time->setNow(m_feed.lastSeconds(m_id));
    refreshSentences();
}

void ChartPanel::refreshSeries()
{
    refreshFooter();
    if (!isVisible())
        return;
    for (MetricChart *chart : m_charts)
        chart->showSeries(m_feed.store(), m_id);
}

void ChartPanel::refreshSentences()
{
    if (!isVisible())
        return;
    for (MetricChart *chart : m_charts) {
        const bool known = m_feed.latest(m_id) != nullptr;
        chart->showSentence(known ? chartSentence(chart->kind(), m_feed, m_limits, m_id, m_time->cursor()) : QString());
    }
}

void ChartPanel::refreshLimits()
{
    for (MetricChart *chart : m_charts) {
        const auto key = chartLimit(chart->kind(), m_limits);
        chart->showLimit(key, key ? m_limits.range(*key) : LimitRange{}, key ? m_limits.value(*key) : std::nullopt);
    }
    refreshSentences();
}

void ChartPanel::refreshMarks()
{
    const auto marks = m_feed.marks(m_id);
    for (MetricChart *chart : m_charts)
        chart->showMarks(marks);
    m_marks->showMarks(marks);
}

void ChartPanel::refreshFooter()
{
    m_paused->setVisible(!m_time->isLive());
    m_live->setVisible(!m_time->isLive());
    const double age = m_time->now() - m_time->end();
    m_paused->setText(age < 1 ? tr("Paused") : tr("Paused, %1 back").arg(units::duration(age)));
    m_windows->setExclusive(false);
    for (QAbstractButton *button : m_windows->buttons())
        button->setChecked(m_windows->id(button) == static_cast<int>(m_time->window()));
    m_windows->setExclusive(true);
}

void ChartPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void ChartPanel::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Space:
        m_time->togglePause();
        break;
    case Qt::Key_0:
        m_time->goLive();
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_time->zoomStep(1);
        break;
    case Qt::Key_Minus:
        m_time->zoomStep(-1);
        break;
    case Qt::Key_Left:
        m_time->moveCursor(-1);
        break;
    case Qt::Key_Right:
        m_time->moveCursor(1);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace vitrine::gui

#include "moc_ChartPanel.cpp"
