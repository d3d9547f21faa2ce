// SPDX-License-Identifier: GPL-3.0-or-later
// A specification that is changed while its container runs, by the real helper and the real shim.
#include "tests/kernel/FrontEnd.h"
#include "tests/kernel/RealHelper.h"
#include "tests/support/Sandbox.h"

#include <QProcess>
#include <QtTest>

#include <unistd.h>

#include <fstream>
#include <iterator>

using namespace vitrine;
using namespace vitrine::test;
using namespace vitrine::tests;

namespace {

constexpr uid_t kOwner = 1000;
constexpr int kPatienceMs = 30'000; // an emulated machine takes its time
const std::string kNothing = "[]";

/// Writes the variable, its host name and its mounts down, and stays.
std::string greeter(const std::string &greeting, const std::string &more = {})
{
    const std::string command =
        "\"/bin/sh\",\"-c\",\"(echo $GREETING; uname -n; grep -c /extra /proc/mounts) > /tmp/new;"
        " mv /tmp/new /tmp/said; exec sleep 600\"";
    return specJson("greeter", command,
                    "\"hostname\":\"" + greeting + "\",\"env\":[{\"name\":\"GREETING\",\"value\":\"" + greeting + "\"}]"
                        + more);
}

} // namespace

class TestLiveChanges : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_helper = std::make_unique<RealHelper>();
        m_client = m_helper->rig().client(kOwner);
    }
    void cleanupTestCase() { m_helper.reset(); }
    void cleanup()
    {
        if (!m_id.empty())
            QVERIFY(m_client->verb(m_id, "Remove", "b", 1));
        m_id.clear();
    }

    void runningContainerKeepsWhatItHasUntilItIsRestarted()
    {
        start(greeter("old"));
        QTRY_COMPARE_WITH_TIMEOUT(said(), std::string("old\nold\n0\n"), kPatienceMs);
        change(greeter("new", R"(,"mounts":[{"kind":"tmpfs","target":"/extra","access":"readWrite"}])"));
        QVERIFY(m_client->property(m_id, "Waiting").find("GREETING=new") != std::string::npos);
        QCOMPARE(said(), std::string("old\nold\n0\n"));
        QCOMPARE(execSays("echo $GREETING"), std::string("old\n"));

        const Answer restarted = m_client->verb(m_id, "Restart", "ua{sh}", 0U, 0);
        QVERIFY2(restarted, restarted.errorText.c_str());
        QTRY_COMPARE_WITH_TIMEOUT(said(), std::string("new\nnew\n1\n"), kPatienceMs);
        QCOMPARE(m_client->property(m_id, "Waiting"), kNothing);
        QCOMPARE(execSays("echo $GREETING"), std::string("new\n"));
    }

    void whatIsRevertedNeverComes()
    {
        start(greeter("old"));
        change(greeter("new"));
        QVERIFY(m_client->verb(m_id, "RevertSpec"));
        QVERIFY(m_client->verb(m_id, "Restart", "ua{sh}", 0U, 0));
        QTRY_COMPARE_WITH_TIMEOUT(said(), std::string("old\nold\n0\n"), kPatienceMs);
    }

    void nextHelperKnowsWhatRunsAndWhatIsKept()
    {
        start(greeter("old"));
        change(greeter("new"));
        m_helper->rig().killHelper();
        QVERIFY(m_helper->rig().startHelper());
        QVERIFY(m_client->waitForState(m_id, "running"));
        QVERIFY(m_client->property(m_id, "Waiting").find("GREETING=old") != std::string::npos);
        QTRY_COMPARE_WITH_TIMEOUT(execSays("echo $GREETING"), std::string("old\n"), kPatienceMs);
        QVERIFY(m_client->verb(m_id, "Restart", "ua{sh}", 0U, 0));
        QTRY_COMPARE_WITH_TIMEOUT(said(), std::string("new\nnew\n0\n"), kPatienceMs);
    }

    void mountThatIsAddedAndKeptWaitsForNothing()
    {
        start(greeter("old"));
        const char *mount = R"({"kind":"tmpfs","target":"/extra","access":"readWrite"})";
        change(greeter("old", R"(,"mounts":[)" + std::string(mount) + "]"));
        QVERIFY(m_client->property(m_id, "Waiting").find("/extra") != std::string::npos);
        const Answer added = m_client->verb(m_id, "AddMount", "sa{sh}b", mount, 0, 1);
        QVERIFY2(added, added.errorText.c_str());
        QCOMPARE(m_client->property(m_id, "Waiting"), kNothing);
        QVERIFY(m_client->verb(m_id, "RemoveMount", "sb", "/extra", 1));
        QCOMPARE(m_client->property(m_id, "Waiting"), kNothing);
    }

    void commandLineChangesRestartsAndReverts()
    {
        start(greeter("old"));
        const QByteArray changed = vitrine({ "update", "greeter", "-e", "GREETING=new", "--hostname", "new" });
        QCOMPARE(changed,
                 QByteArray("at next start  env: GREETING=old → GREETING=new\nat next start  hostname: old → new\n"));
        QVERIFY(vitrine({ "ps" }).contains("2 changes wait for restart"));
        QCOMPARE(vitrine({ "restart", "-t", "0", "greeter" }), QByteArray());
        QTRY_COMPARE_WITH_TIMEOUT(said(), std::string("new\nnew\n0\n"), kPatienceMs);
        QVERIFY(!vitrine({ "ps" }).contains("wait"));
        QVERIFY(vitrine({ "update", "greeter", "--", "/bin/false" }).contains("command: "));
        QCOMPARE(vitrine({ "update", "--revert", "greeter" }), QByteArray());
        QVERIFY(m_client->property(m_id, "Spec").find("/bin/false") == std::string::npos);
    }

private:
    /// What the program says, run as the owner.
    QByteArray vitrine(const std::vector<std::string> &words)
    {
        return FrontEnd(m_helper->rig(), VITRINE_PROGRAM).run(words).said;
    }
    void start(const std::string &spec)
    {
        m_id = m_client->create(spec);
        const Answer started = m_client->start(m_id);
        QVERIFY2(started, started.errorText.c_str());
    }
    void change(const std::string &spec)
    {
        const Answer changed = m_client->verb(m_id, "UpdateSpec", "s", spec.c_str());
        QVERIFY2(changed, changed.errorText.c_str());
    }
    /// What the command has written; "" while it has not.
    std::string said()
    {
        std::ifstream file("/proc/" + m_client->property(m_id, "InitPid") + "/root/tmp/said");
        return { std::istreambuf_iterator<char>(file), {} };
    }
    /// The output of one more command.
    std::string execSays(const std::string &script)
    {
        const std::string request = "{\"command\":[\"/bin/sh\",\"-c\",\"" + script + "\"]}";
        const Answer answer = m_client->verb(m_id, "Exec", "s", request.c_str());
        if (!answer)
            return answer.errorText;
        int streams[3] = { -1, -1, -1 };
        sd_bus_message_enter_container(answer.message.get(), 'a', "h");
        for (int &stream : streams)
            sd_bus_message_read(answer.message.get(), "h", &stream);
        std::string text;
        char part[256];
        for (ssize_t got = 0; (got = ::read(streams[1], part, sizeof part)) > 0;)
            text.append(part, static_cast<std::size_t>(got));
        return text;
    }

    std::unique_ptr<RealHelper> m_helper;
    std::unique_ptr<BusClient> m_client;
    std::string m_id;
};

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestLiveChanges changes;
        return QTest::qExec(&changes, argc, argv);
    });
}
#include "tst_LiveChanges.moc"
