// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/MetricInfo.h"

#include <QString>

#include <utility>

/// How the window writes quantities: binary prefixes, three figures at most, and a dash for what is not known (NaN).
namespace vitrine::gui::units {

QString bytes(double bytes); ///< "187 MiB", "1.5 GiB", "0 MiB"
QString byteRate(double bytesPerSecond); ///< "9.8 MiB/s"
/// Two rates in the unit of the larger, named once: {"1.2", "0.3 MiB/s"}.
std::pair<QString, QString> byteRates(double first, double second);
QString cores(double cores); ///< "0.50"
QString count(double count); ///< "134"
QString opsRate(double opsPerSecond); ///< "200/s"
QString share(double share); ///< 0.46 is "46 %"
QString duration(double seconds); ///< "45 s", "12 min", "3 h 5 min", "2 days"
QString value(metrics::Unit unit, double value);

/// A vertical axis from 0 to a round number with three labels: 0, half and full, in one unit.
struct AxisScale {
    metrics::Unit unit = metrics::Unit::Count;
    double maximum = 1;

    /// The round scale on which `highest` stands below the top.
    static AxisScale above(metrics::Unit unit, double highest);
    [[nodiscard]] QString label(double value) const;
    bool operator==(const AxisScale &) const = default;
};

} // namespace vitrine::gui::units
