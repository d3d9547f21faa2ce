// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"

#include "core/ipc/Names.h"

#include <QtTest>

#include <unistd.h>

#include <filesystem>

using namespace vitrine;
using namespace vitrine::test;

/// What the helper does with containers.
class TestHelperLife : public HelperTest {
    Q_OBJECT

private slots:
    void createdContainerHasItsProperties()
    {
        const std::string id = m_client->create(specJson("web"));
        QCOMPARE(id.size(), std::size_t{ 16 });
        QCOMPARE(m_client->property(id, "Name"), std::string("web"));
        QCOMPARE(m_client->property(id, "State"), std::string("created"));
        QCOMPARE(m_client->property(id, "InitPid"), std::string("0"));
        QVERIFY(m_rig->isClean());
    }

    void startGivesAConsoleAndStopEndsIt()
    {
        const std::string id = m_client->create(specJson("web"));
        const Answer started = m_client->start(id);
        QVERIFY2(started, started.errorText.c_str());
        QVERIFY(started.fd());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QVERIFY(std::stoi(m_client->property(id, "InitPid")) > 0);
        const Answer stopped = m_client->verb(id, "Stop", "u", ipc::kDefaultStopTimeout);
        QVERIFY2(stopped, stopped.errorText.c_str());
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("exitCode":0)"));
        QVERIFY(m_rig->isClean());
    }

    void stopKillsWhatIgnoresTerm()
    {
        const std::string id = m_client->create(specJson("web", R"("stubborn")"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "Stop", "u", 50U));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("signal":9)"));
    }

