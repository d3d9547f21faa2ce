// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/Marks.h"
#include "core/metrics/Rates.h"
#include "core/metrics/SeriesStore.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <set>

using namespace vitrine;
using namespace vitrine::metrics;
using cgroup::CgroupSample;
using cgroup::LimitValue;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

CgroupSample firstSample()
{
    CgroupSample sample;
    sample.at = Clock::time_point(seconds(100));
    sample.inode = 5;
    sample.cpuUsageUs = 1'000'000;
    sample.nrPeriods = 100;
    sample.nrThrottled = 10;
    sample.memoryCurrent = 1000;
    sample.memoryInactiveFile = 400;
    sample.pidsCurrent = 3;
    sample.io = { { "8:0", 1000, 2000, 1, 2 } };
    sample.netReceivedBytes = 500;
    sample.netSentBytes = 700;
    sample.cpuPressure = cgroup::Pressure{ 12.5, 0, 0, 0 };
    return sample;
}

CgroupSample secondSample()
{
    auto sample = firstSample();
    sample.at += milliseconds(2000);
    sample.cpuUsageUs = 2'000'000;
    sample.nrPeriods = 120;
    sample.nrThrottled = 15;
    sample.io = { { "8:0", 5000, 2000, 5, 2 }, { "8:16", 0, 8000, 0, 4 } };
    sample.netReceivedBytes = 2500;
    sample.netSentBytes = 700;
    return sample;
}

MetricValues valuesAt(double second, double cores)
{
    MetricValues values{ Clock::time_point(milliseconds(std::llround(second * 1000))), {} };
    values.values.fill(kGap);
    values.values[0] = cores;
    return values;
}

std::vector<Mark> marksBetween(const CgroupSample &before, const CgroupSample &after)
{
    return marks(&before, after);
}

} // namespace

class tst_Metrics : public QObject {
    Q_OBJECT
private slots:
    void everyMetricHasItsOwnKey()
    {
        std::set<std::string_view> keys;
        for (const auto &info : metrics::metrics()) {
            QVERIFY(keys.insert(info.key).second);
            QCOMPARE(metric(info.id).key, info.key);
        }
        QCOMPARE(keys.size(), kMetricCount);
    }

    void ratesAreGrowthOverTime()
    {
        const auto first = firstSample();
        const auto values = rates(&first, secondSample());
        QCOMPARE(values[MetricId::CpuCores], 0.5);
        QCOMPARE(values[MetricId::CpuThrottled], 0.25);
        QCOMPARE(values[MetricId::MemoryUsed], 600.0);
        QCOMPARE(values[MetricId::Processes], 3.0);
        QCOMPARE(values[MetricId::DiskRead], 2000.0);
        QCOMPARE(values[MetricId::DiskWrite], 4000.0);
        QCOMPARE(values[MetricId::DiskReadOps], 2.0);
        QCOMPARE(values[MetricId::DiskWriteOps], 2.0);
        QCOMPARE(values[MetricId::NetDown], 1000.0);
        QCOMPARE(values[MetricId::NetUp], 0.0);
        QCOMPARE(values[MetricId::PressureCpu], 12.5);
        QVERIFY(std::isnan(values[MetricId::MemorySwap]));
        QVERIFY(std::isnan(values[MetricId::PressureIo]));
    }

    void aStackOfDevicesCountsOnce()
    {
        auto first = firstSample();
        first.io = { { "8:0", 0, 0, 0, 0 }, { "253:0", 0, 0, 0, 0, true } };
        auto second = secondSample();
        // Read through LUKS, and written where the kernel's threads hide it from the disk's line.
        second.io = { { "8:0", 4000, 0, 4, 0 }, { "253:0", 4000, 6000, 4, 6, true } };
        QCOMPARE(rates(&first, second)[MetricId::DiskRead], 2000.0);
        QCOMPARE(rates(&first, second)[MetricId::DiskWrite], 3000.0);
        QCOMPARE(rates(&first, second)[MetricId::DiskReadOps], 2.0);
    }

