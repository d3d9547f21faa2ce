// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/TimeStrip.h"

#include "gui/charts/MetricChart.h"
#include "gui/charts/TimeView.h"
#include "gui/format/Units.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr std::array<double, 11> kSteps{ 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200 };
constexpr int kMostSteps = 3;

} // namespace

TimeStrip::TimeStrip(const TimeView &time, QWidget *parent)
    : QWidget(parent)
    , m_time(time)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&m_time, &TimeView::rangeChanged, this, qOverload<>(&QWidget::update));
}

QSize TimeStrip::sizeHint() const
{
    return { 200, fontMetrics().height() + 4 };
}

void TimeStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::Text));
    const double right = width() - MetricChart::labelWidth(fontMetrics()) - 6;
    const auto step = std::find_if(kSteps.begin(), kSteps.end(),
                                   [this](double seconds) { return m_time.window() / seconds <= kMostSteps; });
    const double stride = step == kSteps.end() ? kSteps.back() : *step;
    const double age = m_time.now() - m_time.end(); // of the right edge
    for (double ago = std::ceil(age / stride - 0.01) * stride; ago <= age + m_time.window() * 1.001; ago += stride) {
        const double x = right - (ago - age) / m_time.window() * right;
        const QString text = ago < 0.5 ? tr("now") : QStringLiteral("−") + units::duration(ago + 0.5);
        const double textWidth = fontMetrics().horizontalAdvance(text);
        const double left = std::clamp(x - textWidth / 2, 0.0, right - textWidth);
        painter.drawText(QPointF(left, fontMetrics().ascent() + 2), text);
    }
}

} // namespace vitrine::gui

#include "moc_TimeStrip.cpp"
