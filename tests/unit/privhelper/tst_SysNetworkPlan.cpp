// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/NetworkPlan.h"
#include "privhelper/sys/NftRules.h"
#include "privhelper/sys/PrivateNetwork.h"

#include <QTest>

using namespace vitrine;
using namespace vitrine::sys;

namespace {

Subnet subnet(const char *base, unsigned prefixLength)
{
    return { parseIpv4(base).value(), prefixLength };
}
bool contains(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class TestSysNetworkPlan : public QObject {
    Q_OBJECT
private slots:
    void choosesAPoolThatNoRouteTouches_data();
    void choosesAPoolThatNoRouteTouches();
    void saysWhenNoPoolIsFree();
    void givesEachIndexItsAddress_data();
    void givesEachIndexItsAddress();
    void saysWhenThePoolIsFull();
    void macBelongsToTheAddress();
    void readsNameserversThatCanBeReached_data();
    void readsNameserversThatCanBeReached();
    void hostInterfaceFitsTheKernelsNames();
    void rulesNameEachPortWithItsAddress();
    void rulesWithoutPortsHaveNoEmptyElements();
    void findsFirewallsThatDropForwarding();
};

void TestSysNetworkPlan::choosesAPoolThatNoRouteTouches_data()
{
    QTest::addColumn<QString>("route");
    QTest::addColumn<int>("prefix");
    QTest::addColumn<QString>("pool");
    QTest::addRow("free") << "192.168.1.0" << 24 << "10.213.0.0/16";
    QTest::addRow("the same") << "10.213.0.0" << 16 << "10.214.0.0/16";
    QTest::addRow("a host in it") << "10.213.7.9" << 32 << "10.214.0.0/16";
    QTest::addRow("a VPN over all of 10") << "10.0.0.0" << 8 << "172.29.0.0/16";
    QTest::addRow("a VPN to everywhere") << "0.0.0.0" << 1 << "10.213.0.0/16";
}

void TestSysNetworkPlan::choosesAPoolThatNoRouteTouches()
{
    QFETCH(QString, route);
    QFETCH(int, prefix);
    QFETCH(QString, pool);
    const auto chosen = choosePool({ subnet(qPrintable(route), static_cast<unsigned>(prefix)) });
    QVERIFY(chosen);
    QCOMPARE(QString::fromStdString(subnetText(*chosen)), pool);
}

void TestSysNetworkPlan::saysWhenNoPoolIsFree()
{
    const auto chosen = choosePool({ subnet("10.0.0.0", 8), subnet("172.16.0.0", 12) });
    QVERIFY(!chosen);
    QCOMPARE(chosen.error().code, ErrorCode::AddressPoolExhausted);
}

void TestSysNetworkPlan::givesEachIndexItsAddress_data()
{
    QTest::addColumn<uint>("index");
    QTest::addColumn<QString>("address");
    QTest::addRow("first") << 0U << "10.213.0.2";
    QTest::addRow("last of a block") << 249U << "10.213.0.251";
    QTest::addRow("next block") << 250U << "10.213.1.2";
    QTest::addRow("last") << 63'999U << "10.213.255.251";
}

void TestSysNetworkPlan::givesEachIndexItsAddress()
{
    QFETCH(uint, index);
    QFETCH(QString, address);
    const Subnet pool = subnet("10.213.0.0", 16);
    QCOMPARE(QString::fromStdString(ipv4Text(addressOf(pool, index).value())), address);
    QCOMPARE(ipv4Text(gatewayOf(pool)), std::string("10.213.0.1"));
}

void TestSysNetworkPlan::saysWhenThePoolIsFull()
{
    QCOMPARE(addressOf(subnet("10.213.0.0", 16), 64'000).error().code, ErrorCode::AddressPoolExhausted);
}

void TestSysNetworkPlan::macBelongsToTheAddress()
{
    QCOMPARE(macOf(parseIpv4("10.213.0.2").value()), std::string("02:76:0a:d5:00:02"));
}

void TestSysNetworkPlan::readsNameserversThatCanBeReached_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("servers");
    QTest::addRow("plain") << "# x\nnameserver 192.0.2.1\nsearch a\n" << QStringList{ "192.0.2.1" };
    QTest::addRow("loopback") << "nameserver 127.0.0.53\noptions edns0\n" << QStringList();
    QTest::addRow("IPv6") << "nameserver fe80::1%eth0\nnameserver\t9.9.9.9 \n" << QStringList{ "9.9.9.9" };
    QTest::addRow("more than three") << "nameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\nnameserver 1.1.1.4"
                                     << QStringList{ "1.1.1.1", "1.1.1.2", "1.1.1.3" };
    QTest::addRow("garbage") << "nameserver\nnameserver \nnameserverx 1.1.1.1\nnameserver 1.2.3\n\n" << QStringList();
}

void TestSysNetworkPlan::readsNameserversThatCanBeReached()
{
    QFETCH(QString, text);
    QFETCH(QStringList, servers);
    QStringList found;
    for (const std::string &server : nameserversOf(text.toStdString()))
        found << QString::fromStdString(server);
    QCOMPARE(found, servers);
}

void TestSysNetworkPlan::hostInterfaceFitsTheKernelsNames()
{
    QCOMPARE(hostInterfaceName("0123456789abcdef0123"), std::string("vt0123456789ab"));
}

void TestSysNetworkPlan::rulesNameEachPortWithItsAddress()
{
    const std::string text = rulesText({ "vitrine0",
                                         subnet("10.213.0.0", 16),
                                         { { "vt0123456789ab", parseIpv4("10.213.0.2").value() } },
                                         { "eth0", "wlan0" } });
    QVERIFY(contains(text, "\"vt0123456789ab\" . 02:76:0a:d5:00:02 . 10.213.0.2"));
    QVERIFY(contains(text, "elements = { \"eth0\", \"wlan0\" }"));
    QVERIFY(contains(text, "ip saddr 10.213.0.0/16 oifname != \"vitrine0\" masquerade"));
}

void TestSysNetworkPlan::rulesWithoutPortsHaveNoEmptyElements()
{
    QVERIFY(!contains(rulesText({ "vitrine0", subnet("10.213.0.0", 16), {}, {} }), "elements"));
}

void TestSysNetworkPlan::findsFirewallsThatDropForwarding()
{
    const std::string json = R"({"nftables":[{"metainfo":{}},
        {"chain":{"family":"ip","table":"filter","name":"FORWARD","hook":"forward","policy":"drop"}},
        {"chain":{"family":"ip","table":"nat","name":"OUT","hook":"output","policy":"accept"}},
        {"chain":{"family":"inet","table":"vitrine","name":"forward","hook":"forward","policy":"drop"}},
        {"chain":{"family":"ip","table":"filter","name":"plain"}}]})";
    QCOMPARE(forwardDroppers(json), std::vector<std::string>{ "ip filter FORWARD" });
    QVERIFY(forwardDroppers("").empty());
    QVERIFY(forwardDroppers("[]").empty());
}

QTEST_APPLESS_MAIN(TestSysNetworkPlan)
#include "tst_SysNetworkPlan.moc"