    void theFirstSampleHasLevelsButNoRates()
    {
        const auto values = rates(nullptr, firstSample());
        QVERIFY(std::isnan(values[MetricId::CpuCores]));
        QVERIFY(std::isnan(values[MetricId::DiskRead]));
        QCOMPARE(values[MetricId::MemoryUsed], 600.0);
    }

    void aCgroupMadeAnewIsAGap()
    {
        const auto first = firstSample();
        auto second = secondSample();
        second.inode = 6;
        QVERIFY(std::isnan(rates(&first, second)[MetricId::CpuCores]));
        QCOMPARE(rates(&first, second)[MetricId::Processes], 3.0);
    }

    void aCounterThatFallsIsAGap()
    {
        const auto first = firstSample();
        auto second = secondSample();
        second.cpuUsageUs = 1;
        second.io->at(0).readBytes = 0;
        QVERIFY(std::isnan(rates(&first, second)[MetricId::CpuCores]));
        QVERIFY(std::isnan(rates(&first, second)[MetricId::DiskRead]));
    }

    void aMissingControllerIsAGapAndNotZero()
    {
        const auto first = firstSample();
        auto second = secondSample();
        second.io.reset();
        second.memoryCurrent.reset();
        second.nrPeriods.reset();
        const auto values = rates(&first, second);
        for (const auto id : { MetricId::DiskRead, MetricId::MemoryUsed, MetricId::CpuThrottled })
            QVERIFY(std::isnan(values[id]));
    }

    void noPeriodsMeanNoThrottling()
    {
        const auto first = firstSample();
        auto second = secondSample();
        second.nrPeriods = first.nrPeriods;
        second.nrThrottled = first.nrThrottled;
        QCOMPARE(rates(&first, second)[MetricId::CpuThrottled], 0.0);
    }

    void twoSamplesOfOneMomentGiveNoRate()
    {
        const auto first = firstSample();
        auto second = secondSample();
        second.at = first.at;
        QVERIFY(std::isnan(rates(&first, second)[MetricId::CpuCores]));
    }

    void keepsTheNewestValue()
    {
        SeriesStore store;
        QVERIFY(std::isnan(store.latest("a", MetricId::CpuCores)));
        store.push("a", valuesAt(1, 0.25));
        store.push("a", valuesAt(2, 0.5));
        QCOMPARE(store.latest("a", MetricId::CpuCores), 0.5);
        QVERIFY(std::isnan(store.latest("a", MetricId::NetUp)));
        store.forget("a");
        QVERIFY(store.points("a", MetricId::CpuCores, 0).empty());
    }

    void answersFromTheFinestTierThatReachesBack()
    {
        SeriesStore store;
        constexpr int kSeconds = 2 * 3600;
        for (int second = 0; second < kSeconds; ++second)
            store.push("a", valuesAt(second, second));
        const auto last = [&](double ago) { return store.points("a", MetricId::CpuCores, kSeconds - ago); };
        QCOMPARE(last(60).size(), std::size_t(60));
        for (const double ago : { 290.0, 1700.0, 7000.0 }) {
            const auto points = last(ago);
            QVERIFY(points.size() <= 2 * SeriesStore::kTierLength);
            QVERIFY(points.front().time - (kSeconds - ago) <= 36);
            QCOMPARE(points.back().time, double(kSeconds - 1));
            for (std::size_t i = 0; i < points.size(); ++i) {
                QVERIFY(!std::isnan(points[i].value)); // no hole where the tiers meet
                QVERIFY(i == 0 || points[i].time > points[i - 1].time);
                QVERIFY(std::abs(points[i].value - points[i].time)
                        <= 1); // a mean stands at the middle of what it covers
            }
        }
        QCOMPARE(last(1e9).size(), last(kSeconds).size());
    }

