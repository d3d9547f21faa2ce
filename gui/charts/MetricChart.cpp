// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/MetricChart.h"

#include "gui/charts/ChartOverlay.h"
#include "gui/charts/TimeView.h"
#include "gui/feed/MarkText.h"
#include "gui/widgets/DimLabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr int kTitleWidth = 110;
constexpr int kLabelGap = 6;
constexpr double kLineReach = 4; ///< pixels around the line that grab it
constexpr double kDragStart = 2;
constexpr double kDoublingPixels = 40; ///< pulled past the top, a limit doubles each so many pixels

/// Three labels: nothing, half, full.
class UnitTicker : public QCPAxisTicker {
public:
    units::AxisScale scale;

protected:
    QVector<double> createTickVector(double, const QCPRange &) override
    {
        return { 0, scale.maximum / 2, scale.maximum };
    }
    QString getTickLabel(double tick, const QLocale &, QChar, int) override { return scale.label(tick); }
    QVector<double> createSubTickVector(int, const QVector<double> &) override { return {}; }
};

} // namespace

MetricChart::MetricChart(ChartKind kind, TimeView &time, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_time(time)
    , m_series(chartSeries(kind))
    , m_title(new QLabel(chartTitle(kind), this))
    , m_sentence(new DimLabel({}, this))
    , m_plot(new QCustomPlot(this))
    , m_overlay(nullptr)
    , m_scale(units::AxisScale::above(chartUnit(kind), 0))
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(chartTitle(kind));
    setWhatsThis(chartHelp(kind));
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setMinimumWidth(kTitleWidth);
    // A long sentence is cut off; it must not make the window wider.
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *head = new QHBoxLayout;
    head->setSpacing(0);
    head->addWidget(m_title);
    head->addWidget(m_sentence, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_plot, 1);
    setUpPlot();
    applyTheme();
}

void MetricChart::setUpPlot()
{
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setMinimumHeight(fontMetrics().height() * 3 + 8);
    m_plot->setContextMenuPolicy(Qt::NoContextMenu);
    m_plot->installEventFilter(this);
    QCPAxisRect *area = m_plot->axisRect();
    area->setAutoMargins(QCP::msNone);
    // A label that would touch the edge is not drawn at all.
    const int half = fontMetrics().height() / 2 + 2;
    area->setMargins(QMargins(0, half, labelWidth(fontMetrics()) + kLabelGap, half));
    for (QCPAxis *axis : { m_plot->xAxis, m_plot->yAxis, m_plot->xAxis2 })
        axis->setVisible(false);
    QCPAxis *values = m_plot->yAxis2;
    values->setVisible(true);
    values->setTicker(QSharedPointer<QCPAxisTicker>(new UnitTicker));
    values->setTickLength(0, 0);
    values->setTickLabelPadding(kLabelGap);
    values->setBasePen(Qt::NoPen);
    values->setTickPen(Qt::NoPen);
    values->grid()->setVisible(true);
    values->grid()->setZeroLinePen(Qt::NoPen);
    for (const ChartSeries &series : m_series) {
        QCPGraph *graph = m_plot->addGraph(m_plot->xAxis, values);
        if (series.stepped)
            graph->setLineStyle(QCPGraph::lsStepLeft);
        graph->setAdaptiveSampling(true);
        m_graphs.push_back(graph);
    }
    m_overlay = new ChartOverlay(m_plot); // owned by the plot
    connect(m_plot, &QCustomPlot::mousePress, this, &MetricChart::pressed);
    connect(m_plot, &QCustomPlot::mouseMove, this, &MetricChart::moved);
    connect(m_plot, &QCustomPlot::mouseRelease, this, &MetricChart::released);
    connect(m_plot, &QCustomPlot::mouseWheel, this, &MetricChart::wheeled);
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this](const QMouseEvent *event) {
        m_drag = Drag::None;
        if (isOnGrip(event->position()) && m_overlay->limit)
            emit limitRemoved();
    });
    connect(&m_time, &TimeView::cursorChanged, this, [this] {
        m_overlay->cursor = m_time.cursor();
        replot();
    });
}

