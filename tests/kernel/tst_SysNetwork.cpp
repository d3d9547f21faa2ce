// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/UniqueFd.h"
#include "privhelper/sys/NetworkWatch.h"
#include "privhelper/sys/NftRules.h"
#include "privhelper/sys/PrivateNetwork.h"
#include "privhelper/sys/ProcSys.h"
#include "privhelper/sys/Rtnetlink.h"

#include <QProcess>
#include <QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>

#include <chrono>
#include <functional>
#include <set>
#include <thread>

// The machine's own network is not touched: this process moves into a network namespace, which plays the host, and
// makes others for the outside and for containers.

using namespace vitrine;
using namespace vitrine::sys;

namespace {

constexpr const char *kHostAddress = "192.0.2.1";
constexpr const char *kOutsideAddress = "192.0.2.2";
constexpr std::uint16_t kPort = 7777;
constexpr const char *kFirst = "0123456789abcdef0123456789abcdef";
constexpr const char *kSecond = "123456789abcdef00123456789abcdef";
constexpr int kPatienceMs = 5'000; // for what must come
constexpr int kDoubtMs = 400; // for what must not come

UniqueFd newNamespace()
{
    UniqueFd fd;
    std::thread([&] {
        if (::unshare(CLONE_NEWNET) == 0)
            fd.reset(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    }).join();
    return fd;
}

/// Runs `body` in the namespace.
void in(const UniqueFd &netns, const std::function<void()> &body)
{
    std::thread([&] {
        if (::setns(netns.get(), CLONE_NEWNET) == 0)
            body();
    }).join();
}

sockaddr_in socketAddress(const std::string &address)
{
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = htons(kPort);
    made.sin_addr.s_addr = htonl(parseIpv4(address).value());
    return made;
}

UniqueFd listener(const UniqueFd &netns, const std::string &address)
{
    UniqueFd fd;
    in(netns, [&] {
        fd.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        const sockaddr_in bound = socketAddress(address);
        const int one = 1;
        ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (::bind(fd.get(), reinterpret_cast<const sockaddr *>(&bound), sizeof bound) < 0 || ::listen(fd.get(), 5) < 0)
            fd.reset();
    });
    return fd;
}

/// Who connects to `server` when somebody in `netns` connects to `address`: the peer's address, "" for nobody.
std::string connectAndAskWho(const UniqueFd &netns, const std::string &address, const UniqueFd &server, int timeoutMs)
{
    UniqueFd client;
    in(netns, [&] {
        client.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        const sockaddr_in target = socketAddress(address);
        ::connect(client.get(), reinterpret_cast<const sockaddr *>(&target), sizeof target);
    });
    pollfd waiting{ server.get(), POLLIN, 0 };
    if (::poll(&waiting, 1, timeoutMs) != 1)
        return {};
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    const UniqueFd accepted(::accept4(server.get(), reinterpret_cast<sockaddr *>(&peer), &length, SOCK_CLOEXEC));
    pollfd answered{ client.get(), POLLOUT, 0 };
    if (!accepted || ::poll(&answered, 1, kPatienceMs) != 1 || (answered.revents & POLLERR) != 0)
        return {};
    return ipv4Text(ntohl(peer.sin_addr.s_addr));
}

std::string nftRules()
{
    QProcess nft;
    nft.start("nft", { "list", "ruleset" });
    nft.waitForFinished();
    return nft.readAllStandardOutput().toStdString();
}

} // namespace

class TestSysNetwork : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();

