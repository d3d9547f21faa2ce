// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/ChartTheme.h"

#include <array>

namespace vitrine::gui {

namespace {

constexpr std::array<QRgb, 6> kOnLight{ 0xff2980b9, 0xff7d5bbe, 0xffb5651d, 0xff2e8b57, 0xffb03a5b, 0xff5f6b75 };
constexpr std::array<QRgb, 6> kOnDark{ 0xff5dade2, 0xffa98be0, 0xffe59a4f, 0xff58c48a, 0xffe0708f, 0xffa3b1bd };

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto mix = [share](double x, double y) { return static_cast<float>(x + (y - x) * share); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

} // namespace

ChartTheme::ChartTheme(const QPalette &palette)
    : dark(palette.color(QPalette::Base).lightnessF() < 0.5F)
    , background(palette.color(QPalette::Base))
    , text(palette.color(QPalette::Text))
    , quietText(mixed(text, background, 0.4))
    , grid(mixed(background, text, 0.07))
    , limit(QColor::fromRgb(dark ? 0xffe05a4b : 0xffc0392b))
    , limitText(Qt::white)
    , noLimit(mixed(limit, background, 0.38))
    , mark(QColor::fromRgb(dark ? 0xffe0a030 : 0xffb9770e))
    , cursor(mixed(text, background, 0.5))
{
}

QColor ChartTheme::series(int colorIndex) const
{
    const auto index = static_cast<std::size_t>(colorIndex) % kOnLight.size();
    return QColor::fromRgb(dark ? kOnDark[index] : kOnLight[index]);
}

QColor ChartTheme::fill(int colorIndex) const
{
    QColor color = series(colorIndex);
    color.setAlphaF(dark ? 0.20F : 0.13F);
    return color;
}

int chartColor(metrics::MetricId metric)
{
    using metrics::MetricId;
    switch (metric) {
    case MetricId::CpuCores:
    case MetricId::CpuThrottled:
        return 0;
    case MetricId::MemoryUsed:
    case MetricId::MemoryCache:
    case MetricId::MemoryKernel:
    case MetricId::MemorySwap:
        return 1;
    case MetricId::Processes:
        return 2;
    case MetricId::DiskRead:
    case MetricId::DiskWrite:
    case MetricId::DiskReadOps:
    case MetricId::DiskWriteOps:
        return 3;
    case MetricId::NetDown:
    case MetricId::NetUp:
        return 4;
    case MetricId::PressureCpu:
    case MetricId::PressureMemory:
    case MetricId::PressureIo:
        return 5;
    }
    return 0;
}

} // namespace vitrine::gui
