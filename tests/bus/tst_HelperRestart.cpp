// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"

#include "core/ipc/Names.h"

#include <QtTest>

#include <unistd.h>

#include <filesystem>

using namespace vitrine;
using namespace vitrine::test;

/// What a helper finds of the one before it, which was killed or has ended, and what it leaves alone.
class TestHelperRestart : public HelperTest {
    Q_OBJECT

private slots:
    void shimThatPassesAnotherProcessIsNotBelieved()
    {
        const std::string id = m_client->create(specJson("web", R"("liar")"));
        QVERIFY(m_client->start(id));
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        // No TERM for whom it has named, but KILL for all that are in the cgroup.
        QVERIFY(m_client->verb(id, "Stop", "u", 60'000U));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("signal":9)"));
        QVERIFY(contains(m_rig->journal(), "for its container's"));
        QVERIFY(m_rig->isClean());
    }

    void killedHelperFindsWhatRuns()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("network":"private")"));
        QVERIFY(m_client->start(id));
        const std::string pid = m_client->property(id, "InitPid");
        const std::string address = m_client->property(id, "Address");
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QCOMPARE(m_client->property(id, "InitPid"), pid);
        QCOMPARE(m_client->property(id, "Address"), address);
        QVERIFY(m_client->verb(id, "OpenConsole").fd());
        QVERIFY(m_client->verb(id, "Stop", "u", 2000U));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("exitCode":0)"));
        QVERIFY(m_rig->isClean());
    }

    void endWithoutAHelperIsRead()
    {
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->start(id));
        const int pid = std::stoi(m_client->property(id, "InitPid"));
        m_rig->killHelper();
        QCOMPARE(::kill(pid, SIGTERM), 0);
        QTRY_VERIFY(std::filesystem::exists(m_rig->tree().path("run/" + id + "/exit")));
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("reason":"exited")"));
        QVERIFY(m_rig->isClean());
    }

    void secondHelperRefusesAndHarmsNothing()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("network":"private")"));
        QVERIFY(m_client->start(id));
        const auto [status, said] = m_rig->runSecondHelper();
        QVERIFY(status > 0);
        QVERIFY2(contains(said, "another vitrine-helper"), said.c_str());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QVERIFY(m_client->verb(id, "OpenConsole").fd());
    }

    void helperLeavesAloneWhatIsAnothers()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("network":"private")"));
        QVERIFY(m_client->start(id));
        m_rig->killHelper();
        // The same tree of control groups, for the host is the same; nothing else is shared.
        std::filesystem::create_directory_symlink(m_rig->tree().path("run-host"), m_rig->tree().path("run2-host"));
        QVERIFY(m_rig->startHelper(
            { "--state-dir", m_rig->tree().path("state2"), "--run-dir", m_rig->tree().path("run2") }));
        QVERIFY(m_client->list().empty());
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QVERIFY(std::filesystem::exists(m_client->property(id, "CgroupPath")));
        QCOMPARE(m_rig->names("run-host/network").size(), std::size_t{ 1 });
    }

    void strayOfARemovedRunIsDestroyed()
    {
        const std::string id = m_client->create(specJson("web"));
        m_rig->killHelper();
        m_rig->tree().makeDirectory("run-host/cgroup/" + id + "/payload");
        m_rig->tree().makeDirectory("run-host/cgroup/0123456789abcdef/payload");
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_rig->names("run-host/cgroup"), std::vector<std::string>{ "0123456789abcdef" });
    }

    void interruptedStartLeavesNothing()
    {
        const std::string id = m_client->create(specJson("web", R"("mute")", R"("network":"private")"));
        m_client->begin("/io/vitrine/Helper1/container/" + id, ipc::kContainerInterface, "Start", "a{sh}", 0);
        QVERIFY(m_client->waitForState(id, "starting"));
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QVERIFY(m_rig->isClean());
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("reason":"failed")"));
    }

    void badRecordIsSetAside()
    {
        const std::string id = m_client->create(specJson("web"));
        const std::string other = m_client->create(specJson("mail"));
        m_rig->killHelper();
        m_rig->tree().write("state/containers/" + id + "/container.json", "{\"schemaVersion\":1,");
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->list(), std::vector<std::string>{ other });
        QCOMPARE(m_rig->names("state/quarantine").size(), std::size_t{ 1 });
    }

    void runOfANewerRecordIsLeftAlone()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("network":"private")"));
        QVERIFY(m_client->start(id));
        m_rig->killHelper();
        const std::string file = "state/containers/" + id + "/container.json";
        const std::string record = fileText(m_rig->tree().path(file));
        std::string newer = record;
        const std::string version = R"("schemaVersion":1)";
        QVERIFY(contains(record, version));
        newer.replace(newer.find(version), version.size(), R"("schemaVersion":2)");
        m_rig->tree().write(file, newer);
        QVERIFY(m_rig->startHelper());
        QVERIFY(m_client->list().empty());
        m_rig->killHelper();
        m_rig->tree().write(file, record);
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        QCOMPARE(m_rig->names("run-host/network").size(), std::size_t{ 1 });
    }

    void idleHelperEndsAndContainersRunOn()
    {
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper({ "--idle-timeout", "1" }));
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->start(id));
        const int pid = std::stoi(m_client->property(id, "InitPid"));
        QVERIFY(m_rig->helperEnds());
        QCOMPARE(::kill(pid, 0), 0);
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
    }
};

QTEST_GUILESS_MAIN(TestHelperRestart)
#include "tst_HelperRestart.moc"
