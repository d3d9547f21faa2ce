// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/limits/CoreGrid.h"
#include "gui/limits/LimitRow.h"
#include "gui/limits/LimitSpinBox.h"
#include "gui/limits/LimitsModel.h"
#include "gui/limits/LimitsPanel.h"
#include "tests/support/FakeBackend.h"

#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

constexpr double kMiB = 1024.0 * 1024;
const LimitKey kMemory{ LimitId::Memory, {} };
const LimitKey kPids{ LimitId::Pids, {} };
const LimitKey kDiskWrite{ LimitId::DiskWrite, QStringLiteral("/dev/vda") };

ipc::SystemReport report()
{
    ipc::SystemReport report;
    report.cgroupMode = "v2";
    report.controllers = { "cpu", "cpuset", "memory", "pids", "io" };
    report.cpus = 8;
    report.memoryBytes = 16ULL << 30;
    report.disks = { { "vda", "254:0", "/" } };
    return report;
}

ContainerInfo container()
{
    ContainerInfo info;
    info.id = QStringLiteral("c1");
    info.state = ipc::ContainerState::Running;
    info.spec.limits.memoryBytes = 256ULL << 20;
    return info;
}

/// A model of one running container with 256 MiB.
struct Bench {
    FakeBackend backend;
    LimitsModel model{ backend };

    Bench()
    {
        backend.addContainer(container());
        model.setContainer(container());
        model.setSystemReport(report());
    }
    /// What the helper holds.
    [[nodiscard]] std::optional<std::uint64_t> held() const
    {
        return backend.container(QStringLiteral("c1"))->spec.limits.memoryBytes;
    }
    [[nodiscard]] int updates() const
    {
        return static_cast<int>(backend.verbs().count(QStringLiteral("updateLimits")));
    }
};

} // namespace