    void killWorksBesideAStopThatWaits()
    {
        const std::string id = m_client->create(specJson("web", R"("stubborn")"));
        QVERIFY(m_client->start(id));
        const auto stop =
            m_client->begin("/io/vitrine/Helper1/container/" + id, ipc::kContainerInterface, "Stop", "u", 60'000U);
        QVERIFY(m_client->waitForState(id, "stopping"));
        QCOMPARE(m_client->verb(id, "Pause").errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY(m_client->verb(id, "Kill", "i", SIGKILL));
        QVERIFY(m_client->take(stop));
    }

    void failedStartNamesTheStepAndLeavesNothing()
    {
        const std::string id = m_client->create(specJson("web", R"("fail")", R"("network":"private")"));
        const Answer started = m_client->start(id);
        QCOMPARE(started.errorName, std::string("io.vitrine.Error.StartFailed"));
        QVERIFY(contains(started.errorText, "mounts: making /dev: No space left on device"));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("step":"mounts")"));
        QVERIFY(m_rig->isClean());
    }

    void refusedLimitLeavesTheContainerAsItWas()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("limits":{"cpusetCpus":"63"})"));
        QCOMPARE(m_client->start(id).errorName, std::string("io.vitrine.Error.Unsupported"));
        QCOMPARE(m_client->property(id, "State"), std::string("created"));
        QVERIFY(m_rig->isClean());
    }

    void pauseAndResume()
    {
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "Pause"));
        QCOMPARE(m_client->property(id, "State"), std::string("paused"));
        QCOMPARE(m_client->verb(id, "Pause").errorName, std::string("io.vitrine.Error.BadState"));
        QVERIFY(m_client->verb(id, "Resume"));
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
    }

    void pauseThatCannotBeWrittenDownIsNone()
    {
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->start(id));
        const std::string frozen = m_client->property(id, "CgroupPath") + "/frozen";
        const std::string inTheWay = m_rig->tree().makeDirectory("run/" + id + "/run.json.new");
        QVERIFY(!m_client->verb(id, "Pause"));
        QCOMPARE(fileText(frozen), std::string("0"));
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        std::filesystem::remove(inTheWay);
        QVERIFY(m_client->verb(id, "Pause"));
        QCOMPARE(fileText(frozen), std::string("1"));
    }

    void restartStartsAnew()
    {
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->start(id));
        const std::string before = m_client->property(id, "InitPid");
        const Answer restarted = m_client->verb(id, "Restart", "ua{sh}", 2000U, 0);
        QVERIFY2(restarted, restarted.errorText.c_str());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QVERIFY(m_client->property(id, "InitPid") != before);
    }

    void restartOfAThrowAwayContainerKeepsIt()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("removeWhenEnded":true)"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "Restart", "ua{sh}", 2000U, 0));
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
    }

    void throwAwayContainerGoesWhenItEnds()
    {
        m_client->list();
        const std::string id = m_client->create(specJson("web", R"("run")", R"("removeWhenEnded":true)"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "Stop", "u", 2000U));
        QVERIFY(m_client->list().empty());
        QVERIFY(m_rig->names("state/containers").empty());
        QVERIFY(m_rig->isClean());
    }

    void limitsAreReplacedWhileItRuns()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("limits":{"pids":5})"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "UpdateLimits", "s", R"({"memoryBytes":67108864})"));
        const std::string limits = fileText(m_client->property(id, "CgroupPath") + "/limits");
        QVERIFY(contains(limits, "67108864"));
        QVERIFY(!contains(limits, "pids"));
        QVERIFY(contains(m_client->property(id, "Spec"), "67108864"));
        const Answer refused = m_client->verb(id, "UpdateLimits", "s", R"({"cpusetCpus":"63"})");
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.Unsupported"));
        QVERIFY(contains(m_client->property(id, "Spec"), "67108864"));
    }

    void mountsOfWhatDoesNotRunAreKept()
    {
        const std::string id = m_client->create(specJson("web"));
        const auto add = [&](const char *mount, int keep) {
            return m_client->verb(id, "AddMount", "sa{sh}b", mount, 0, keep).errorName;
        };
        const char *tmpfs = R"({"kind":"tmpfs","target":"/cache","access":"readWrite"})";
        QCOMPARE(add(tmpfs, 0), std::string("io.vitrine.Error.BadState"));
        QCOMPARE(add(tmpfs, 1), std::string());
        QVERIFY(contains(m_client->property(id, "Mounts"), R"([{"kept":{)"));
        QVERIFY(contains(m_client->property(id, "Spec"), "/cache"));
        QCOMPARE(add(R"({"kind":"tmpfs","target":"/proc/x"})", 1), std::string("io.vitrine.Error.InvalidConfig"));
        QCOMPARE(add("{", 1), std::string("io.vitrine.Error.InvalidConfig"));
        const auto remove = [&](const char *target, int keep) {
            return m_client->verb(id, "RemoveMount", "sb", target, keep).errorName;
        };
        QCOMPARE(remove("/cache", 0), std::string("io.vitrine.Error.BadState"));
        QCOMPARE(remove("/other", 1), std::string("io.vitrine.Error.NotFound"));
        QCOMPARE(remove("/cache", 1), std::string());
        QCOMPARE(m_client->property(id, "Mounts"), std::string("[]"));
    }

    void renameKeepsNamesUnique()
    {
        const std::string web = m_client->create(specJson("web"));
        const std::string mail = m_client->create(specJson("mail"));
        QCOMPARE(m_client->verb(mail, "Rename", "s", "web").errorName, std::string("io.vitrine.Error.NameInUse"));
        QVERIFY(m_client->verb(mail, "Rename", "s", "post"));
        QCOMPARE(m_client->property(mail, "Name"), std::string("post"));
        QCOMPARE(m_client->property(web, "Name"), std::string("web"));
    }

    void removeRefusesWhatRunsUnlessForced()
    {
        const std::string id = m_client->create(specJson("web", R"("stubborn")", R"("network":"private")"));
        QVERIFY(m_client->start(id));
        QCOMPARE(m_client->verb(id, "Remove", "b", 0).errorName, std::string("io.vitrine.Error.BadState"));
        const Answer removed = m_client->verb(id, "Remove", "b", 1);
        QVERIFY2(removed, removed.errorText.c_str());
        QCOMPARE(m_client->property(id, "State"), std::string("org.freedesktop.DBus.Error.UnknownObject"));
        QVERIFY(m_rig->names("state/containers").empty());
        QVERIFY(m_rig->names("state/trash").empty());
        QVERIFY(m_rig->isClean());
    }

    void execAndConsoleGiveDescriptors()
    {
        const std::string id = m_client->create(specJson("web"));
        QCOMPARE(m_client->verb(id, "OpenConsole").errorName, std::string("io.vitrine.Error.BadState"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "OpenConsole").fd());
        const Answer ran = m_client->verb(id, "Exec", "s", R"({"command":["ls"]})");
        QVERIFY2(ran, ran.errorText.c_str());
        const Answer failed = m_client->verb(id, "Exec", "s", R"({"command":["fail"]})");
        QCOMPARE(failed.errorName, std::string("io.vitrine.Error.StartFailed"));
    }

    void shimWithoutRoomForAConsoleSaysSo()
    {
        const std::string id = m_client->create(specJson("web", R"("full")"));
        QVERIFY(m_client->start(id));
        const Answer refused = m_client->verb(id, "OpenConsole");
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.OutOfResources"));
        QVERIFY(contains(refused.errorText, "there is no room for another"));
    }

    void messageThatCannotBeReadEndsNoContainer()
    {
        const std::string id = m_client->create(specJson("web", R"("garble")"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->verb(id, "OpenConsole").fd());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
    }

    void runThatCannotBeCleanedUpKeepsItsPlace()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("network":"private")"));
        QVERIFY(m_client->start(id));
        const std::string inTheWay = m_rig->tree().makeDirectory("run/" + id + "/in-the-way");
        QVERIFY(m_client->verb(id, "Stop", "u", 2000U));
        QVERIFY(contains(m_client->start(id).errorText, "removing the run directory"));
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
        QVERIFY(contains(m_client->verb(id, "Remove", "b", 0).errorText, "removing the run directory"));
        QCOMPARE(m_client->list(), std::vector<std::string>{ id });
        std::filesystem::remove(inTheWay);
        const Answer started = m_client->start(id);
        QVERIFY2(started, started.errorText.c_str());
        QVERIFY(m_client->verb(id, "Remove", "b", 1));
        QVERIFY(m_rig->isClean());
    }

    void subscriberHearsOfEveryChange()
    {
        QVERIFY(m_client->list().empty());
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->verb(id, "Remove", "b", 0));
        const auto heard = m_client->signalsUntil(std::string("InterfacesRemoved ") + ipc::kManagerPath);
        QVERIFY(std::count(heard.begin(), heard.end(), std::string("InterfacesAdded ") + ipc::kManagerPath) == 1);
        QCOMPARE(heard.back(), std::string("InterfacesRemoved ") + ipc::kManagerPath);
    }

    void livesAndFailuresLeaveNoDescriptorBehind()
    {
        const auto live = [&](const char *command) {
            const std::string id = m_client->create(specJson("web", command, R"("network":"private")"));
            if (m_client->start(id)) {
                m_client->verb(id, "OpenConsole");
                m_client->verb(id, "Exec", "s", R"({"command":["ls"]})");
                m_client->verb(id, "Stop", "u", 1000U);
            }
            return bool(m_client->verb(id, "Remove", "b", 1));
        };
        QVERIFY(live(R"("run")"));
        const std::size_t before = m_rig->helperDescriptors();
        for (int round = 0; round < 10; ++round) {
            QVERIFY(live(R"("run")"));
            QVERIFY(live(R"("fail")"));
        }
        // The last exec's own shim may still be on its way out.
        QTRY_COMPARE(m_rig->helperDescriptors(), before);
        QVERIFY(m_rig->isClean());
    }

    void lostShimIsAnUnknownEnd()
    {
        const std::string id = m_client->create(specJson("web", R"("lost")"));
        QVERIFY(m_client->start(id));
        QVERIFY(m_client->waitForState(id, "ended"));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("reason":"unknown")"));
        QVERIFY(m_rig->isClean());
    }

    void subscriberKeepsTheHelperAwake()
    {
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper({ "--idle-timeout", "1" }));
        m_client->list();
        QTest::qWait(1500);
        QVERIFY(m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping"));
        m_client.reset();
        QVERIFY(m_rig->helperEnds());
        m_client = m_rig->client();
    }
};

QTEST_GUILESS_MAIN(TestHelperLife)
#include "tst_HelperLife.moc"
