// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/ChartDefs.h"

#include <QWidget>

#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace vitrine::gui {

class MarksList;
class MetricChart;
class TimeStrip;
class TimeView;

/// All charts of one container on one time axis with one cursor, and the list of marks below them. Wheel and + − zoom,
/// drag pans, Space pauses, 0 goes back to live, the arrow keys move the cursor.
class ChartPanel : public QWidget {
    Q_OBJECT
public:
    ChartPanel(MetricsFeed &feed, LimitsModel &limits, QWidget *parent = nullptr);

    void setContainer(const QString &id);

    [[nodiscard]] MetricChart *chart(ChartKind kind) const;
    [[nodiscard]] TimeView &time() { return *m_time; }
    [[nodiscard]] MarksList *marksList() const { return m_marks; }

protected:
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    MetricChart *makeChart(ChartKind kind);
    QHBoxLayout *makeFooter();
    void refresh();
    void refreshSeries();
    void refreshSentences();
    void refreshLimits();
    void refreshMarks();
    void refreshFooter();

    MetricsFeed &m_feed;
    LimitsModel &m_limits;
    QString m_id;
    TimeView *m_time;
    std::vector<MetricChart *> m_charts;
    TimeStrip *m_strip;
    QLabel *m_paused;
    QToolButton *m_live;
    QButtonGroup *m_windows;
    MarksList *m_marks;
};

} // namespace vitrine::gui
