// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"

#include "core/ipc/Names.h"

#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

using namespace vitrine;
using namespace vitrine::test;

namespace {

/// A process of the container that can neither be ended nor frozen: see FakeHost.
class Stuck {
public:
    Stuck(const HelperRig &rig, const std::string &id)
        : m_path(rig.tree().path("run-host/cgroup/" + id + "/stuck"))
    {
        // Open for both, so that neither end waits for the other.
        if (::mkfifo(m_path.c_str(), 0600) == 0)
            m_writer = UniqueFd(::open(m_path.c_str(), O_RDWR | O_CLOEXEC));
    }
    void release()
    {
        std::filesystem::remove(m_path);
        m_writer.reset();
    }

private:
    std::string m_path;
    UniqueFd m_writer;
};

} // namespace

/// What the helper does while a process inside can neither be ended nor frozen, as one that waits for a file system.
class TestHelperStuck : public HelperTest {
    Q_OBJECT

private slots:
    void processThatCannotBeEndedHoldsUpNobody()
    {
        const std::string id = m_client->create(specJson("web", R"("run")", R"("network":"private")"));
        QVERIFY(m_client->start(id));
        Stuck stuck(*m_rig, id);
        const auto stop =
            m_client->begin("/io/vitrine/Helper1/container/" + id, ipc::kContainerInterface, "Stop", "u", 60'000U);
        QVERIFY(m_client->waitForState(id, "stopping"));
        QVERIFY(m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping"));
        // Also once its shim is gone, and with it all that could be asked.
        QTRY_VERIFY(std::filesystem::exists(m_rig->tree().path("run/" + id + "/exit")));
        QVERIFY(m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping"));
        QVERIFY(m_client->verb(id, "Kill", "i", SIGKILL));
        QCOMPARE(m_client->property(id, "State"), std::string("stopping"));
        QVERIFY(!m_rig->names("run").empty());
        stuck.release();
        const Answer stopped = m_client->take(stop);
        QVERIFY2(stopped, stopped.errorText.c_str());
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
        QVERIFY(m_rig->isClean());
    }

    void leftoverOfAnEarlierHelperHoldsUpNobody()
    {
        const std::string id = m_client->create(specJson("web", R"("mute")"));
        m_client->begin("/io/vitrine/Helper1/container/" + id, ipc::kContainerInterface, "Start", "a{sh}", 0);
        QVERIFY(m_client->waitForState(id, "starting"));
        Stuck stuck(*m_rig, id);
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
        QCOMPARE(m_client->verb(id, "Remove", "b", 1).errorName, std::string("io.vitrine.Error.Busy"));
        QCOMPARE(m_client->start(id).errorName, std::string("io.vitrine.Error.Busy"));
        QCOMPARE(m_rig->names("run").size(), std::size_t{ 1 });
        stuck.release();
        QTRY_VERIFY(m_rig->isClean());
        QVERIFY(m_client->verb(id, "Remove", "b", 0));
    }

    void throwAwayContainerWaitsForItsLeftovers()
    {
        const std::string id = m_client->create(specJson("web", R"("mute")", R"("removeWhenEnded":true)"));
        m_client->begin("/io/vitrine/Helper1/container/" + id, ipc::kContainerInterface, "Start", "a{sh}", 0);
        QVERIFY(m_client->waitForState(id, "starting"));
        Stuck stuck(*m_rig, id);
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->list(), std::vector<std::string>{ id });
        stuck.release();
        QTRY_VERIFY(m_client->list().empty());
        QVERIFY(m_rig->isClean());
    }

    void pauseWaitsForTheKernelAndHoldsUpNobody()
    {
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->start(id));
        Stuck stuck(*m_rig, id);
        const auto pause = m_client->begin("/io/vitrine/Helper1/container/" + id, ipc::kContainerInterface, "Pause");
        QVERIFY(m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping"));
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        stuck.release();
        const Answer paused = m_client->take(pause);
        QVERIFY2(paused, paused.errorText.c_str());
        QCOMPARE(m_client->property(id, "State"), std::string("paused"));
    }

    void pauseThatIsNotReachedIsTakenBack()
    {
        const std::string id = m_client->create(specJson("web"));
        QVERIFY(m_client->start(id));
        Stuck stuck(*m_rig, id);
        QCOMPARE(m_client->verb(id, "Pause").errorName, std::string("io.vitrine.Error.Timeout"));
        QCOMPARE(fileText(m_client->property(id, "CgroupPath") + "/frozen"), std::string("0"));
        QCOMPARE(m_client->property(id, "State"), std::string("running"));
        stuck.release();
    }
};

QTEST_GUILESS_MAIN(TestHelperStuck)
#include "tst_HelperStuck.moc"
