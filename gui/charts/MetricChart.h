// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/ChartDefs.h"
#include "gui/format/Units.h"

#include <QWidget>

#include <optional>
#include <vector>

class QCPGraph;
class QCustomPlot;
class QLabel;
class QMouseEvent;
class QWheelEvent;

namespace vitrine::gui {

class ChartOverlay;
class TimeView;

/// One chart: title and live sentence, curves over the shared time, and the limit line with its grip. It shows what it
/// is given and tells what the person does; it keeps no history and sets no limit itself.
class MetricChart : public QWidget {
    Q_OBJECT
public:
    MetricChart(ChartKind kind, TimeView &time, QWidget *parent = nullptr);

    [[nodiscard]] ChartKind kind() const { return m_kind; }
    /// The curves over the shown stretch of time; gaps stay gaps.
    void showSeries(const metrics::SeriesStore &store, const QString &containerId);
    void showSentence(const QString &sentence);
    void showMarks(const std::vector<metrics::Mark> &marks);
    /// The line: none when the limit cannot be set here, "no limit" when it is not.
    void showLimit(const std::optional<LimitKey> &key, const LimitRange &range, std::optional<double> value);

    [[nodiscard]] QCustomPlot *plot() const { return m_plot; }
    [[nodiscard]] QRect gripRect() const; ///< in pixels of plot()
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] static int labelWidth(const QFontMetrics &metrics); ///< of the axis labels on the right

signals:
    void limitGrabbed();
    void limitDragged(double value); ///< while moving
    void limitCommitted(); ///< let go
    void limitRemoved(); ///< double click

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Drag { None, Limit, Time };

    void setUpPlot();
    void applyTheme();
    void rescale();
    void replot();
    void pressed(QMouseEvent *event);
    void moved(QMouseEvent *event);
    void released();
    void wheeled(QWheelEvent *event);
    void showToolTip(const QPoint &at, const QPoint &globalAt);
    [[nodiscard]] bool isOnGrip(const QPointF &position) const;
    [[nodiscard]] double limitAt(double y) const;

    ChartKind m_kind;
    TimeView &m_time;
    std::vector<ChartSeries> m_series;
    QLabel *m_title;
    QLabel *m_sentence;
    QCustomPlot *m_plot;
    ChartOverlay *m_overlay;
    std::vector<QCPGraph *> m_graphs;
    units::AxisScale m_scale;
    double m_highest = 0; ///< of the values shown
    LimitRange m_range;
    Drag m_drag = Drag::None;
    bool m_dragMoved = false;
    double m_dragScale = 1; ///< top of the axis when the line was grabbed
    double m_dragOffset = 0; ///< pixels between the pointer and the line
    double m_pressedY = 0;
    double m_lastX = 0;
};

} // namespace vitrine::gui