    void reachesTheOutsideThroughNat();
    void containersDoNotReachEachOther();
    void hostServicesAreOutOfReach();
    void outsideDoesNotReachIn();
    void hostReachesTheContainer();
    void containerCannotTakeAnotherAddress();
    void ipv6IsOff();
    void restartFindsWhatIsThere();
    void refreshPutsRulesBack();
    void refreshSeesAFlushThatCameDuringOne();
    void refreshLeavesAloneWhatIsAsItShouldBe();
    void refreshGivesTheBridgeItsAddressBack();
    void forwardingForVitrineForwardsNothingElse();
    void failedAttachLeavesNothing();
    void poolAvoidsTheHostsRoutes();

private:
    std::set<std::string> names() const
    {
        std::set<std::string> found;
        const auto links = Rtnetlink::open().value().links();
        for (const LinkInfo &link : links.value())
            found.insert(link.name);
        return found;
    }
    std::string forwarding() const
    {
        return ProcSys::open().value().read("net/ipv4/conf/out0/forwarding").value_or("missing");
    }
    shim::NetworkConfig attach(const char *id, const UniqueFd &netns, std::uint32_t index)
    {
        const auto config = planNetwork(index);
        if (!config)
            qFatal("%s", config.error().what.c_str());
        const auto attached = attachNetwork(id, netns.get(), *config);
        if (!attached)
            qFatal("%s", attached.error().what.c_str());
        return *config;
    }

