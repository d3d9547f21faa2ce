// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/ContainerMarks.h"
#include "gui/feed/HostLoad.h"
#include "gui/feed/MarkText.h"
#include "gui/feed/MetricsFeed.h"
#include "tests/support/FakeBackend.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace vitrine;
using namespace vitrine::gui;
using metrics::MarkKind;
using metrics::MetricId;

namespace {

const QString kId = QStringLiteral("c1");

void writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
}

cgroup::CgroupSample sampleAt(int second, std::uint64_t inode = 1)
{
    cgroup::CgroupSample sample;
    sample.at = std::chrono::steady_clock::time_point(std::chrono::seconds(1000 + second));
    sample.inode = inode;
    sample.cpuUsageUs = static_cast<std::uint64_t>(second) * 500'000;
    sample.pidsCurrent = 3;
    return sample;
}

} // namespace

class TestMetricsFeed : public QObject {
    Q_OBJECT
private slots:
    void samplesAWatchedCgroupInItsOwnThread()
    {
        const QTemporaryDir tree;
        writeFile(tree.filePath(QStringLiteral("pids.current")), "4\n");
        MetricsFeed feed({ .interval = std::chrono::milliseconds(10), .networkRoot = {}, .procStat = "/proc/stat" });
        QSignalSpy updated(&feed, &MetricsFeed::updated);
        feed.watch(kId, tree.path(), {});
        QTRY_VERIFY(updated.count() >= 3);
        QCOMPARE(updated.first().first().toString(), kId);
        QCOMPARE(feed.store().latest(kId.toStdString(), MetricId::Processes), 4.0);
        QVERIFY(feed.lastSeconds(kId) > 0);
        QTRY_VERIFY(!feed.hostLoad().empty());
    }

    void aMissingControllerIsAGapAndNotZero()
    {
        const QTemporaryDir tree;
        writeFile(tree.filePath(QStringLiteral("pids.current")), "4\n");
        MetricsFeed feed({ .interval = std::chrono::milliseconds(10), .networkRoot = {}, .procStat = {} });
        QSignalSpy updated(&feed, &MetricsFeed::updated);
        feed.watch(kId, tree.path(), {});
        QTRY_VERIFY(updated.count() >= 2);
        QVERIFY(std::isnan(feed.store().latest(kId.toStdString(), MetricId::MemoryUsed)));
    }

    void endsQuietlyWhenThereIsNoSuchCgroup()
    {
        MetricsFeed feed;
        feed.watch(kId, QStringLiteral("/nonexistent/cgroup"), {});
        QVERIFY(feed.isWatching(kId));
        QTRY_VERIFY(!feed.isWatching(kId));
        QVERIFY(feed.latest(kId) == nullptr);
    }

