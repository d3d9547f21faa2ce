// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakePolkit.h"
#include "tests/support/PeerBus.h"

#include "core/ipc/Names.h"

#include <QElapsedTimer>
#include <QtTest>

#include <unistd.h>

using namespace vitrine;
using namespace vitrine::test;
using Mood = FakePolkit::Mood;

namespace {

// Accounts that every system has: dbus-daemon turns away an id without an account.
constexpr uid_t kAlice = 1;
constexpr uid_t kMallory = 2;
constexpr uid_t kBusy = 3;

} // namespace

/// How much one account may ask for.
class TestHelperBounds : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (::geteuid() != 0)
            QSKIP("being several accounts on a bus takes root");
    }
    void init()
    {
        m_rig = std::make_unique<HelperRig>();
        m_polkit = std::make_unique<FakePolkit>(m_rig->address());
        QVERIFY(m_rig->startHelper());
        m_alice = m_rig->client(kAlice);
        m_mallory = m_rig->client(kMallory);
    }
    void cleanup()
    {
        m_alice.reset();
        m_mallory.reset();
        m_rig.reset();
        m_polkit.reset();
    }

    void subscriptionsAreLimited()
    {
        std::vector<std::unique_ptr<BusClient>> clients;
        for (int i = 0; i < 16; ++i) {
            clients.push_back(m_rig->client(kBusy));
            QVERIFY(clients.back()->list().empty());
        }
        clients.push_back(m_rig->client(kBusy));
        QCOMPARE(clients.back()->list(), std::vector<std::string>{ "io.vitrine.Error.LimitExceeded" });
        clients.erase(clients.begin());
        QTRY_VERIFY(clients.back()->list().empty());
    }

    void specificationsOfOneAccountFitIntoOneAnswer()
    {
        // About 240 KiB each.
        std::string env;
        for (const char *name : { "A", "B", "C", "D", "E", "F", "G", "H" }) {
            const std::string value(30 * 1024, 'x');
            env += env.empty() ? "\"env\":[" : ",";
            env += std::string("{\"name\":\"") + name + "\",\"value\":\"" + value + "\"}";
        }
        env += ']';
        int made = 0;
        Answer refused;
        for (; made < 64 && refused; ++made) {
            const std::string spec = specJson("big" + std::to_string(made), R"("run")", env);
            refused = m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", spec.c_str(), 0);
        }
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.LimitExceeded"));
        QVERIFY(made > 20);
        QCOMPARE(m_alice->list().size(), static_cast<std::size_t>(made - 1));
        // Another account has its own room.
        const std::string other = m_mallory->create(specJson("small"));
        QVERIFY(m_mallory->verb(other, "Remove", "b", 0));
    }

    void reportIsNotMadeForEveryQuestion()
    {
        const auto report = [&](BusClient &client) {
            return client.call(ipc::kManagerPath, ipc::kManagerInterface, "SystemReport").text();
        };
        const std::string first = report(*m_alice);
        QTRY_VERIFY(report(*m_alice) != first); // an older one may have been at its end
        const std::string fresh = report(*m_alice);
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY_WITH_TIMEOUT(report(*m_mallory) != fresh, 10'000);
        QVERIFY(timer.elapsed() > 1000);
    }

    void callerOverTheQuotaCostsNoParsing()
    {
        const std::string id = m_alice->create(specJson("web"));
        m_polkit->set(Mood::Silent);
        std::vector<std::uint64_t> waiting;
        for (int call = 0; call < 80; ++call) {
            waiting.push_back(m_alice->begin(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}",
                                             specJson("wait" + std::to_string(call)).c_str(), 0));
        }
        // What is wrong with these is not even looked at.
        const auto refused = [&](const Answer &answer) { return answer.errorName == "io.vitrine.Error.LimitExceeded"; };
        QVERIFY(refused(m_alice->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", "{", 0)));
        QVERIFY(refused(m_alice->verb(id, "Exec", "s", "{")));
        QVERIFY(refused(m_alice->verb(id, "UpdateLimits", "s", "{")));
        m_polkit->grantHeld();
        for (const std::uint64_t call : waiting)
            QVERIFY(m_alice->take(call));
    }

private:
    std::unique_ptr<HelperRig> m_rig;
    std::unique_ptr<FakePolkit> m_polkit;
    std::unique_ptr<BusClient> m_alice;
    std::unique_ptr<BusClient> m_mallory;
};

QTEST_GUILESS_MAIN(TestHelperBounds)
#include "tst_HelperBounds.moc"