    void aTimeWithoutSamplesIsAGap()
    {
        SeriesStore store;
        store.push("a", valuesAt(1, 1));
        store.push("a", valuesAt(2, 1));
        store.push("a", valuesAt(60, 1));
        const auto points = store.points("a", MetricId::CpuCores, 0);
        QCOMPARE(points.size(), std::size_t(4));
        QVERIFY(std::isnan(points[2].value));
    }

    void gapsAreLeftOutOfMeansButNotOfTheChart()
    {
        SeriesStore store;
        for (int second = 0; second < 400; ++second)
            store.push("a", valuesAt(second, second < 60 ? kGap : second % 2 == 0 ? kGap : 3));
        const auto points = store.points("a", MetricId::CpuCores, 0);
        QVERIFY(std::isnan(points.front().value)); // nothing but gaps
        QCOMPARE(points[15].value, 3.0); // 90 s: half of them gaps
    }

    void marksWhatHappenedBetweenTwoSamples()
    {
        auto before = firstSample();
        before.memoryEventsOomKill = 1;
        before.pidsEventsMax = 0;
        before.memoryMax = LimitValue{ false, 128 << 20 };
        before.pidsMax = LimitValue{};
        before.cpuMaxQuotaUs = LimitValue{};
        before.cpuMaxPeriodUs = 100'000;
        auto after = before;
        after.at += seconds(1);
        QVERIFY(marksBetween(before, after).empty());
        after.memoryEventsOomKill = 3;
        after.pidsEventsMax = 1;
        after.nrThrottled = 12;
        after.memoryMax = LimitValue{ false, 64 << 20 };
        after.pidsMax = LimitValue{ false, 5 };
        after.cpuMaxQuotaUs = LimitValue{ false, 50'000 };
        const auto found = marksBetween(before, after);
        QCOMPARE(found.size(), std::size_t(6));
        QCOMPARE(found[0].text, std::string("out of memory: 2 processes killed"));
        QCOMPARE(found[0].time, 101.0);
        QCOMPARE(found[1].text, std::string("1 start refused"));
        QVERIFY(found[1].metric == MetricId::Processes);
        QVERIFY(found[2].kind == MarkKind::Throttled);
        QCOMPARE(found[3].text, std::string("cpu.max: 0.5 cores, was no limit"));
        QCOMPARE(found[4].text, std::string("memory.max: 64 MiB, was 128 MiB"));
        QCOMPARE(found[5].text, std::string("pids.max: 5, was no limit"));
    }

    void marksNothingWithoutAComparison()
    {
        auto after = firstSample();
        QVERIFY(marks(nullptr, after).empty());
        auto before = firstSample();
        before.pidsMax = LimitValue{};
        after.pidsEventsMax = 5; // the controller has just been enabled
        QVERIFY(marksBetween(before, after).empty());
        after.nrThrottled = 1000;
        after.inode = 6;
        QVERIFY(marksBetween(before, after).empty());
    }

    void whatGoesOnIsOneMark()
    {
        std::vector<Mark> history;
        for (int i = 0; i < 10; ++i)
            addMarks(history, { { 10.0 + i, MarkKind::Throttled, MetricId::CpuCores, 3, "x", 10.0 + i } });
        QCOMPARE(history.size(), std::size_t(1));
        QCOMPARE(history[0].count, std::uint64_t(30));
        QCOMPARE(history[0].time, 10.0);
        QCOMPARE(history[0].endTime, 19.0);
        QCOMPARE(history[0].text, std::string("throttled in 30 periods"));
        addMarks(history, { { 30, MarkKind::Throttled, MetricId::CpuCores, 1, "x", 30 } });
        QCOMPARE(history.size(), std::size_t(2));
        const Mark change{ 31, MarkKind::LimitChanged, MetricId::CpuCores, 1, "cpu.max", 31 };
        addMarks(history, { change, change });
        QCOMPARE(history.size(), std::size_t(4));
        for (int i = 0; i < 2000; ++i)
            addMarks(history, { change });
        QCOMPARE(history.size(), kMaxMarks);
    }
};

QTEST_APPLESS_MAIN(tst_Metrics)
#include "tst_Metrics.moc"
