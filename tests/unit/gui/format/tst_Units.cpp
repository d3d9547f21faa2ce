// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/format/Units.h"

#include <QLocale>
#include <QTest>

#include <limits>

using namespace vitrine;
using namespace vitrine::gui;

namespace {
constexpr double kMiB = 1024.0 * 1024;
constexpr double kGiB = kMiB * 1024;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
} // namespace

class TestUnits : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void writesBytesWithBinaryPrefixes_data()
    {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0.0 << "0 MiB";
        QTest::newRow("below a KiB") << 512.0 << "512 B";
        QTest::newRow("whole") << 256 * kMiB << "256 MiB";
        QTest::newRow("rounded") << 187.4 * kMiB << "187 MiB";
        QTest::newRow("one place below ten") << 9.84 * kMiB << "9.8 MiB";
        QTest::newRow("no zero at the end") << 8.0 * kMiB << "8 MiB";
        QTest::newRow("GiB with a place") << 15.4 * kGiB << "15.4 GiB";
        QTest::newRow("GiB and a half") << 1.5 * kGiB << "1.5 GiB";
        QTest::newRow("never 1024 of a unit") << 1023.9 * kMiB << "1 GiB";
        QTest::newRow("unknown") << kNaN << QStringLiteral("–");
    }
    void writesBytesWithBinaryPrefixes()
    {
        QFETCH(double, bytes);
        QTEST(units::bytes(bytes), "text");
    }

    void namesTheUnitOfTwoRatesOnce()
    {
        const auto [down, up] = units::byteRates(1.2 * kMiB, 0.3 * kMiB);
        QCOMPARE(down, QStringLiteral("1.2"));
        QCOMPARE(up, QStringLiteral("0.3 MiB/s"));
        QCOMPARE(units::byteRates(0, 9.8 * kMiB).first, QStringLiteral("0"));
    }

    void writesOtherQuantities()
    {
        QCOMPARE(units::cores(0.5), QStringLiteral("0.50"));
        QCOMPARE(units::share(0.46), QStringLiteral("46 %"));
        QCOMPARE(units::opsRate(200), QStringLiteral("200/s"));
        QCOMPARE(units::value(metrics::Unit::Count, 134), QStringLiteral("134"));
    }

    void writesDurationsInTheUnitAPersonWouldSay_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("seconds") << 45.7 << "45 s";
        QTest::newRow("minutes") << 12.0 * 60 + 5 << "12 min";
        QTest::newRow("hours") << 3.0 * 3600 + 300 << "3 h 5 min";
        QTest::newRow("whole hours") << 6.0 * 3600 << "6 h";
        QTest::newRow("days") << 72.0 * 3600 << "3 days";
    }
    void writesDurationsInTheUnitAPersonWouldSay()
    {
        QFETCH(double, seconds);
        QTEST(units::duration(seconds), "text");
    }

    void axisEndsAtARoundNumberAboveTheHighest_data()
    {
        QTest::addColumn<int>("unit");
        QTest::addColumn<double>("highest");
        QTest::addColumn<QString>("half");
        QTest::addColumn<QString>("full");
        const auto row = [](const char *name, metrics::Unit unit, double highest, const char *half, const char *full) {
            QTest::newRow(name) << static_cast<int>(unit) << highest << QString::fromUtf8(half)
                                << QString::fromUtf8(full);
        };
        row("cores", metrics::Unit::Cores, 0.58, "0.30", "0.60");
        row("memory", metrics::Unit::Bytes, 290 * kMiB, "150 MiB", "300 MiB");
        row("memory into GiB", metrics::Unit::Bytes, 1.15 * kGiB, "0.6 GiB", "1.2 GiB");
        row("memory just below a GiB", metrics::Unit::Bytes, 1010 * kMiB, "0.5 GiB", "1.0 GiB");
        row("processes", metrics::Unit::Count, 5.75, "3", "6");
        row("rate", metrics::Unit::BytesPerSecond, 11.5 * kMiB, "6 MiB/s", "12 MiB/s");
        row("rate with places", metrics::Unit::BytesPerSecond, 2.6 * kMiB, "1.5 MiB/s", "3.0 MiB/s");
        row("nothing yet", metrics::Unit::Count, kNaN, "2", "4");
    }
    void axisEndsAtARoundNumberAboveTheHighest()
    {
        QFETCH(int, unit);
        QFETCH(double, highest);
        const auto scale = units::AxisScale::above(static_cast<metrics::Unit>(unit), highest);
        QTEST(scale.label(scale.maximum / 2), "half");
        QTEST(scale.label(scale.maximum), "full");
    }
};

QTEST_APPLESS_MAIN(TestUnits)
#include "tst_Units.moc"
