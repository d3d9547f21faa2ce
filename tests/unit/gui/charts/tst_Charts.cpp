// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/ChartPanel.h"
#include "gui/charts/ChartTheme.h"
#include "gui/charts/ChartsPage.h"
#include "gui/charts/MarksList.h"
#include "gui/charts/MetricChart.h"
#include "gui/charts/Plot.h"
#include "gui/charts/Sparkline.h"
#include "gui/charts/TimeView.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/limits/LimitsModel.h"
#include "tests/support/FakeBackend.h"

#include <QImage>
#include <QLocale>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <cmath>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

const QString kId = QStringLiteral("c1");
constexpr double kMiB = 1024.0 * 1024;
constexpr int kStart = 10'000; // seconds of the steady clock

cgroup::CgroupSample sampleAt(int second)
{
    cgroup::CgroupSample sample;
    sample.at = std::chrono::steady_clock::time_point(std::chrono::seconds(kStart + second));
    sample.inode = 1;
    sample.cpuUsageUs = static_cast<std::uint64_t>(second) * 250'000;
    sample.memoryCurrent = 100ULL << 20;
    sample.memoryInactiveFile = 0;
    sample.memoryFile = 10ULL << 20;
    sample.pidsCurrent = 3;
    sample.memoryEventsOomKill = second >= 100 ? 1 : 0;
    return sample;
}

/// A page on a running container with 256 MiB and two minutes of history.
struct Bench {
    FakeBackend backend;
    MetricsFeed feed;
    ChartsPage page{ backend, feed };

    Bench()
    {
        ContainerInfo info;
        info.id = kId;
        info.state = ipc::ContainerState::Running;
        info.spec.limits.memoryBytes = 256ULL << 20;
        backend.addContainer(info);
        ipc::SystemReport report;
        report.cgroupMode = "v2";
        report.controllers = { "cpu", "cpuset", "memory", "pids", "io" };
        report.cpus = 8;
        report.memoryBytes = 16ULL << 30;
        report.disks = { { "vda", "254:0", "/" } };
        page.setSystemReport(report);
        page.setContainer(info);
        for (int second = 0; second <= 120; ++second)
            feed.accept(kId, sampleAt(second));
        page.resize(980, 640);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        settle();
    }
    void settle()
    {
        QCoreApplication::processEvents();
        for (const ChartKind kind : kChartKinds)
            chart(kind)->plot()->replot();
    }
    MetricChart *chart(ChartKind kind) { return page.charts().chart(kind); }
    QCustomPlot *plot(ChartKind kind) { return chart(kind)->plot(); }
    TimeView &time() { return page.charts().time(); }
    std::optional<double> memory() { return page.limits().value({ LimitId::Memory, {} }); }
    [[nodiscard]] int updates() const
    {
        return static_cast<int>(backend.verbs().count(QStringLiteral("updateLimits")));
    }

    /// Drags the grip of a chart by so many pixels, in steps, as a hand does.
    void drag(ChartKind kind, int pixels)
    {
        const QPoint from = chart(kind)->gripRect().center();
        QTest::mousePress(plot(kind), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 8; ++step)
            QTest::mouseMove(plot(kind), from + QPoint(0, pixels * step / 8));
        QTest::mouseRelease(plot(kind), Qt::LeftButton, {}, from + QPoint(0, pixels));
    }
};

} // namespace

