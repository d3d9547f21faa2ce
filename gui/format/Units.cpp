// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/format/Units.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine::gui::units {

namespace {

constexpr std::array<const char *, 6> kByteUnits{ "B", "KiB", "MiB", "GiB", "TiB", "PiB" };
constexpr std::size_t kMebi = 2;

QString tr(const char *text, int number = -1)
{
    return QCoreApplication::translate("vitrine::gui::units", text, nullptr, number);
}

QString unknown()
{
    return QStringLiteral("–");
}

QString number(double value, int decimals)
{
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(value, 'f', decimals);
}

/// At most `decimals` places, and none that would be a zero at the end.
QString shortNumber(double value, int decimals)
{
    const double scale = std::pow(10.0, decimals);
    double rounded = std::round(value * scale) / scale;
    while (decimals > 0) {
        const double tenth = std::pow(10.0, decimals - 1);
        if (std::abs(std::round(rounded * tenth) / tenth - rounded) > 1e-9)
            break;
        --decimals;
    }
    return number(rounded, decimals);
}

/// The largest unit of which there is at least one; MiB for nothing at all.
std::size_t byteUnit(double bytes)
{
    if (bytes < 0.5)
        return kMebi;
    std::size_t unit = 0;
    // 1023.7 KiB would be written as "1024 KiB".
    for (double rest = bytes; rest >= 1023.5 && unit + 1 < kByteUnits.size(); rest /= 1024)
        ++unit;
    return unit;
}

double unitBytes(std::size_t unit)
{
    return std::pow(1024.0, static_cast<double>(unit));
}

QString inUnit(double bytes, std::size_t unit)
{
    const double scaled = bytes / unitBytes(unit);
    const int decimals = unit > kMebi ? (scaled < 10 ? 2 : 1) : (scaled < 10 && unit > 0 ? 1 : 0);
    return shortNumber(scaled, decimals);
}

QString unitName(std::size_t unit)
{
    return QString::fromLatin1(kByteUnits[unit]);
}

/// The smallest of the steps, times a power of ten, that is not below `value`.
double roundUp(double value, std::initializer_list<double> steps)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : steps) {
        if (step * power >= value * (1 - 1e-9))
            return step * power;
    }
    return 10 * power;
}

double smallestScale(metrics::Unit unit)
{
    switch (unit) {
    case metrics::Unit::Cores:
        return 0.1;
    case metrics::Unit::Share:
        return 1;
    case metrics::Unit::Bytes:
        return 8.0 * 1024 * 1024;
    case metrics::Unit::BytesPerSecond:
        return 100.0 * 1024;
    case metrics::Unit::Count:
    case metrics::Unit::OpsPerSecond:
        return 4;
    case metrics::Unit::Percent:
        return 10;
    }
    return 1;
}

QString perSecond(const QString &text)
{
    return tr("%1/s").arg(text);
}

} // namespace

QString bytes(double bytes)
{
    if (!std::isfinite(bytes))
        return unknown();
    const std::size_t unit = byteUnit(bytes);
    return inUnit(bytes, unit) + QLatin1Char(' ') + unitName(unit);
}

QString byteRate(double bytesPerSecond)
{
    return std::isfinite(bytesPerSecond) ? perSecond(bytes(bytesPerSecond)) : unknown();
}

std::pair<QString, QString> byteRates(double first, double second)
{
    if (!std::isfinite(first) || !std::isfinite(second))
        return { byteRate(first), byteRate(second) };
    const std::size_t unit = byteUnit(std::max(first, second));
    return { inUnit(first, unit), perSecond(inUnit(second, unit) + QLatin1Char(' ') + unitName(unit)) };
}

QString cores(double cores)
{
    return std::isfinite(cores) ? number(cores, cores < 99.995 ? 2 : 0) : unknown();
}

QString count(double count)
{
    return std::isfinite(count) ? number(count, 0) : unknown();
}

QString opsRate(double opsPerSecond)
{
    return std::isfinite(opsPerSecond) ? tr("%1/s").arg(number(opsPerSecond, 0)) : unknown();
}

QString share(double share)
{
    return std::isfinite(share) ? tr("%1 %").arg(number(share * 100, 0)) : unknown();
}

QString duration(double seconds)
{
    if (!std::isfinite(seconds))
        return unknown();
    const auto whole = static_cast<qint64>(std::max(0.0, seconds));
    if (whole < 60)
        return tr("%1 s").arg(whole);
    const qint64 minutes = whole / 60;
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    const qint64 hours = minutes / 60;
    if (hours < 48)
        return minutes % 60 == 0 ? tr("%1 h").arg(hours) : tr("%1 h %2 min").arg(hours).arg(minutes % 60);
    return tr("%1 days").arg(hours / 24);
}

QString value(metrics::Unit unit, double value)
{
    switch (unit) {
    case metrics::Unit::Cores:
        return cores(value);
    case metrics::Unit::Share:
        return share(value);
    case metrics::Unit::Bytes:
        return bytes(value);
    case metrics::Unit::Count:
        return count(value);
    case metrics::Unit::BytesPerSecond:
        return byteRate(value);
    case metrics::Unit::OpsPerSecond:
        return opsRate(value);
    case metrics::Unit::Percent:
        return share(value / 100);
    }
    return {};
}

AxisScale AxisScale::above(metrics::Unit unit, double highest)
{
    const double wanted = std::max(std::isfinite(highest) ? highest : 0.0, smallestScale(unit));
    switch (unit) {
    case metrics::Unit::Bytes:
    case metrics::Unit::BytesPerSecond: {
        const double one = unitBytes(byteUnit(wanted));
        const double rounded = roundUp(wanted / one, { 1, 1.2, 1.6, 2, 3, 4, 5, 6, 8 });
        return { unit, rounded > 1000 ? 1024 * one : rounded * one };
    }
    case metrics::Unit::Count:
    case metrics::Unit::OpsPerSecond:
        // The half must be a whole number as well.
        return { unit, wanted <= 10 ? std::ceil(wanted / 2) * 2 : roundUp(wanted, { 1, 1.2, 1.6, 2, 3, 4, 5, 6, 8 }) };
    case metrics::Unit::Cores:
    case metrics::Unit::Share:
    case metrics::Unit::Percent:
        break;
    }
    return { unit, roundUp(wanted, { 1, 1.2, 1.6, 2, 3, 4, 5, 6, 8 }) };
}

QString AxisScale::label(double value) const
{
    const bool isRate = unit == metrics::Unit::BytesPerSecond;
    if (unit == metrics::Unit::Bytes || isRate) {
        const std::size_t step = byteUnit(maximum);
        const double top = maximum / unitBytes(step);
        const bool whole = std::abs(top / 2 - std::round(top / 2)) < 1e-9;
        const QString text = number(value / unitBytes(step), whole ? 0 : 1) + QLatin1Char(' ') + unitName(step);
        return isRate ? perSecond(text) : text;
    }
    if (unit == metrics::Unit::Cores)
        return number(value, maximum < 10 ? 2 : 1);
    return units::value(unit, value);
}

} // namespace vitrine::gui::units
