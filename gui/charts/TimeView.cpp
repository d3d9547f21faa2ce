// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/TimeView.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace vitrine::gui {

namespace {

constexpr std::array<double, 9> kSteps{ 15, 30, 60, 120, 300, 600, 1800, 3600, TimeView::kLongest };

} // namespace

void TimeView::setNow(double now)
{
    m_now = now;
    if (m_live)
        m_end = now;
    emit rangeChanged();
}

void TimeView::setWindow(double seconds)
{
    m_window = std::clamp(seconds, kShortest, kLongest);
    emit rangeChanged();
}

void TimeView::zoomStep(int steps)
{
    for (; steps > 0; --steps) {
        const auto it = std::lower_bound(kSteps.begin(), kSteps.end(), m_window);
        m_window = it == kSteps.begin() ? kShortest : *std::prev(it);
    }
    for (; steps < 0; ++steps) {
        const auto it = std::upper_bound(kSteps.begin(), kSteps.end(), m_window);
        m_window = it == kSteps.end() ? kLongest : *it;
    }
    emit rangeChanged();
}

void TimeView::zoom(double factor, double around)
{
    const double window = std::clamp(m_window * factor, kShortest, kLongest);
    const double end = around + (m_end - around) * window / m_window;
    m_window = window;
    setEnd(m_live ? m_now : end);
}

void TimeView::pan(double seconds)
{
    const double end = m_end + seconds;
    // Pushed against the present, the view goes on with it.
    m_live = end >= m_now;
    setEnd(end);
}

void TimeView::togglePause()
{
    m_live = !m_live;
    setEnd(m_live ? m_now : m_end);
}

void TimeView::goLive()
{
    m_live = true;
    setEnd(m_now);
}

void TimeView::setCursor(std::optional<double> time)
{
    if (m_cursor == time)
        return;
    m_cursor = time;
    emit cursorChanged();
}

void TimeView::moveCursor(int steps)
{
    const double step = std::max(1.0, m_window / 120);
    setCursor(std::clamp(m_cursor.value_or(m_end) + steps * step, start(), m_end));
}

void TimeView::jumpTo(double time)
{
    if (time < start() || time > m_end) {
        m_live = false;
        setEnd(time + m_window / 2);
    }
    setCursor(time);
}

void TimeView::setEnd(double end)
{
    m_end = std::min(end, m_now);
    emit rangeChanged();
}

} // namespace vitrine::gui

#include "moc_TimeView.cpp"