    /// Whether a datagram sent in `netns` from its address `from` comes to the outside.
    bool arrivesOutside(const UniqueFd &netns, const std::string &from, int timeoutMs) const
    {
        UniqueFd receiver;
        in(m_outside, [&] {
            receiver.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
            const sockaddr_in at = socketAddress(kOutsideAddress);
            (void)::bind(receiver.get(), reinterpret_cast<const sockaddr *>(&at), sizeof at);
        });
        in(netns, [&] {
            const UniqueFd sender(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
            const sockaddr_in own = socketAddress(from);
            const sockaddr_in to = socketAddress(kOutsideAddress);
            if (::bind(sender.get(), reinterpret_cast<const sockaddr *>(&own), sizeof own) == 0)
                ::sendto(sender.get(), "x", 1, 0, reinterpret_cast<const sockaddr *>(&to), sizeof to);
        });
        pollfd waiting{ receiver.get(), POLLIN, 0 };
        return ::poll(&waiting, 1, timeoutMs) == 1;
    }

    UniqueFd m_host;
    UniqueFd m_outside;
    UniqueFd m_first;
    UniqueFd m_second;
    std::set<std::string> m_before;
};

void TestSysNetwork::initTestCase()
{
    if (::geteuid() != 0 || ::unshare(CLONE_NEWNET) < 0)
        QSKIP("needs root and network namespaces");
    if (const auto dropped = removeRules(); !dropped)
        QSKIP(dropped.error().what.c_str());
    m_host.reset(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    m_outside = newNamespace();
    auto netlink = Rtnetlink::open().value();
    QVERIFY(netlink.makeVeth({ "out0", 0, "up0", "", m_outside.get() }));
    const auto links = netlink.links().value();
    QVERIFY(netlink.setUp(findLink(links, "lo")->index));
    const int out = findLink(links, "out0")->index;
    QVERIFY(netlink.addAddress(out, parseIpv4(kHostAddress).value(), 24));
    QVERIFY(netlink.setUp(out));
    in(m_outside, [] {
        auto inside = Rtnetlink::open().value();
        const int up = findLink(inside.links().value(), "up0")->index;
        (void)inside.addAddress(up, parseIpv4(kOutsideAddress).value(), 24);
        (void)inside.setUp(up);
    });
    m_before = names();
    QCOMPARE(forwarding(), std::string("0"));
}

void TestSysNetwork::init()
{
    m_first = newNamespace();
    m_second = newNamespace();
}

void TestSysNetwork::cleanup()
{
    if (!m_host)
        return;
    QVERIFY(detachNetwork(kFirst));
    QVERIFY(detachNetwork(kSecond));
    QVERIFY(detachNetwork(kSecond));
    QCOMPARE(names(), m_before);
    QCOMPARE(forwarding(), std::string("0"));
    QCOMPARE(nftRules(), std::string());
}

void TestSysNetwork::reachesTheOutsideThroughNat()
{
    attach(kFirst, m_first, 0);
    const UniqueFd server = listener(m_outside, kOutsideAddress);
    QCOMPARE(connectAndAskWho(m_first, kOutsideAddress, server, kPatienceMs), std::string(kHostAddress));
}

void TestSysNetwork::containersDoNotReachEachOther()
{
    attach(kFirst, m_first, 0);
    const auto second = attach(kSecond, m_second, 1);
    const UniqueFd server = listener(m_second, second.address);
    QCOMPARE(connectAndAskWho(m_second, second.address, server, kPatienceMs), second.address); // it does listen
    QCOMPARE(connectAndAskWho(m_first, second.address, server, kDoubtMs), std::string());
}

void TestSysNetwork::hostServicesAreOutOfReach()
{
    const auto config = attach(kFirst, m_first, 0);
    const UniqueFd server = listener(m_host, "0.0.0.0");
    QCOMPARE(connectAndAskWho(m_outside, kHostAddress, server, kPatienceMs), std::string(kOutsideAddress));
    QCOMPARE(connectAndAskWho(m_first, kHostAddress, server, kDoubtMs), std::string());
    QCOMPARE(connectAndAskWho(m_first, config.gateway, server, kDoubtMs), std::string());
}

void TestSysNetwork::outsideDoesNotReachIn()
{
    const auto config = attach(kFirst, m_first, 0);
    const UniqueFd server = listener(m_first, config.address);
    in(m_outside, [] {
        auto inside = Rtnetlink::open().value();
        (void)inside.addDefaultRoute(findLink(inside.links().value(), "up0")->index, parseIpv4(kHostAddress).value());
    });
    QCOMPARE(connectAndAskWho(m_outside, config.address, server, kDoubtMs), std::string());
}

void TestSysNetwork::hostReachesTheContainer()
{
    const auto config = attach(kFirst, m_first, 0);
    const UniqueFd server = listener(m_first, config.address);
    QCOMPARE(connectAndAskWho(m_host, config.address, server, kPatienceMs), config.gateway);
}

void TestSysNetwork::containerCannotTakeAnotherAddress()
{
    const auto config = attach(kFirst, m_first, 0);
    const std::uint32_t stolen = parseIpv4("10.213.0.77").value();
    in(m_first, [&] {
        auto inside = Rtnetlink::open().value();
        (void)inside.addAddress(findLink(inside.links().value(), "eth0")->index, stolen, 16);
    });
    QVERIFY(arrivesOutside(m_first, config.address, kPatienceMs));
    QVERIFY(!arrivesOutside(m_first, ipv4Text(stolen), kDoubtMs));
}

void TestSysNetwork::ipv6IsOff()
{
    attach(kFirst, m_first, 0);
    if (!ProcSys::open().value().read("net/ipv6/conf/all/disable_ipv6"))
        QSKIP("this kernel has no IPv6");
    QCOMPARE(ProcSys::open().value().read("net/ipv6/conf/vitrine0/disable_ipv6").value(), std::string("1"));
    std::string inside;
    in(m_first, [&] { inside = ProcSys::open().value().read("net/ipv6/conf/eth0/disable_ipv6").value_or(""); });
    QCOMPARE(inside, std::string("1"));
}

void TestSysNetwork::restartFindsWhatIsThere()
{
    const auto config = attach(kFirst, m_first, 0);
    QCOMPARE(attachedNetworks().value(), std::vector<std::string>{ std::string(kFirst).substr(0, 12) });
    QCOMPARE(attachNetwork(kFirst, m_first.get(), config).error().code, ErrorCode::NameInUse);
    QVERIFY(detachNetwork(kFirst));
    QVERIFY(attachedNetworks().value().empty());
}

void TestSysNetwork::refreshPutsRulesBack()
{
    attach(kFirst, m_first, 0);
    attach(kSecond, m_second, 1);
    const std::string rules = nftRules();
    QVERIFY(!rules.empty());
    QCOMPARE(QProcess::execute("nft", { "flush", "ruleset" }), 0);
    KnownRules known;
    QVERIFY(refreshNetwork(known));
    QCOMPARE(nftRules(), rules);
    QCOMPARE(QProcess::execute("nft", { "flush chain inet vitrine input" }), 0);
    QVERIFY(refreshNetwork(known));
    QCOMPARE(nftRules(), rules);
}

void TestSysNetwork::refreshSeesAFlushThatCameDuringOne()
{
    attach(kFirst, m_first, 0);
    const std::string rules = nftRules();
    for (int delayUs = 0; delayUs < 30'000; delayUs += 750) {
        KnownRules known;
        std::thread refreshing([&] { (void)refreshNetwork(known); });
        std::this_thread::sleep_for(std::chrono::microseconds(delayUs));
        const Result<> removed = removeRules(); // at once, where a program would take its time to start
        refreshing.join();
        QVERIFY(removed);
        QVERIFY(refreshNetwork(known));
        QCOMPARE(nftRules(), rules);
    }
}

void TestSysNetwork::refreshLeavesAloneWhatIsAsItShouldBe()
{
    attach(kFirst, m_first, 0);
    KnownRules known;
    QVERIFY(refreshNetwork(known));
    const auto watch = openNetworkWatch().value();
    pollfd waiting{ watch.back().get(), POLLIN, 0 }; // the rules: the kernel itself goes on with the links for a while
    QVERIFY(refreshNetwork(known));
    QCOMPARE(::poll(&waiting, 1, kDoubtMs), 0);
    QCOMPARE(QProcess::execute("nft", { "flush", "ruleset" }), 0);
    QCOMPARE(::poll(&waiting, 1, kPatienceMs), 1);
}

void TestSysNetwork::refreshGivesTheBridgeItsAddressBack()
{
    const auto config = attach(kFirst, m_first, 0);
    QCOMPARE(QProcess::execute("ip", { "address", "flush", "dev", "vitrine0" }), 0);
    QVERIFY(!planNetwork(1));
    KnownRules known;
    QVERIFY(refreshNetwork(known));
    QCOMPARE(planNetwork(1).value().gateway, config.gateway);
    const UniqueFd server = listener(m_outside, kOutsideAddress);
    QCOMPARE(connectAndAskWho(m_first, kOutsideAddress, server, kPatienceMs), std::string(kHostAddress));
}

void TestSysNetwork::forwardingForVitrineForwardsNothingElse()
{
    attach(kFirst, m_first, 0);
    QCOMPARE(forwarding(), std::string("1"));
    // A third network of the host's: the outside must not come through to it, as before.
    const UniqueFd third = newNamespace();
    auto netlink = Rtnetlink::open().value();
    QVERIFY(netlink.makeVeth({ "side0", 0, "eth0", "", third.get() }));
    const int side = findLink(netlink.links().value(), "side0")->index;
    QVERIFY(netlink.addAddress(side, parseIpv4("198.51.100.1").value(), 24));
    QVERIFY(netlink.setUp(side));
    in(third, [] {
        auto inside = Rtnetlink::open().value();
        const int inner = findLink(inside.links().value(), "eth0")->index;
        (void)inside.addAddress(inner, parseIpv4("198.51.100.2").value(), 24);
        (void)inside.setUp(inner);
        (void)inside.addDefaultRoute(inner, parseIpv4("198.51.100.1").value());
    });
    const UniqueFd server = listener(third, "198.51.100.2");
    QCOMPARE(connectAndAskWho(m_outside, "198.51.100.2", server, kDoubtMs), std::string());
    QVERIFY(netlink.removeLink(side));
}

void TestSysNetwork::failedAttachLeavesNothing()
{
    const auto config = planNetwork(0).value();
    QVERIFY(!attachNetwork(kFirst, -1, config));
    QCOMPARE(names(), m_before);
    const UniqueFd noNamespace(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    QVERIFY(!attachNetwork(kFirst, noNamespace.get(), config));
    QCOMPARE(names(), m_before);
    QCOMPARE(nftRules(), std::string());
}

void TestSysNetwork::poolAvoidsTheHostsRoutes()
{
    auto netlink = Rtnetlink::open().value();
    const int out = findLink(netlink.links().value(), "out0")->index;
    const UniqueFd spare = newNamespace();
    QVERIFY(netlink.makeVeth({ "lan0", 0, "eth0", "", spare.get() }));
    const int lan = findLink(netlink.links().value(), "lan0")->index;
    QVERIFY(out != lan);
    QVERIFY(netlink.addAddress(lan, parseIpv4("10.213.4.1").value(), 24));
    QVERIFY(netlink.setUp(lan));
    QCOMPARE(planNetwork(0).value().address, std::string("10.214.0.2"));
    QVERIFY(netlink.removeLink(lan));
}

QTEST_APPLESS_MAIN(TestSysNetwork)
#include "tst_SysNetwork.moc"
