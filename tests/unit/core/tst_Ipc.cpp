// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/ConsoleFrame.h"
#include "core/ipc/ContainerState.h"
#include "core/ipc/Ended.h"
#include "core/ipc/SystemReport.h"
#include "core/log/LogReader.h"
#include "tests/support/TempTree.h"

#include <QtTest>

#include <cerrno>
#include <fcntl.h>

using namespace vitrine;

class tst_Ipc : public QObject {
    Q_OBJECT
private slots:
    void everyStateHasAName()
    {
        for (int i = 0; i <= static_cast<int>(ipc::ContainerState::Ended); ++i) {
            const auto state = static_cast<ipc::ContainerState>(i);
            QVERIFY(!ipc::stateName(state).empty());
            QVERIFY(ipc::stateFromName(ipc::stateName(state)) == state);
        }
        QVERIFY(!ipc::stateFromName("Running"));
        QVERIFY(ipc::isAlive(ipc::ContainerState::Paused));
        QVERIFY(!ipc::isAlive(ipc::ContainerState::Starting));
    }

    void endedSurvivesJson()
    {
        ipc::Ended ended;
        ended.reason = ipc::EndReason::Oom;
        ended.signal = 9;
        ended.atUs = 1'700'000'000'000'000;
        ended.oomKills = 2;
        ended.memoryMaxBytes = 67'108'864;
        QCOMPARE(ipc::endedFromJson(ipc::endedToJson(ended)).value(), ended);
        ended = {};
        ended.reason = ipc::EndReason::Failed;
        ended.step = "exec";
        ended.message = "there is no \"nothing\"";
        ended.sysErrno = ENOENT;
        QCOMPARE(ipc::endedFromJson(ipc::endedToJson(ended)).value(), ended);
    }

    void endedRefusesWhatItCannotRead()
    {
        for (const char *text : { "", "{}", R"({"reason":"tired"})", R"({"reason":"exited","exitCode":2147483648})" })
            QVERIFY2(!ipc::endedFromJson(text), text);
        QVERIFY(ipc::endedFromJson(R"({"reason":"exited","exitCode":-1,"ofALaterVersion":1})"));
    }

