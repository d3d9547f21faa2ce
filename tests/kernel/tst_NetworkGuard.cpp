// SPDX-License-Identifier: GPL-3.0-or-later
// What others do to the firewall and the interfaces while containers have a private network.
#include "privhelper/sys/NftRules.h"
#include "privhelper/sys/ProcSys.h"
#include "privhelper/sys/Rtnetlink.h"
#include "tests/kernel/RealHelper.h"
#include "tests/support/Sandbox.h"

#include <QFile>
#include <QProcess>

#include <fcntl.h>

using namespace vitrine;
using namespace vitrine::tests;

namespace {

constexpr int kPatienceMs = 30'000; // an emulated machine takes its time

std::string rules()
{
    return sys::listRules().value_or("");
}

std::string forwarding(const char *interface)
{
    return sys::ProcSys::open()->read(std::string("net/ipv4/conf/") + interface + "/forwarding").value_or("missing");
}

void flushRules()
{
    QCOMPARE(QProcess::execute("nft", { "flush", "ruleset" }), 0);
}

} // namespace

class TestNetworkGuard : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("PATH", qgetenv("PATH") + ":/usr/sbin:/sbin");
        m_helper = std::make_unique<RealHelper>();
    }
    void init()
    {
        const auto started = m_helper->startContainer();
        QVERIFY2(started, started.errorText.c_str());
        m_rules = rules();
        QVERIFY(m_rules.find("masquerade") != std::string::npos);
    }
    void cleanup()
    {
        QVERIFY(m_helper->removeContainer());
        QCOMPARE(rules(), std::string());
    }
    void cleanupTestCase() { m_helper.reset(); }

    void flushedRulesComeBack()
    {
        flushRules();
        QTRY_COMPARE_WITH_TIMEOUT(rules(), m_rules, kPatienceMs);
        QCOMPARE(QProcess::execute("nft", { "flush chain inet vitrine input" }), 0);
        QTRY_COMPARE_WITH_TIMEOUT(rules(), m_rules, kPatienceMs);
    }

    void isQuietWhenNothingHappens()
    {
        // Its own changes are changes too: it must come to rest.
        const auto woken = [this] {
            QFile status(QStringLiteral("/proc/%1/status").arg(m_helper->rig().helperPid()));
            const bool isOpen = status.open(QIODevice::ReadOnly);
            const QByteArray text = isOpen ? status.readAll() : QByteArray();
            return text.mid(text.indexOf("\nvoluntary_ctxt_switches:"), 40);
        };
        flushRules();
        QTRY_COMPARE_WITH_TIMEOUT(rules(), m_rules, kPatienceMs);
        QByteArray before;
        QTRY_VERIFY_WITH_TIMEOUT((before = woken(), QTest::qWait(1500), before == woken()), kPatienceMs);
        QVERIFY(!before.isEmpty());
    }

    void newWayOutIsUsed()
    {
        auto netlink = sys::Rtnetlink::open().value();
        const UniqueFd own(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
        QVERIFY(netlink.makeVeth({ "out1", 0, "up1", "", own.get() }));
        QTRY_COMPARE_WITH_TIMEOUT(forwarding("out1"), std::string("1"), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(rules().find("\"out1\"") != std::string::npos, kPatienceMs);
        QVERIFY(netlink.removeLink(sys::findLink(netlink.links().value(), "out1")->index));
    }

    void bridgeGetsItsAddressBack()
    {
        auto netlink = sys::Rtnetlink::open().value();
        const int bridge = sys::findLink(netlink.links().value(), "vitrine0")->index;
        const auto before = netlink.addresses(bridge).value();
        QCOMPARE(before.size(), std::size_t{ 1 });
        QCOMPARE(QProcess::execute("ip", { "address", "flush", "dev", "vitrine0" }), 0);
        QTRY_VERIFY_WITH_TIMEOUT(netlink.addresses(bridge).value() == before, kPatienceMs);
    }

    void nextHelperPutsRulesBackFirst()
    {
        m_helper->rig().killHelper();
        flushRules();
        QVERIFY(m_helper->rig().startHelper());
        QCOMPARE(rules(), m_rules);
    }

    void helperStaysAsLongAsThereIsANetwork()
    {
        // Nobody listens to this client's helper, and it has nothing else to do.
        m_helper->rig().killHelper();
        QVERIFY(m_helper->rig().startHelper({ "--idle-timeout", "1" }));
        const pid_t helper = m_helper->rig().helperPid();
        QTest::qWait(2500);
        QCOMPARE(::kill(helper, 0), 0);
        flushRules();
        QTRY_COMPARE_WITH_TIMEOUT(rules(), m_rules, kPatienceMs);
        QVERIFY(m_helper->removeContainer());
        QVERIFY(m_helper->rig().helperEnds());
        QVERIFY(m_helper->rig().startHelper());
        QVERIFY(m_helper->startContainer());
    }

private:
    std::unique_ptr<RealHelper> m_helper;
    std::string m_rules;
};

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestNetworkGuard guard;
        return QTest::qExec(&guard, argc, argv);
    });
}
#include "tst_NetworkGuard.moc"
