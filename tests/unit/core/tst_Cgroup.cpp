// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cgroup/CgroupFiles.h"
#include "core/cgroup/CgroupMode.h"
#include "core/cgroup/CgroupReader.h"
#include "tests/support/FakeCgroup.h"

#include <QtTest>

using namespace vitrine;
using namespace vitrine::cgroup;

class tst_Cgroup : public QObject {
    Q_OBJECT
private slots:
    void readsEveryFile()
    {
        const test::FakeCgroup group;
        group.setNetwork(1000, 2000);
        auto reader = CgroupReader::open(group.directory(), group.networkStatistics()).value();
        const auto sample = reader.read().value();
        QCOMPARE(sample.cpuUsageUs, Counter(1'000'000));
        QCOMPARE(sample.nrPeriods, Counter(10));
        QCOMPARE(sample.nrThrottled, Counter(4));
        QVERIFY(sample.cpuMaxQuotaUs == (LimitValue{ false, 50'000 }));
        QCOMPARE(sample.cpuMaxPeriodUs, Counter(100'000));
        QCOMPARE(sample.cpuWeight, Counter(100));
        QVERIFY(sample.cpusetCpus == "0-1");
        QCOMPARE(sample.memoryCurrent, Counter(10'485'760));
        QCOMPARE(sample.memorySwapCurrent, Counter(4096));
        QCOMPARE(sample.memoryFile, Counter(2'097'152));
        QCOMPARE(sample.memoryKernel, Counter(524'288));
        QCOMPARE(sample.memoryInactiveFile, Counter(1'048'576));
        QVERIFY(sample.memoryMax == (LimitValue{ false, 67'108'864 }));
        QVERIFY(sample.memoryHigh == LimitValue{});
        QVERIFY(sample.memorySwapMax == (LimitValue{ false, 0 }));
        QCOMPARE(sample.memoryEventsHigh, Counter(1));
        QCOMPARE(sample.memoryEventsOomKill, Counter(4));
        QCOMPARE(sample.pidsCurrent, Counter(3));
        QCOMPARE(sample.pidsEventsMax, Counter(5));
        QVERIFY(sample.pidsMax == (LimitValue{ false, 5 }));
        QVERIFY(sample.io == (std::vector<IoStat>{ { "254:0", 4096, 8192, 1, 2 } }));
        for (const auto &pressure : { sample.cpuPressure, sample.memoryPressure, sample.ioPressure })
            QVERIFY(pressure == (Pressure{ 1.5, 0.25, 100, 50 }));
        QCOMPARE(sample.netReceivedBytes, Counter(1000));
        QCOMPARE(sample.netSentBytes, Counter(2000));
    }

    void readsAgainFromTheSameFiles()
    {
        const test::FakeCgroup group;
        auto reader = CgroupReader::open(group.directory()).value();
        const auto first = reader.read().value();
        group.write("memory.current", "7\n");
        group.write("memory.max", "max\n");
        const auto second = reader.read().value();
        QCOMPARE(second.memoryCurrent, Counter(7));
        QVERIFY(second.memoryMax == LimitValue{});
        QCOMPARE(second.inode, first.inode);
        QVERIFY(second.at >= first.at);
        QCOMPARE(second.netReceivedBytes, Counter());
    }

    void aMissingControllerLeavesItsFieldsUnset()
    {
        const test::FakeCgroup group;
        for (const char *file : { "memory.current", "memory.max", "io.stat", "cpu.max", "cpu.pressure", "pids.events" })
            group.remove(file);
        auto reader = CgroupReader::open(group.directory()).value();
        const auto sample = reader.read().value();
        QVERIFY(!sample.memoryCurrent && !sample.memoryMax && !sample.io && !sample.cpuMaxQuotaUs);
        QVERIFY(!sample.cpuPressure && !sample.pidsEventsMax);
        QCOMPARE(sample.pidsCurrent, Counter(3));
        group.write("memory.current", "5\n"); // the controller is enabled later
        for (unsigned i = 2; i < CgroupReader::kLookAgainEvery; ++i)
            QVERIFY(reader.read());
        reader.read();
        QCOMPARE(reader.read()->memoryCurrent, Counter(5));
    }

    void garbageLeavesItsFieldsUnset()
    {
        const test::FakeCgroup group;
        for (const char *file :
             { "memory.current", "memory.max", "io.stat", "cpu.max", "cpu.pressure", "pids.events", "cpu.stat" })
            group.write(file, "\xff garbage -1 99999999999999999999999\n\n=\n");
        auto reader = CgroupReader::open(group.directory()).value();
        const auto sample = reader.read().value();
        QVERIFY(!sample.memoryCurrent && !sample.memoryMax && !sample.io && !sample.cpuMaxQuotaUs);
        QVERIFY(!sample.cpuPressure && !sample.pidsEventsMax && !sample.cpuUsageUs);
    }

    void anEmptyFileLeavesItsFieldUnset()
    {
        const test::FakeCgroup group;
        group.write("memory.current", "");
        group.write("io.stat", "");
        auto reader = CgroupReader::open(group.directory()).value();
        const auto sample = reader.read().value();
        QVERIFY(!sample.memoryCurrent);
        QVERIFY(sample.io == std::vector<IoStat>{}); // no disk has been used yet
    }

    void aStackOfDevicesIsTold()
    {
        const test::FakeCgroup group;
        const test::TempTree block;
        block.write("8:0/size", "1");
        block.write("253:0/slaves/sda3/dev", "8:3"); // LUKS
        block.write("253:0/holders/dm-1/dev", "253:1");
        block.write("253:1/slaves/dm-0/dev", "253:0"); // LVM on it
        const std::string bytes = " rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n";
        group.write("io.stat", "8:0" + bytes + "253:0" + bytes + "253:1" + bytes);
        auto reader = CgroupReader::open(group.directory(), {}, block.path("")).value();
        const std::vector<IoStat> expected{ { "8:0", 1, 2, 3, 4, false }, { "253:1", 1, 2, 3, 4, true } };
        QVERIFY(reader.read()->io == expected);
        std::filesystem::remove_all(block.root() / "253:1");
        QVERIFY(reader.read()->io == expected); // each is looked up once
    }

    void aCgroupThatIsGoneIsNotFound()
    {
        const test::FakeCgroup group;
        auto reader = CgroupReader::open(group.directory()).value();
        QVERIFY(reader.read());
        group.removeAll();
        QCOMPARE(reader.read().error().code, ErrorCode::NotFound);
        QCOMPARE(CgroupReader::open(group.directory()).error().code, ErrorCode::NotFound);
    }

    void parsesIoStat()
    {
        QVERIFY(parseIoStat("8:0 \n254:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=9 dios=9\n")
                == (std::vector<IoStat>{ { "254:0", 1, 2, 3, 4 } }));
        QVERIFY(!parseIoStat("254:0 rbytes=x\n"));
        QVERIFY(!parseIoStat("nonsense\n"));
    }

    void parsesWeightsOfBothForms()
    {
        QCOMPARE(parseWeight("300\n"), Counter(300));
        QCOMPARE(parseWeight("default 50\n8:0 200\n"), Counter(50));
        QCOMPARE(parseWeight("x\n"), Counter());
    }

    void parsesOldPressureFiles()
    {
        QVERIFY(parsePressure("some avg10=2.00 avg60=0 avg300=0 total=9\n") == (Pressure{ 2, 0, 9, 0 }));
        QVERIFY(!parsePressure("some avg10=2.00\n"));
        QVERIFY(!parsePressure(""));
    }

    void tellsTheModesApart_data()
    {
        QTest::addColumn<QByteArray>("mounts");
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("none") << QByteArray("proc /proc proc rw 0 0\n") << QByteArray("none") << QByteArray();
        QTest::newRow("version 2") << QByteArray("cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0\n")
                                   << QByteArray("v2") << QByteArray("/sys/fs/cgroup");
        QTest::newRow("version 1") << QByteArray("tmpfs /sys/fs/cgroup tmpfs ro 0 0\n"
                                                 "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n")
                                   << QByteArray("v1") << QByteArray();
        QTest::newRow("hybrid") << QByteArray("cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n"
                                              "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0\n")
                                << QByteArray("hybrid") << QByteArray("/sys/fs/cgroup/unified");
        QTest::newRow("named hierarchy beside version 2")
            << QByteArray("cgroup /sys/fs/cgroup/systemd cgroup rw,xattr,name=systemd 0 0\n"
                          "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n")
            << QByteArray("v2") << QByteArray("/sys/fs/cgroup");
        QTest::newRow("a second mount elsewhere") << QByteArray("cgroup2 /tmp/a\\040b cgroup2 rw 0 0\n"
                                                                "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n")
                                                  << QByteArray("v2") << QByteArray("/sys/fs/cgroup");
        QTest::newRow("a blank in the path")
            << QByteArray("cgroup2 /tmp/a\\040b cgroup2 rw 0 0\n") << QByteArray("v2") << QByteArray("/tmp/a b");
    }
    void tellsTheModesApart()
    {
        QFETCH(QByteArray, mounts);
        QFETCH(QByteArray, mode);
        QFETCH(QByteArray, path);
        const auto found = readCgroupMounts(mounts.toStdString());
        QCOMPARE(modeName(found.mode), std::string_view(mode.constData()));
        QCOMPARE(found.unifiedPath, path.toStdString());
    }

    void namesTheControllersOfVersion1()
    {
        const auto found = readCgroupMounts("cgroup /a cgroup rw,cpu,cpuacct 0 0\ncgroup /b cgroup rw,memory 0 0\n");
        QVERIFY((found.version1Controllers == std::vector<std::string>{ "cpu", "cpuacct", "memory" }));
        QVERIFY((readControllers("cpu memory pids\n") == std::vector<std::string>{ "cpu", "memory", "pids" }));
        QVERIFY(readControllers("\n").empty());
    }
};

QTEST_APPLESS_MAIN(tst_Cgroup)
#include "tst_Cgroup.moc"