int MetricChart::labelWidth(const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(QStringLiteral("1000 MiB/s"));
}

void MetricChart::applyTheme()
{
    const ChartTheme theme(palette());
    const int color = chartColor(m_series.front().metric);
    m_overlay->theme = theme;
    m_plot->setBackground(theme.background);
    m_plot->yAxis2->setTickLabelColor(theme.quietText);
    m_plot->yAxis2->setTickLabelFont(font());
    m_plot->yAxis2->grid()->setPen(QPen(theme.grid, 1));
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        m_graphs[i]->setPen(QPen(theme.series(color), 1.5, m_series[i].line));
        m_graphs[i]->setBrush(m_series[i].filled ? QBrush(theme.fill(color)) : QBrush(Qt::NoBrush));
    }
    replot();
}

void MetricChart::showSeries(const metrics::SeriesStore &store, const QString &containerId)
{
    m_highest = 0;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        // A little before the left edge, so that the curve enters from there.
        const double from = m_time.start() - m_time.window() / 60;
        const auto points = store.points(containerId.toStdString(), m_series[i].metric, from);
        QVector<QCPGraphData> curve;
        curve.reserve(static_cast<qsizetype>(points.size()));
        for (const metrics::Point &point : points) {
            curve.append(QCPGraphData(point.time, point.value));
            if (point.time >= m_time.start() && point.time <= m_time.end() && point.value > m_highest)
                m_highest = point.value;
        }
        m_graphs[i]->data()->set(curve, true);
    }
    m_plot->xAxis->setRange(m_time.start(), m_time.end());
    rescale();
    replot();
}

void MetricChart::showSentence(const QString &sentence)
{
    if (m_sentence->text() == sentence)
        return;
    m_sentence->setText(sentence);
    setAccessibleDescription(sentence);
}

void MetricChart::showMarks(const std::vector<metrics::Mark> &marks)
{
    m_overlay->marks.clear();
    std::copy_if(marks.begin(), marks.end(), std::back_inserter(m_overlay->marks),
                 [this](const metrics::Mark &mark) { return concerns(m_kind, mark); });
    replot();
}

void MetricChart::showLimit(const std::optional<LimitKey> &key, const LimitRange &range, std::optional<double> value)
{
    m_range = range;
    m_overlay->hasGrip = key.has_value();
    m_overlay->limit = key ? value : std::nullopt;
    m_overlay->gripText = key ? limitGripText(*key, value) : QString();
    rescale();
    replot();
}

void MetricChart::rescale()
{
    const metrics::Unit unit = chartUnit(m_kind);
    const double limit = m_overlay->limit.value_or(0);
    if (m_drag == Drag::Limit) {
        // The axis stands still under the hand, unless the line is pulled past its top.
        const bool past = limit > m_dragScale;
        m_scale = past ? units::AxisScale::above(unit, limit * 1.02) : units::AxisScale{ unit, m_dragScale };
    } else {
        m_scale = units::AxisScale::above(unit, std::max(m_highest * 1.08, limit * 1.15));
    }
    static_cast<UnitTicker *>(m_plot->yAxis2->ticker().data())->scale = m_scale;
    m_plot->yAxis2->setRange(0, m_scale.maximum);
}