    void aCgroupThatCannotBeReadIsNoEnd()
    {
        const QTemporaryDir tree;
        writeFile(tree.filePath(QStringLiteral("file")), "");
        MetricsFeed feed;
        QSignalSpy failed(&feed, &MetricsFeed::failed);
        feed.watch(kId, tree.filePath(QStringLiteral("file")), {}); // ENOTDIR, to root as well
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().toString(), kId);
        QVERIFY(feed.failure(kId).contains(QStringLiteral("opening the cgroup")));
        feed.unwatch(kId);
        QVERIFY(feed.failure(kId).isEmpty());
    }

    void aNewWatchOutlivesTheEndOfTheOldOne()
    {
        const QTemporaryDir tree;
        writeFile(tree.filePath(QStringLiteral("pids.current")), "4\n");
        MetricsFeed feed({ .interval = std::chrono::milliseconds(10), .networkRoot = {}, .procStat = {} });
        QSignalSpy updated(&feed, &MetricsFeed::updated);
        feed.watch(kId, QStringLiteral("/nonexistent/cgroup"), {});
        feed.watch(kId, tree.path(), {});
        QTRY_VERIFY(updated.count() >= 3);
        QVERIFY(feed.isWatching(kId));
    }

    void unwatchingKeepsTheHistoryAndForgettingDropsIt()
    {
        MetricsFeed feed;
        feed.accept(kId, sampleAt(0));
        feed.accept(kId, sampleAt(1));
        feed.unwatch(kId);
        QCOMPARE(feed.store().points(kId.toStdString(), MetricId::Processes, 0).size(), std::size_t(2));
        feed.forget(kId);
        QVERIFY(feed.store().points(kId.toStdString(), MetricId::Processes, 0).empty());
        QVERIFY(feed.latest(kId) == nullptr);
    }

    void ratesComeFromTwoSamplesOfTheSameCgroup()
    {
        MetricsFeed feed;
        feed.accept(kId, sampleAt(0));
        QVERIFY(std::isnan(feed.store().latest(kId.toStdString(), MetricId::CpuCores)));
        feed.accept(kId, sampleAt(1));
        QCOMPARE(feed.store().latest(kId.toStdString(), MetricId::CpuCores), 0.5);
        feed.accept(kId, sampleAt(2, 77));
        QVERIFY(std::isnan(feed.store().latest(kId.toStdString(), MetricId::CpuCores)));
    }

    void namesMarksInWords()
    {
        const metrics::Mark mark{ 100, MarkKind::StartRefused, MetricId::Processes, 134, "134 starts refused", 100 };
        QCOMPARE(markTitle(mark), QStringLiteral("134 process start(s) refused"));
        QVERIFY(markDetail(mark).isEmpty());
    }

    void marksALimitOnceItHasComeToRest()
    {
        FakeBackend backend;
        MetricsFeed feed;
        ContainerInfo info;
        info.id = kId;
        backend.addContainer(info);
        const ContainerMarks marks(backend, feed);
        for (std::uint64_t pids = 9; pids >= 5; --pids)
            backend.changeContainer(kId, [pids](ContainerInfo &change) { change.spec.limits.pids = pids; });
        QTRY_COMPARE(feed.marks(kId).size(), std::size_t(1));
        QCOMPARE(markDetail(feed.marks(kId).front()), QStringLiteral("Processes: off → 5"));
    }

    void marksWhatTheSamplesTell()
    {
        MetricsFeed feed;
        QSignalSpy changed(&feed, &MetricsFeed::marksChanged);
        cgroup::CgroupSample sample = sampleAt(0);
        sample.memoryEventsOomKill = 0;
        sample.pidsEventsMax = 10;
        feed.accept(kId, sample);
        QVERIFY(feed.marks(kId).empty());
        sample.at += std::chrono::seconds(1);
        sample.memoryEventsOomKill = 1;
        sample.pidsEventsMax = 15;
        feed.accept(kId, sample);
        QVERIFY(changed.count() > 0);
        const auto marks = feed.marks(kId);
        QCOMPARE(marks.size(), std::size_t(2));
        const auto find = [&marks](MarkKind kind) {
            return std::find_if(marks.begin(), marks.end(),
                                [kind](const metrics::Mark &mark) { return mark.kind == kind; });
        };
        QVERIFY(find(MarkKind::OutOfMemory) != marks.end());
        QCOMPARE(find(MarkKind::StartRefused)->count, std::uint64_t(5));
    }

    void marksStatesOnlyWhenTheyChange()
    {
        FakeBackend backend;
        MetricsFeed feed;
        ContainerInfo info;
        info.id = kId;
        info.state = ipc::ContainerState::Running;
        backend.addContainer(info);
        const ContainerMarks marks(backend, feed);
        const auto become = [&](ipc::ContainerState state) {
            backend.changeContainer(kId, [state](ContainerInfo &change) { change.state = state; });
        };
        become(ipc::ContainerState::Running);
        QVERIFY(feed.marks(kId).empty());
        become(ipc::ContainerState::Paused);
        become(ipc::ContainerState::Running);
        become(ipc::ContainerState::Stopping);
        become(ipc::ContainerState::Ended);
        std::vector<MarkKind> kinds;
        for (const metrics::Mark &mark : feed.marks(kId))
            kinds.push_back(mark.kind);
        QCOMPARE(kinds, (std::vector{ MarkKind::Paused, MarkKind::Resumed, MarkKind::Ended }));
    }

    void marksRunningOutOfMemoryThatNoSampleSaw()
    {
        FakeBackend backend;
        MetricsFeed feed;
        ContainerInfo info;
        info.id = kId;
        info.state = ipc::ContainerState::Running;
        backend.addContainer(info);
        const ContainerMarks marks(backend, feed);
        const auto endForLackOfMemory = [&] {
            backend.changeContainer(kId, [](ContainerInfo &change) {
                change.state = ipc::ContainerState::Ended;
                change.ended = ipc::Ended();
                change.ended->reason = ipc::EndReason::Oom;
            });
        };
        const auto count = [&feed] {
            const auto all = feed.marks(kId);
            return std::count_if(all.begin(), all.end(), [](const metrics::Mark &mark) {
                return mark.kind == MarkKind::OutOfMemory && mark.metric == MetricId::MemoryUsed;
            });
        };
        endForLackOfMemory();
        QCOMPARE(count(), 1);
        backend.changeContainer(kId, [](ContainerInfo &change) { change.state = ipc::ContainerState::Running; });
        feed.addMark(kId, MarkKind::OutOfMemory, MetricsFeed::seconds(std::chrono::steady_clock::now()) + 60, {},
                     MetricId::MemoryUsed);
        // Seen by a sample: not told twice.
        endForLackOfMemory();
        QCOMPARE(count(), 2);
    }

    void readsHowBusyEachCpuIs()
    {
        HostLoad load;
        QVERIFY(load.update("cpu  3 0 0 7\ncpu0 10 0 10 80 0 0 0 0 0 0\ncpu1 0 0 0 100 0 0 0 0 0 0\nintr 1\n").empty());
        const auto loads =
            load.update("cpu  3 0 0 7\ncpu0 40 0 30 130 0 0 0 0 0 0\ncpu1 0 0 0 150 50 0 0 0 0 0\nintr 1\n");
        QCOMPARE(loads, (std::vector{ 0.5, 0.0 }));
    }

    void aCpuThatWasOffLineIsNotKnown()
    {
        HostLoad load("/nonexistent");
        QVERIFY(load.read().empty());
        load.update("cpu0 10 0 10 80 0 0 0 0\n");
        const auto loads = load.update("cpu0 20 0 10 90 0 0 0 0\ncpu2 5 0 0 5 0 0 0 0\n");
        QCOMPARE(loads.size(), std::size_t(3));
        QVERIFY(std::isnan(loads[1]));
        QVERIFY(std::isnan(loads[2]));
    }
};

QTEST_GUILESS_MAIN(TestMetricsFeed)
#include "tst_MetricsFeed.moc"