    void countsStatusesAsShellsDo_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("step");
        QTest::addColumn<int>("sysErrno");
        QTest::addColumn<int>("status");
        using enum ipc::EndReason;
        const auto row = [](const char *name, ipc::EndReason reason) -> QTestData & {
            return QTest::newRow(name) << static_cast<int>(reason);
        };
        row("exit code", Exited) << 3 << -1 << "" << 0 << 3;
        row("signal", Signal) << -1 << 15 << "" << 0 << 143;
        row("out of memory", Oom) << -1 << 9 << "" << 0 << 137;
        row("out of memory, but caught", Oom) << 1 << -1 << "" << 0 << 1;
        row("no such command", Failed) << -1 << -1 << "exec" << ENOENT << 127;
        row("no right to run it", Failed) << -1 << -1 << "exec" << EACCES << 126;
        row("no root", Failed) << -1 << -1 << "rootfs" << ENOENT << 125;
        row("unknown", Unknown) << -1 << -1 << "" << 0 << 125;
    }
    void countsStatusesAsShellsDo()
    {
        QFETCH(int, reason);
        QFETCH(int, exitCode);
        QFETCH(int, signal);
        QFETCH(QString, step);
        QFETCH(int, sysErrno);
        QFETCH(int, status);
        ipc::Ended ended;
        ended.reason = static_cast<ipc::EndReason>(reason);
        ended.exitCode = exitCode < 0 ? std::nullopt : std::optional(exitCode);
        ended.signal = signal < 0 ? std::nullopt : std::optional(signal);
        ended.step = step.toStdString();
        ended.sysErrno = sysErrno;
        QCOMPARE(ipc::shellStatus(ended), status);
    }

    void framesSurviveTheWire()
    {
        const auto frame = ipc::decodeFrame(ipc::encodeFrame(ipc::FrameType::Stderr, "a\0b")).value();
        QCOMPARE(frame.type, ipc::FrameType::Stderr);
        QCOMPARE(ipc::decodeFrame(ipc::encodeResize(24, 0x1234)).value().payload, std::string("\x18\0\x34\x12", 4));
    }

    void refusesBadFrames_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("type 0") << QByteArray(1, '\0');
        QTest::newRow("unknown type") << QByteArray("\x63xyz");
        QTest::newRow("too long") << QByteArray(1, '\1') + QByteArray(ipc::kMaxFramePayload + 1, 'x');
        QTest::newRow("short size") << QByteArray("\x12\1\2\3");
        QTest::newRow("long size") << QByteArray("\x12\1\2\3\4\5");
    }
    void refusesBadFrames()
    {
        QFETCH(QByteArray, packet);
        const auto frame = ipc::decodeFrame({ packet.constData(), static_cast<std::size_t>(packet.size()) });
        QVERIFY(!frame);
        QCOMPARE(frame.error().code, ErrorCode::Protocol);
    }

    void reportSurvivesJson()
    {
        ipc::SystemReport report;
        report.cgroupMode = "hybrid";
        report.controllers = { "cpu", "memory" };
        report.cpus = 8;
        report.memoryBytes = 1ull << 34;
        report.disks = { { "vda", "254:0", "/" } };
        report.items = { { "cgroups", "Control groups", ipc::ItemStatus::NotAvailable, "none", "reboot", "x=1" } };
        QCOMPARE(ipc::reportFromJson(ipc::reportToJson(report)).value(), report);
        QVERIFY(!ipc::reportFromJson(R"({"cpus":4294967296})"));
    }

    void recordsSurviveTheFile()
    {
        const log::LogRecord record{ 1'795'467'600'123'456'789, true, true, "text with \xff bytes" };
        const auto line = log::formatRecord(record);
        QCOMPARE(line, std::string("2026-11-23T21:00:00.123456789Z stderr P text with \xff bytes\n"));
        QCOMPARE(log::parseRecord(std::string_view(line).substr(0, line.size() - 1)).value(), record);
        const log::LogRecord empty{ 1, false, false, "" };
        const auto emptyLine = log::formatRecord(empty);
        QCOMPARE(log::parseRecord(std::string_view(emptyLine).substr(0, emptyLine.size() - 1)).value(), empty);
    }

    void refusesBadRecords()
    {
        for (const char *line :
             { "", "x", "2026-11-23T21:00:00.123456789Z", "2026-11-23T21:00:00.123456789Z stdlog F x",
               "2026-13-23T21:00:00.123456789Z stdout F x", "2026-11-23 21:00:00.123456789Z stdout F x",
               "2026-11-23T21:00:00.123456789Z stdout X x", "2026-11-23T21:00:00.12345678+Z stdout F x" })
            QVERIFY2(!log::parseRecord(line), line);
    }

    void followsALogOverItsTwoHalves()
    {
        const test::TempTree tree;
        const auto line = [](std::uint64_t second, const char *text) {
            return log::formatRecord({ second * 1'000'000'000, false, false, text });
        };
        tree.write("a", line(1, "one") + line(2, "two"));
        tree.write("b", line(3, "three") + "2026-11-23T21:0");
        log::LogReader reader(openFile(tree, "a"), openFile(tree, "b"));
        QCOMPARE(texts(reader), (QStringList{ "one", "two", "three" }));
        QCOMPARE(texts(reader), QStringList());

        // The cut line above never becomes whole: the writer was killed. What follows it is read all the same.
        tree.write("a", line(5, "five"));
        QCOMPARE(texts(reader), QStringList{ "five" });
        tree.write("b", line(6, "six"));
        QCOMPARE(texts(reader), QStringList{ "six" });
    }

    void sortsTheHalvesByTime()
    {
        const test::TempTree tree;
        tree.write("a", log::formatRecord({ 9, false, false, "late" }));
        tree.write("b", log::formatRecord({ 4, false, false, "early" }));
        log::LogReader reader(openFile(tree, "a"), openFile(tree, "b"));
        QCOMPARE(texts(reader), (QStringList{ "early", "late" }));
    }

    void completesALineThatCameInTwoParts()
    {
        const test::TempTree tree;
        const auto line = log::formatRecord({ 4, false, false, "in two parts" });
        tree.write("a", line.substr(0, 20));
        log::LogReader reader(openFile(tree, "a"), {});
        QCOMPARE(texts(reader), QStringList());
        tree.write("a", line);
        QCOMPARE(texts(reader), QStringList{ "in two parts" });
    }

private:
    static UniqueFd openFile(const test::TempTree &tree, const char *name)
    {
        return UniqueFd(::open(tree.path(name).c_str(), O_RDONLY | O_CLOEXEC));
    }
    static QStringList texts(log::LogReader &reader)
    {
        QStringList list;
        const auto records = reader.next().value();
        for (const auto &record : records)
            list << QString::fromStdString(record.text);
        return list;
    }
};

QTEST_APPLESS_MAIN(tst_Ipc)
#include "tst_Ipc.moc"
