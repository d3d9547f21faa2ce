// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ExecSpec.h"
#include "core/spec/Sizes.h"
#include "core/spec/SpecDiff.h"
#include "core/spec/SpecJson.h"
#include "core/spec/SpecValidate.h"
#include "tests/unit/core/SpecSamples.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <set>

using namespace vitrine;
using namespace vitrine::spec;

class tst_Spec : public QObject {
    Q_OBJECT
private slots:
    void everyFieldHasItsOwnKey()
    {
        std::set<std::string_view> keys;
        for (const auto &info : fields()) {
            QVERIFY(keys.insert(info.jsonKey).second);
            QCOMPARE(field(info.id).jsonKey, info.jsonKey);
            QVERIFY(info.minimum <= info.maximum);
        }
    }

    void everyFieldSurvivesJson()
    {
        const auto full = test::fullSpec();
        QCOMPARE(fromJson(toJson(full)).value(), full);
        const auto small = test::smallSpec();
        QCOMPARE(fromJson(toJson(small)).value(), small);
        QCOMPARE(limitsFromJson(limitsToJson(full.limits)).value(), full.limits);
        QCOMPARE(limitsFromJson("{}").value(), Limits());
    }

    void jsonHoldsEveryFieldUnderItsKey()
    {
        auto full = test::fullSpec();
        full.desktop.display = true;
        const auto json = nlohmann::json::parse(toJson(full));
        for (const auto &info : fields()) {
            std::string pointer = "/" + std::string(info.jsonKey);
            std::replace(pointer.begin(), pointer.end(), '.', '/');
            QVERIFY2(json.contains(nlohmann::json::json_pointer(pointer)), pointer.c_str());
        }
    }

    void leavesOutWhatIsNotSet()
    {
        const auto json = nlohmann::json::parse(toJson(test::smallSpec()));
        for (const char *key : { "limits", "mounts", "env" })
            QVERIFY2(!json.contains(key), key);
    }

