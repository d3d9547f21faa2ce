// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

namespace vitrine::gui {

/// Which stretch of time all charts show, and the one cursor on it. Times are seconds of the steady clock.
/// Live, the right end follows the newest sample; paused or panned, it stays while the history goes on filling.
class TimeView : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] double window() const { return m_window; }
    [[nodiscard]] double end() const { return m_end; }
    [[nodiscard]] double start() const { return m_end - m_window; }
    [[nodiscard]] double now() const { return m_now; }
    [[nodiscard]] bool isLive() const { return m_live; }
    [[nodiscard]] std::optional<double> cursor() const { return m_cursor; }

    void setNow(double now); ///< time of the newest sample
    void setWindow(double seconds);
    void zoomStep(int steps); ///< to the next shorter (positive) or longer window of a fixed row
    void zoom(double factor, double around); ///< what stands at `around` stays there, unless the view is live
    void pan(double seconds);
    void togglePause();
    void goLive();
    void setCursor(std::optional<double> time);
    void moveCursor(int steps);
    void jumpTo(double time); ///< puts the cursor there and shows it

    static constexpr double kShortest = 15;
    static constexpr double kLongest = 6 * 3600;

signals:
    void rangeChanged();
    void cursorChanged();

private:
    void setEnd(double end);

    double m_window = 120;
    double m_end = 0;
    double m_now = 0;
    bool m_live = true;
    std::optional<double> m_cursor;
};

} // namespace vitrine::gui