class TestLimits : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void sendsAChangeAtOnce()
    {
        Bench bench;
        bench.model.setValue(kMemory, 128 * kMiB);
        QCOMPARE(bench.updates(), 1);
        QCOMPARE(bench.backend.lastLimits().memoryBytes, 128ULL << 20);
        QTRY_COMPARE(bench.held(), 128ULL << 20);
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(128 * kMiB));
    }

    void sendsOnlyTheNewestWhileAnAnswerIsAwaited()
    {
        Bench bench;
        bench.backend.holdReplies();
        for (const double value : { 200.0, 150.0, 100.0, 64.0 })
            bench.model.setValue(kMemory, value * kMiB);
        QCOMPARE(bench.updates(), 1);
        bench.backend.releaseReplies();
        QTRY_COMPARE(bench.updates(), 2);
        QCOMPARE(bench.backend.lastLimits().memoryBytes, 64ULL << 20);
        QTRY_COMPARE(bench.held(), 64ULL << 20);
        QCOMPARE(bench.updates(), 2);
    }

    void undoesAndRedoesThroughTheHelper()
    {
        Bench bench;
        bench.model.setValue(kMemory, {});
        bench.model.undoStack().undo();
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(256 * kMiB));
        QTRY_COMPARE(bench.backend.lastLimits().memoryBytes, 256ULL << 20);
        bench.model.undoStack().redo();
        QVERIFY(!bench.model.value(kMemory));
        QTRY_VERIFY(!bench.backend.lastLimits().memoryBytes);
    }

    void undoLeavesOtherLimitsAlone()
    {
        Bench bench;
        bench.model.setValue(kMemory, 64 * kMiB);
        QTRY_COMPARE(bench.held(), 64ULL << 20);
        QCoreApplication::processEvents();
        bench.backend.changeContainer(QStringLiteral("c1"), [](ContainerInfo &info) { info.spec.limits.pids = 7; });
        QCOMPARE(bench.model.value(kPids), std::optional<double>(7));
        bench.model.undoStack().undo();
        QCOMPARE(bench.model.value(kPids), std::optional<double>(7));
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(256 * kMiB));
    }

    void aDragIsOneUndoStep()
    {
        Bench bench;
        bench.model.beginGesture();
        for (int mib = 250; mib >= 100; mib -= 10) {
            bench.model.setValue(kMemory, mib * kMiB);
            QCoreApplication::processEvents();
        }
        bench.model.endGesture();
        QCOMPARE(bench.model.undoStack().count(), 1);
        bench.model.undoStack().undo();
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(256 * kMiB));
    }

    void goesBackWithASentenceWhenTheHelperRefuses()
    {
        Bench bench;
        QSignalSpy failed(&bench.model, &LimitsModel::failed);
        bench.backend.failNext(QStringLiteral("updateLimits"),
                               Error{ ErrorCode::Unsupported, 0, "no memory controller" });
        bench.model.setValue(kMemory, 64 * kMiB);
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().toString(), QStringLiteral("no memory controller"));
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(256 * kMiB));
        QVERIFY(!bench.model.undoStack().canUndo());
        QCOMPARE(bench.updates(), 1);
    }

    void followsWhatOthersChange()
    {
        Bench bench;
        bench.backend.changeContainer(QStringLiteral("c1"),
                                      [](ContainerInfo &info) { info.spec.limits.memoryBytes = 1ULL << 30; });
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(1024 * kMiB));
    }

    void anotherContainerStartsWithAnEmptyUndo()
    {
        Bench bench;
        bench.model.setValue(kMemory, 64 * kMiB);
        ContainerInfo other = container();
        other.id = QStringLiteral("c2");
        other.spec.limits = {};
        bench.model.setContainer(other);
        QVERIFY(!bench.model.undoStack().canUndo());
        QVERIFY(!bench.model.value(kMemory));
        QCoreApplication::processEvents();
        QVERIFY(!bench.model.value(kMemory));
    }

    void namesWhatChanged()
    {
        spec::Limits before;
        before.memoryBytes = 256ULL << 20;
        spec::Limits after;
        after.cpusetCpus = "0-1";
        setLimitValue(after, kDiskWrite, 10 * kMiB);
        QCOMPARE(limitChanges(before, after),
                 QStringLiteral("Cores: off → 0-1, Memory, hard limit: 256 MiB → off, "
                                "Disk write · vda: off → 10 MiB/s"));
    }

    void keepsOneEntryADisk()
    {
        spec::Limits limits;
        setLimitValue(limits, kDiskWrite, 10 * kMiB);
        setLimitValue(limits, { LimitId::DiskRead, kDiskWrite.device }, 5 * kMiB);
        QCOMPARE(limits.io.size(), std::size_t(1));
        setLimitValue(limits, kDiskWrite, {});
        setLimitValue(limits, { LimitId::DiskRead, kDiskWrite.device }, {});
        QVERIFY(limits.io.empty());
    }

    void usesThePersonsOwnNameForADisk()
    {
        spec::Limits limits;
        limits.io = { { "254:0", {}, 1000, {}, {} } };
        const auto keys = limitKeys(report(), limits);
        QVERIFY(std::find(keys.begin(), keys.end(), LimitKey{ LimitId::DiskWrite, QStringLiteral("254:0") })
                != keys.end());
        QVERIFY(std::find(keys.begin(), keys.end(), kDiskWrite) == keys.end());
    }

    void sliderPositionsGoThereAndBack_data()
    {
        QTest::addColumn<int>("id");
        QTest::addColumn<double>("value");
        QTest::newRow("cores") << static_cast<int>(LimitId::Cpus) << 0.5;
        QTest::newRow("memory") << static_cast<int>(LimitId::Memory) << 256 * kMiB;
        QTest::newRow("swap of nothing") << static_cast<int>(LimitId::MemorySwap) << 0.0;
        QTest::newRow("processes") << static_cast<int>(LimitId::Pids) << 5.0;
        QTest::newRow("weight") << static_cast<int>(LimitId::CpuWeight) << 100.0;
        QTest::newRow("the host's memory") << static_cast<int>(LimitId::Memory) << 16384 * kMiB;
    }
    void sliderPositionsGoThereAndBack()
    {
        QFETCH(int, id);
        QFETCH(double, value);
        const LimitRange range = limitRange({ static_cast<LimitId>(id), {} }, report());
        QCOMPARE(limitAtPosition(range, limitPosition(range, value)), value);
    }

    void understandsWhatIsTyped_data()
    {
        QTest::addColumn<int>("id");
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value"); // -1: off, -2: refused
        const auto row = [](const char *name, LimitId id, const char *text, double value) {
            QTest::newRow(name) << static_cast<int>(id) << QString::fromUtf8(text) << value;
        };
        row("unit", LimitId::Memory, "64 MiB", 64 * kMiB);
        row("short unit", LimitId::Memory, "1.5g", 1536 * kMiB);
        row("comma", LimitId::Memory, "1,5 GiB", 1536 * kMiB);
        row("bare number", LimitId::Memory, "300", 300 * kMiB);
        row("off", LimitId::Memory, "off", -1);
        row("nothing", LimitId::Memory, "  ", -1);
        row("none", LimitId::Pids, "none", -1);
        row("words", LimitId::Memory, "a lot", -2);
        row("too small", LimitId::Memory, "1 KiB", -2);
        row("no swap at all", LimitId::MemorySwap, "0", 0);
        row("rate", LimitId::DiskWrite, "10 MiB/s", 10 * kMiB);
        row("operations", LimitId::DiskReadOps, "200/s", 200);
        row("cores", LimitId::Cpus, "0.5", 0.5);
        row("cores with a word", LimitId::Cpus, "2 cores", 2);
        row("no cores", LimitId::Cpus, "0", -2);
        row("negative", LimitId::Pids, "-5", -2);
    }
    void understandsWhatIsTyped()
    {
        QFETCH(int, id);
        QFETCH(QString, text);
        QFETCH(double, value);
        const LimitKey key{ static_cast<LimitId>(id), QStringLiteral("/dev/vda") };
        LimitSpinBox box(key);
        box.setRange(limitRange(key, report()));
        const auto parsed = box.parse(text);
        QCOMPARE(parsed ? parsed->value_or(-1) : -2, value);
    }

    void typingInTheBoxChangesTheModel()
    {
        Bench bench;
        LimitRow row(bench.model, kMemory);
        row.show();
        auto *box = row.findChild<LimitSpinBox *>();
        auto *edit = box->findChild<QLineEdit *>();
        QCOMPARE(edit->text(), QStringLiteral("256 MiB"));
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("128"));
        QCOMPARE(bench.updates(), 0);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(bench.model.value(kMemory), std::optional<double>(128 * kMiB));
        QCOMPARE(edit->text(), QStringLiteral("128 MiB"));
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("nonsense"));
        QSignalSpy refused(&row, &LimitRow::refused);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(refused.count(), 1);
        QCOMPARE(edit->text(), QStringLiteral("128 MiB"));
    }

    void steppingBelowTheSmallestIsNoLimit()
    {
        Bench bench;
        LimitRow row(bench.model, kPids);
        auto *box = row.findChild<LimitSpinBox *>();
        box->stepBy(1);
        QCOMPARE(bench.model.value(kPids), std::optional<double>(1));
        box->stepBy(1);
        QCOMPARE(bench.model.value(kPids), std::optional<double>(2));
        box->stepBy(-1);
        box->stepBy(-1);
        QVERIFY(!bench.model.value(kPids));
    }

    void sliderAndBoxFollowTheModel()
    {
        Bench bench;
        LimitRow row(bench.model, kMemory);
        connect(&bench.model, &LimitsModel::changed, &row, &LimitRow::refresh);
        auto *slider = row.findChild<QSlider *>();
        const int before = slider->value();
        slider->setValue(before + 40);
        QVERIFY(bench.model.value(kMemory).value() > 256 * kMiB);
        QTest::mouseDClick(slider, Qt::LeftButton);
        QVERIFY(!bench.model.value(kMemory));
        QCOMPARE(slider->value(), 0);
        QCOMPARE(row.findChild<QLineEdit *>()->text(), QStringLiteral("off"));
    }

    void coresAreChosenByDragging()
    {
        CoreGrid grid;
        grid.setCpuCount(8);
        grid.setAllowed({ 0, 1, 2, 3 });
        grid.resize(grid.sizeHint());
        QSignalSpy changed(&grid, &CoreGrid::allowedChanged);
        QTest::mousePress(&grid, Qt::LeftButton, {}, grid.cell(1).center());
        QTest::mouseMove(&grid, grid.cell(2).center());
        QTest::mouseRelease(&grid, Qt::LeftButton, {}, grid.cell(2).center());
        QCOMPARE(changed.count(), 2);
        QCOMPARE(changed.last().first().value<std::set<unsigned>>(), (std::set<unsigned>{ 0, 3 }));
    }

    void theLastCoreCannotBeForbidden()
    {
        CoreGrid grid;
        grid.setCpuCount(2);
        grid.setAllowed({ 1 });
        grid.resize(grid.sizeHint());
        QSignalSpy changed(&grid, &CoreGrid::allowedChanged);
        QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.cell(1).center());
        QCOMPARE(changed.count(), 0);
    }

    void allCoresAreNoLimit()
    {
        Bench bench;
        LimitsPanel panel(bench.model);
        auto *grid = panel.findChild<CoreGrid *>();
        emit grid->allowedChanged({ 0, 1, 5 });
        QCOMPARE(bench.model.limits().cpusetCpus, std::optional<std::string>("0-1,5"));
        emit grid->allowedChanged({ 0, 1, 2, 3, 4, 5, 6, 7 });
        QVERIFY(!bench.model.limits().cpusetCpus);
    }

    void thePanelShowsWhatIsUsedAndTheRestOnDemand()
    {
        Bench bench;
        LimitsPanel panel(bench.model);
        const LimitKey ops{ LimitId::DiskReadOps, QStringLiteral("/dev/vda") };
        const auto has = [&panel](const LimitKey &key) {
            const auto rows = panel.findChildren<LimitRow *>();
            return std::any_of(rows.begin(), rows.end(),
                               [&key](const LimitRow *row) { return row->key() == key && !row->isHidden(); });
        };
        QVERIFY(has(kDiskWrite));
        QVERIFY(!has(ops));
        bench.model.setValue(ops, 100.0);
        QVERIFY(has(ops));
        bench.model.setValue(ops, {});
        QVERIFY(has(ops)); // where the hand is
        QVERIFY(!has({ LimitId::IoWeight, {} }));
        panel.findChild<QPushButton *>(QStringLiteral("more"))->click();
        QVERIFY(has({ LimitId::IoWeight, {} }));
    }

    void theDiskThatHadALimitLastStaysTheOneInView()
    {
        Bench bench;
        ipc::SystemReport two = report();
        two.disks.push_back({ "vdb", "254:16", "" });
        bench.model.setSystemReport(two);
        const LimitKey other{ LimitId::DiskWrite, QStringLiteral("/dev/vdb") };
        bench.model.setValue(other, kMiB);
        QCOMPARE(bench.model.disk(), other.device);
        bench.model.setValue(other, {});
        QCOMPARE(bench.model.disk(), other.device);
    }

    void aMissingControllerIsNamedInItsRow()
    {
        Bench bench;
        ipc::SystemReport poor = report();
        poor.controllers = { "cpu", "memory", "pids" };
        bench.model.setSystemReport(poor);
        LimitRow row(bench.model, kDiskWrite);
        QVERIFY(row.findChild<QSlider *>()->isHidden());
        const auto labels = row.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel *label) { return label->text().contains(QStringLiteral("“io”")); }));
    }
};

QTEST_MAIN(TestLimits)
#include "tst_Limits.moc"