    void anOmittedKeyIsTheStrictValue()
    {
        auto full = test::fullSpec();
        full.desktop.display = true;
        const ContainerSpec strict;
        for (const auto &info : fields()) {
            auto json = nlohmann::json::parse(toJson(full));
            std::string pointer = "/" + std::string(info.jsonKey);
            std::replace(pointer.begin(), pointer.end(), '.', '/');
            const nlohmann::json::json_pointer place(pointer);
            json.at(place.parent_pointer()).erase(place.back());
            const auto read = fromJson(json.dump());
            QVERIFY2(read, pointer.c_str());
            QCOMPARE(fieldText(*read, info.id), fieldText(strict, info.id));
            QCOMPARE(diff(*read, full).size(), std::size_t(1));
        }
        const auto rows = fromJson(R"({"schemaVersion":1,"mounts":[{"source":"/a","target":"/b"}],
            "limits":{"devices":[{"path":"/dev/fuse"}]}})");
        QVERIFY(rows->mounts[0].access == Access::ReadOnly);
        QVERIFY(!rows->limits.devices[0].read && !rows->limits.devices[0].write && !rows->limits.devices[0].mknod);
    }

    void refusesJsonNamingTheKey_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("unknown key") << QByteArray(R"("colour":1)") << QByteArray("colour: is not known");
        QTest::newRow("unknown limit") << QByteArray(R"("limits":{"luck":1})") << QByteArray("limits.luck");
        QTest::newRow("unknown in a row") << QByteArray(R"("env":[{"name":"A","x":1}])") << QByteArray("env[0].x");
        QTest::newRow("wrong type") << QByteArray(R"("limits":{"pids":"5"})") << QByteArray("limits.pids");
        QTest::newRow("fraction") << QByteArray(R"("limits":{"pids":1.5})") << QByteArray("limits.pids");
        QTest::newRow("negative") << QByteArray(R"("limits":{"memoryBytes":-1})") << QByteArray("limits.memoryBytes");
        QTest::newRow("overflow") << QByteArray(R"("limits":{"memoryBytes":18446744073709551616})")
                                  << QByteArray("limits.memoryBytes");
        QTest::newRow("1e400") << QByteArray(R"("limits":{"cpus":1e400})") << QByteArray("limits.cpus");
        QTest::newRow("null") << QByteArray(R"("name":null)") << QByteArray("name");
        QTest::newRow("choice") << QByteArray(R"("identity":"root")") << QByteArray("identity");
        QTest::newRow("list for object") << QByteArray(R"("limits":[])") << QByteArray("limits");
        QTest::newRow("object for list") << QByteArray(R"("mounts":{})") << QByteArray("mounts");
        QTest::newRow("duplicate") << QByteArray(R"("name":"a","name":"b")") << QByteArray("\"name\"");
    }
    void refusesJsonNamingTheKey()
    {
        QFETCH(QByteArray, members);
        QFETCH(QByteArray, named);
        const auto spec = fromJson("{\"schemaVersion\":1," + members.toStdString() + "}");
        QVERIFY(!spec);
        QCOMPARE(spec.error().code, ErrorCode::InvalidConfig);
        QVERIFY2(spec.error().what.find(named.toStdString()) != std::string::npos, spec.error().what.c_str());
    }

    void namesEveryProblemOfTheJsonAtOnce()
    {
        const auto error =
            fromJson(R"({"schemaVersion":1,"name":1,"x":1,"limits":{"pids":"a","y":2},"mounts":[{"kind":"z"}]})")
                .error();
        for (const char *named : { "name:", "x:", "limits.pids:", "limits.y:", "mounts[0].kind:" })
            QVERIFY2(error.what.find(named) != std::string::npos, error.what.c_str());
    }

    void refusesOtherVersionsAndTopLevels()
    {
        QCOMPARE(fromJson(R"({"schemaVersion":2})").error().code, ErrorCode::StateTooNew);
        QCOMPARE(fromJson("{}").error().code, ErrorCode::InvalidConfig);
        QCOMPARE(fromJson("[]").error().code, ErrorCode::InvalidConfig);
        QCOMPARE(fromJson("1").error().code, ErrorCode::InvalidConfig);
        QCOMPARE(fromJson(std::string(kMaxJsonBytes + 1, ' ')).error().code, ErrorCode::TooLarge);
    }

    void execSurvivesJson()
    {
        ExecSpec exec{ { "ls", "-l" }, { { "A", "b" } }, "1:2", "/tmp", true, true };
        QCOMPARE(execFromJson(execToJson(exec)).value(), exec);
        QVERIFY(!execFromJson(R"({"command":["a"],"privileged":true})"));
        QVERIFY(validateExec(exec).empty());
        exec.command.clear();
        exec.user = "-1";
        QCOMPARE(validateExec(exec).size(), std::size_t(2));
    }

    void differencesReadAsAPersonWouldSayThem()
    {
        const auto before = test::smallSpec();
        auto after = before;
        after.limits.memoryBytes = 67'108'864;
        after.limits.cpus = 0.5;
        after.terminal = true;
        QVERIFY(diff(before, before).empty());
        const std::vector<FieldChange> wanted{ { FieldId::Cpus, "no limit", "0.5 cores" },
                                               { FieldId::Memory, "no limit", "64 MiB" },
                                               { FieldId::Terminal, "off", "on" } };
        QVERIFY(diff(before, after) == wanted);
    }

    void readsSizes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qulonglong>("bytes");
        QTest::newRow("bytes") << "65537" << 65'537ull;
        QTest::newRow("b") << "12b" << 12ull;
        QTest::newRow("M") << "64M" << 67'108'864ull;
        QTest::newRow("m") << "64m" << 67'108'864ull;
        QTest::newRow("MB") << "64MB" << 67'108'864ull;
        QTest::newRow("MiB") << " 64 MiB " << 67'108'864ull;
        QTest::newRow("fraction") << "1.5G" << 1'610'612'736ull;
        QTest::newRow("k") << "512k" << 524'288ull;
        QTest::newRow("zero") << "0" << 0ull;
        QTest::newRow("largest") << "9223372036854775807" << 9'223'372'036'854'775'807ull;
    }
    void readsSizes()
    {
        QFETCH(QString, text);
        QFETCH(qulonglong, bytes);
        QCOMPARE(parseSize(text.toStdString()).value(), std::uint64_t(bytes));
    }

    void refusesWhatIsNoSize()
    {
        for (const char *text : { "", "M", "64x", "64MM", "-1", "1.5", ".5G", "5.G", "1.2.3M", "1e3", "64 M B", "0x10",
                                  "9223372036854775808", "8192P", "99999999999999999999", "1.5iB", "9000.5P" })
            QVERIFY2(!parseSize(text), text);
    }

    void readsTheRemovalOfALimit()
    {
        for (const char *text : { "none", "max", "unlimited", "-1" })
            QVERIFY(!parseSizeLimit(text).value());
        QVERIFY(parseSizeLimit("1k").value() == std::uint64_t{ 1024 });
    }

    void writesSizesForPeople()
    {
        QCOMPARE(formatSize(0), std::string("0 B"));
        QCOMPARE(formatSize(1023), std::string("1023 B"));
        QCOMPARE(formatSize(67'108'864), std::string("64 MiB"));
        QCOMPARE(formatSize(1'610'612'736), std::string("1.5 GiB"));
        QCOMPARE(formatSize(1'048'575), std::string("1 MiB"));
    }

    void sizeArgumentsReadBackExactly()
    {
        for (const std::uint64_t bytes :
             { 0ull, 1ull, 1024ull, 65'537ull, 67'108'864ull, 3ull << 40, (1ull << 62) + 1 })
            QCOMPARE(parseSize(sizeArgument(bytes)).value(), bytes);
        QCOMPARE(sizeArgument(67'108'864), std::string("64m"));
    }
};

QTEST_APPLESS_MAIN(tst_Spec)
#include "tst_Spec.moc"
