// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ipc/SystemReport.h"
#include "gui/backend/Backend.h"

#include <QWidget>

#include <optional>

class QFrame;
class QLabel;
class QUndoStack;

namespace vitrine::gui {

class ChartPanel;
class LimitsModel;
class LimitsPanel;
class MetricsFeed;

/// The Charts tab: what a container uses on one time axis, and its limits, which are moved on the charts or beside
/// them. It joins ChartPanel and LimitsPanel, which know only LimitsModel and not one another.
class ChartsPage : public QWidget {
    Q_OBJECT
public:
    /// It reads the feed; who watches what with it is decided elsewhere (FeedWatch).
    ChartsPage(Backend &backend, MetricsFeed &feed, QWidget *parent = nullptr);

    /// Shows another container, or none. Later changes of it are followed through the backend.
    void setContainer(const std::optional<ContainerInfo> &container);
    /// The host's size is the end of the sliders; disks and controllers decide which limits there are.
    void setSystemReport(const ipc::SystemReport &report);

    /// Undo and redo of limit changes, for Ctrl+Z and Ctrl+Shift+Z of the window.
    [[nodiscard]] QUndoStack &undoStack();
    [[nodiscard]] LimitsModel &limits() { return *m_limits; }
    [[nodiscard]] ChartPanel &charts() { return *m_charts; }

private:
    QFrame *makeFailure();
    void showFailure(const QString &sentence);
    void showFeedFailure();

    MetricsFeed &m_feed;
    LimitsModel *m_limits;
    ChartPanel *m_charts;
    LimitsPanel *m_panel;
    QLabel *m_failureText = nullptr;
    QFrame *m_failure; ///< holds the text
};

} // namespace vitrine::gui