void MetricChart::replot()
{
    if (isVisible())
        m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QRect MetricChart::gripRect() const
{
    return m_overlay->hasGrip ? m_overlay->grip().toRect() : QRect();
}

QString MetricChart::sentence() const
{
    return m_sentence->text();
}

bool MetricChart::isOnGrip(const QPointF &position) const
{
    if (!m_overlay->hasGrip)
        return false;
    const bool onLine = m_overlay->limit && std::abs(position.y() - m_overlay->lineY()) <= kLineReach
        && m_plot->axisRect()->rect().contains(position.toPoint());
    return onLine || m_overlay->grip().contains(position);
}

double MetricChart::limitAt(double y) const
{
    const QRectF area = m_plot->axisRect()->rect();
    const double value = y < area.top() ? m_dragScale * std::exp2((area.top() - y) / kDoublingPixels)
                                        : m_dragScale * (area.bottom() - y) / area.height();
    return roundLimit(m_range, value);
}

void MetricChart::pressed(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setFocus(Qt::MouseFocusReason);
    m_dragMoved = false;
    m_lastX = event->position().x();
    m_pressedY = event->position().y();
    if (!isOnGrip(event->position())) {
        m_drag = Drag::Time;
        return;
    }
    m_drag = Drag::Limit;
    m_dragScale = m_scale.maximum;
    m_dragOffset = event->position().y() - m_overlay->lineY();
    m_overlay->gripActive = true;
    m_time.setCursor({});
    emit limitGrabbed();
}

void MetricChart::moved(QMouseEvent *event)
{
    const QRectF area = m_plot->axisRect()->rect();
    const QPointF at = event->position();
    switch (m_drag) {
    case Drag::Limit:
        // Taking hold of it is not moving it.
        if (!m_dragMoved && std::abs(at.y() - m_pressedY) < kDragStart)
            return;
        m_dragMoved = true;
        emit limitDragged(limitAt(at.y() - m_dragOffset));
        return;
    case Drag::Time:
        m_plot->setCursor(Qt::ClosedHandCursor);
        m_time.pan((m_lastX - at.x()) / area.width() * m_time.window());
        m_lastX = at.x();
        return;
    case Drag::None:
        break;
    }
    const bool onGrip = isOnGrip(at);
    m_plot->setCursor(onGrip ? Qt::SizeVerCursor : Qt::ArrowCursor);
    // Who moves a limit wants to read the present.
    if (area.contains(at) && !onGrip)
        m_time.setCursor(m_plot->xAxis->pixelToCoord(at.x()));
    else
        m_time.setCursor({});
}

void MetricChart::released()
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    m_plot->setCursor(Qt::ArrowCursor);
    if (drag != Drag::Limit)
        return;
    m_overlay->gripActive = false;
    emit limitCommitted();
    rescale();
    replot();
}

void MetricChart::wheeled(QWheelEvent *event)
{
    const double notches = event->angleDelta().y() / 120.0;
    m_time.zoom(std::pow(0.8, notches), m_plot->xAxis->pixelToCoord(event->position().x()));
    event->accept();
}

void MetricChart::keyPressEvent(QKeyEvent *event)
{
    const bool up = event->key() == Qt::Key_Up;
    if (m_overlay->hasGrip && (up || event->key() == Qt::Key_Down)) {
        const double value = m_overlay->limit.value_or(m_scale.maximum);
        double next = roundLimit(m_range, value * (up ? 1.06 : 0.94));
        // Small whole numbers round back to themselves.
        if (next == value)
            next = std::clamp(value + (up ? 1 : -1), m_range.minimum, m_range.maximum);
        emit limitDragged(next);
    } else if (m_overlay->limit && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
        emit limitRemoved();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void MetricChart::focusInEvent(QFocusEvent *event)
{
    m_overlay->gripActive = event->reason() != Qt::MouseFocusReason;
    replot();
    QWidget::focusInEvent(event);
}

void MetricChart::focusOutEvent(QFocusEvent *event)
{
    m_overlay->gripActive = false;
    replot();
    QWidget::focusOutEvent(event);
}

void MetricChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
    QWidget::changeEvent(event);
}

bool MetricChart::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Leave)
        m_time.setCursor({});
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void MetricChart::showToolTip(const QPoint &at, const QPoint &globalAt)
{
    if (isOnGrip(at)) {
        QToolTip::showText(globalAt,
                           m_overlay->limit ? tr("Drag to change the limit, double click to remove it")
                                            : tr("Pull down to set a limit"),
                           m_plot);
    } else if (const metrics::Mark *mark = m_overlay->markAt(at.x())) {
        QToolTip::showText(globalAt, (markTitle(*mark) + QLatin1Char('\n') + markDetail(*mark)).trimmed(), m_plot);
    } else {
        QToolTip::hideText();
    }
}

} // namespace vitrine::gui

#include "moc_MetricChart.cpp"