class TestCharts : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void draggingTheLineSetsTheLimitOnceTheHelperCanTakeIt()
    {
        Bench bench;
        bench.backend.holdReplies();
        bench.drag(ChartKind::Memory, 20);
        const auto dragged = bench.memory();
        QVERIFY(dragged && *dragged<256 * kMiB && * dragged> 50 * kMiB);
        QCOMPARE(bench.updates(), 1);
        bench.backend.releaseReplies();
        QTRY_COMPARE(bench.updates(), 2);
        QCOMPARE(static_cast<double>(bench.backend.lastLimits().memoryBytes.value_or(0)), *dragged);
        QTRY_COMPARE(bench.backend.container(kId)->spec.limits.memoryBytes, bench.backend.lastLimits().memoryBytes);
        QCOMPARE(bench.updates(), 2);
        QCOMPARE(bench.page.undoStack().count(), 1);
        bench.page.undoStack().undo();
        QCOMPARE(bench.memory(), std::optional<double>(256 * kMiB));
        QTRY_COMPARE(bench.backend.lastLimits().memoryBytes, 256ULL << 20);
    }

    void pullingPastTheTopGoesOn()
    {
        Bench bench;
        bench.drag(ChartKind::Memory, -120);
        QVERIFY(bench.memory().value() > 512 * kMiB);
        QVERIFY(bench.memory().value() <= 16384 * kMiB);
    }

    void doubleClickRemovesTheLimit()
    {
        Bench bench;
        QTest::mouseDClick(bench.plot(ChartKind::Memory), Qt::LeftButton, {},
                           bench.chart(ChartKind::Memory)->gripRect().center());
        QVERIFY(!bench.memory());
        QTRY_VERIFY(!bench.backend.container(kId)->spec.limits.memoryBytes);
        bench.page.undoStack().undo();
        QCOMPARE(bench.memory(), std::optional<double>(256 * kMiB));
    }

    void aLimitIsPulledDownFromTheTop()
    {
        Bench bench;
        QVERIFY(!bench.page.limits().value({ LimitId::Pids, {} }));
        QVERIFY(!bench.chart(ChartKind::Processes)->gripRect().isEmpty());
        bench.drag(ChartKind::Processes, 10);
        QVERIFY(bench.page.limits().value({ LimitId::Pids, {} }).value_or(0) >= 1);
    }

    void takingHoldOfTheGripChangesNothing()
    {
        Bench bench;
        QTest::mouseClick(bench.plot(ChartKind::Memory), Qt::LeftButton, {},
                          bench.chart(ChartKind::Memory)->gripRect().center());
        QCOMPARE(bench.updates(), 0);
        QCOMPARE(bench.page.undoStack().count(), 0);
    }

    void theNetworkHasNoLimitLine()
    {
        Bench bench;
        QVERIFY(bench.chart(ChartKind::Network)->gripRect().isEmpty());
    }

    void aMissingControllerTakesTheGripAway()
    {
        Bench bench;
        ipc::SystemReport report;
        report.cgroupMode = "v2";
        report.controllers = { "cpu", "memory" };
        bench.page.setSystemReport(report);
        QVERIFY(bench.chart(ChartKind::Processes)->gripRect().isEmpty());
        QVERIFY(!bench.chart(ChartKind::Memory)->gripRect().isEmpty());
    }

    void limitsMoveByKeyboard()
    {
        Bench bench;
        QTest::keyClick(bench.chart(ChartKind::Memory), Qt::Key_Down);
        QVERIFY(bench.memory().value() < 256 * kMiB);
        QTest::keyClick(bench.chart(ChartKind::Memory), Qt::Key_Delete);
        QVERIFY(!bench.memory());
    }

    void sentencesSayValueAndLimit()
    {
        Bench bench;
        QCOMPARE(bench.chart(ChartKind::Cpu)->sentence(), QStringLiteral("0.25 of 8 cores"));
        QCOMPARE(bench.chart(ChartKind::Memory)->sentence(), QStringLiteral("100 MiB · cache 10 MiB · limit 256 MiB"));
        QCOMPARE(bench.chart(ChartKind::Processes)->sentence(), QStringLiteral("3"));
        QCOMPARE(bench.chart(ChartKind::Network)->sentence(), QStringLiteral("no network"));
        QCOMPARE(bench.chart(ChartKind::Memory)->accessibleDescription(), bench.chart(ChartKind::Memory)->sentence());
    }

    void aNetworkWithoutANumberIsNotNoNetwork()
    {
        Bench bench;
        ContainerInfo info = *bench.backend.container(kId);
        info.id = QStringLiteral("wired");
        info.spec.network = spec::NetworkKind::Private;
        bench.backend.addContainer(info);
        bench.feed.accept(info.id, sampleAt(1));
        bench.page.setContainer(info);
        QVERIFY(bench.chart(ChartKind::Network)->sentence().startsWith(QStringLiteral("down")));
    }

    void aDiskIsNamedOnlyWhenItIsTheOnlyOne()
    {
        Bench bench;
        QVERIFY(bench.chart(ChartKind::Disk)->sentence().endsWith(QStringLiteral("(vda)")));
        ipc::SystemReport report = bench.page.limits().host();
        report.disks.push_back({ "vdb", "254:16", "/srv" });
        bench.page.setSystemReport(report);
        QVERIFY(!bench.chart(ChartKind::Disk)->sentence().contains(QStringLiteral("vda")));
    }

    void whatGoesOnIsMarkedToItsEnd()
    {
        Bench bench;
        for (int second = 121; second <= 300; ++second) {
            cgroup::CgroupSample sample = sampleAt(second);
            sample.nrThrottled = static_cast<std::uint64_t>(second);
            bench.feed.accept(kId, sample);
        }
        bench.settle();
        QVERIFY(bench.time().start() > kStart + 122); // its beginning is out of sight
        QCustomPlot *plot = bench.plot(ChartKind::Cpu);
        const QRect area = plot->axisRect()->rect();
        const QImage image = plot->grab().toImage();
        const QColor mark = ChartTheme(plot->palette()).mark;
        for (const int x : { area.left() + 3, area.center().x(), area.right() - 3 })
            QCOMPARE(image.pixelColor(x, area.bottom() - 1), mark);
        QVERIFY(image.pixelColor(area.center().x(), area.center().y()) != mark);
    }

    void marksThatGoOnStayInPlace()
    {
        MarksList list;
        std::vector<metrics::Mark> marks;
        for (int i = 0; i < 20; ++i)
            marks.push_back({ 10.0 * i, metrics::MarkKind::Paused, metrics::MetricId::CpuCores, 1, {}, 10.0 * i });
        marks.push_back({ 300, metrics::MarkKind::StartRefused, metrics::MetricId::Processes, 1, {}, 300 });
        list.showMarks(marks);
        list.resize(list.sizeHint());
        list.show();
        list.setCurrentRow(12);
        list.scrollToItem(list.item(10), QAbstractItemView::PositionAtTop);
        const QListWidgetItem *top = list.itemAt(0, 0);
        QCOMPARE(top, list.item(10));

        marks.back().count = 7;
        marks.back().endTime = 301;
        list.showMarks(marks);
        QCOMPARE(list.itemAt(0, 0), top);
        QVERIFY(list.item(0)->text().contains(QStringLiteral("7 process start")));

        marks.push_back({ 400, metrics::MarkKind::Ended, metrics::MetricId::CpuCores, 1, {}, 400 });
        marks.erase(marks.begin());
        list.showMarks(marks);
        QCOMPARE(list.count(), 21);
        QCOMPARE(list.itemAt(0, 0), top);
        QCOMPARE(list.currentRow(), 13);
        QVERIFY(list.item(0)->text().contains(QStringLiteral("Ended")));
    }

    void whatIsNotMeasuredIsAGapInTheCurve()
    {
        Bench bench;
        cgroup::CgroupSample without = sampleAt(121);
        without.memoryCurrent.reset();
        bench.feed.accept(kId, without);
        bench.feed.accept(kId, sampleAt(122));
        const auto data = bench.plot(ChartKind::Memory)->graph(0)->data();
        const auto gap = std::find_if(data->constBegin(), data->constEnd(),
                                      [](const QCPGraphData &point) { return point.key == kStart + 121; });
        QVERIFY(gap != data->constEnd());
        QVERIFY(std::isnan(gap->value));
        QCOMPARE((data->constEnd() - 1)->value, 100 * kMiB);
    }

    void spacePausesAndZeroGoesBackToLive()
    {
        Bench bench;
        QTest::keyClick(&bench.page.charts(), Qt::Key_Space);
        bench.feed.accept(kId, sampleAt(130));
        QCOMPARE(bench.time().end(), kStart + 120.0);
        QCOMPARE(bench.feed.store().latest(kId.toStdString(), metrics::MetricId::Processes), 3.0);
        QTest::keyClick(&bench.page.charts(), Qt::Key_0);
        QCOMPARE(bench.time().end(), kStart + 130.0);
    }

    void theWheelZoomsAndTheButtonsOfTheKeyboardToo()
    {
        Bench bench;
        const double before = bench.time().window();
        QTest::keyClick(&bench.page.charts(), Qt::Key_Minus);
        QCOMPARE(bench.time().window(), 300.0);
        QTest::keyClick(&bench.page.charts(), Qt::Key_Plus);
        QCOMPARE(bench.time().window(), before);
        QCustomPlot *plot = bench.plot(ChartKind::Cpu);
        const QPointF at(plot->width() / 4.0, plot->height() / 2.0);
        QWheelEvent wheel(at, plot->mapToGlobal(at), {}, { 0, 120 }, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(plot, &wheel);
        QVERIFY(bench.time().window() < before);
        QVERIFY(bench.time().isLive());
    }

    void draggingTheCurvePansAllCharts()
    {
        Bench bench;
        QCustomPlot *plot = bench.plot(ChartKind::Cpu);
        const QPoint from(100, plot->height() - 12);
        QTest::mousePress(plot, Qt::LeftButton, {}, from);
        QTest::mouseMove(plot, from + QPoint(150, 0));
        QTest::mouseRelease(plot, Qt::LeftButton, {}, from + QPoint(150, 0));
        QVERIFY(!bench.time().isLive());
        QVERIFY(bench.time().end() < kStart + 120);
        QCOMPARE(bench.plot(ChartKind::Network)->xAxis->range().upper, bench.time().end());
        QCOMPARE(bench.updates(), 0);
    }

    void theCursorReadsThePastOnEveryChart()
    {
        Bench bench;
        bench.time().setCursor(kStart + 60.5);
        QCOMPARE(bench.chart(ChartKind::Processes)->sentence(), QStringLiteral("59 s ago · 3"));
        QTest::keyClick(&bench.page.charts(), Qt::Key_Left);
        QCOMPARE(bench.time().cursor(), std::optional<double>(kStart + 59.5));
    }

    void aMarkInTheListLeadsToItsMoment()
    {
        Bench bench;
        MarksList *list = bench.page.charts().marksList();
        QCOMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().contains(QStringLiteral("Out of memory")));
        bench.time().setWindow(15);
        QVERIFY(bench.time().start() > kStart + 100);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QCOMPARE(bench.time().cursor(), std::optional<double>(kStart + 100));
        QVERIFY(bench.time().start() < kStart + 100);
        QVERIFY(bench.time().end() > kStart + 100);
    }

    void aRefusedChangeIsToldAndTakenBack()
    {
        Bench bench;
        bench.backend.failNext(QStringLiteral("updateLimits"), Error{ ErrorCode::NotAuthorized, 0, "not allowed" });
        bench.page.limits().setValue({ LimitId::Memory, {} }, 64 * kMiB);
        QTRY_COMPARE(bench.memory(), std::optional<double>(256 * kMiB));
        const auto labels = bench.page.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(QStringLiteral("not allowed"));
        }));
    }

    void anotherContainerShowsItsOwn()
    {
        Bench bench;
        ContainerInfo other;
        other.id = QStringLiteral("c2");
        bench.page.setContainer(other);
        QVERIFY(bench.chart(ChartKind::Memory)->sentence().isEmpty());
        QCOMPARE(bench.plot(ChartKind::Memory)->graph(0)->data()->size(), 0);
        QCOMPARE(bench.page.charts().marksList()->count(), 0);
    }

    void sparklinesDrawOnlyWhatWasMeasured()
    {
        MetricsFeed feed;
        const auto draw = [&feed] {
            QImage image(64, 18, QImage::Format_ARGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            Sparkline{ metrics::MetricId::Processes, 6 }.paint(painter, image.rect(), QPalette(), feed.store(), kId,
                                                               feed.nowSeconds());
            return image;
        };
        QImage blank(64, 18, QImage::Format_ARGB32);
        blank.fill(Qt::white);
        QCOMPARE(draw(), blank);
        for (int second = 0; second < 60; ++second)
            feed.accept(kId, sampleAt(second));
        QVERIFY(draw() != blank);
    }
};

QTEST_MAIN(TestCharts)
#include "tst_Charts.moc"
