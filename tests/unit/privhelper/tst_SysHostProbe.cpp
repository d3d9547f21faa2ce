// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/HostProbe.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace vitrine;
using namespace vitrine::sys;
using ipc::ItemStatus;

namespace {

const std::vector<std::string> kAll{ "cpu", "cpuset", "io", "memory", "pids" };

void put(const std::string &path, const std::string &text)
{
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
}

} // namespace

class TestSysHostProbe : public QObject {
    Q_OBJECT
private slots:
    void saysWhichControllersAreThere();
    void hybridNamesWhatIsBoundAndTheOption();
    void version1NamesTheOption();
    void missingControllerNamesTheOptionThatTookIt();
    void nothingDelegatedNamesTheUnit();
    void noTreeNamesTheUnit();
    void namespacesAreNamed();
    void namespacesSwitchedOffNameTheSetting();
    void layersNeedTheKernel_data();
    void layersNeedTheKernel();
    void firewallThatDropsIsNamed();
    void networkWithoutNftablesIsNotAvailable();
    void disksAreShownWithTheirMount();
    void probeAnswersOnThisMachine();
};

void TestSysHostProbe::saysWhichControllersAreThere()
{
    const auto item = cgroupItem({ cgroup::Mode::V2, "/sys/fs/cgroup", {} }, kAll, "");
    QCOMPARE(item.status, ItemStatus::Ok);
    QCOMPARE(item.detail, std::string("version 2: cpu, cpuset, io, memory, pids"));
}

void TestSysHostProbe::hybridNamesWhatIsBoundAndTheOption()
{
    const auto item = cgroupItem(
        { cgroup::Mode::Hybrid, "/sys/fs/cgroup/unified", { "cpu", "cpuacct", "memory", "blkio", "pids" } }, {}, "");
    QCOMPARE(item.status, ItemStatus::NotAvailable);
    QCOMPARE(item.detail, std::string("hybrid: cpu, io, memory and pids are bound to version 1"));
    QCOMPARE(item.advice,
             std::string("Limits need version 2: add systemd.unified_cgroup_hierarchy=1 to the kernel "
                         "command line and restart."));
    QCOMPARE(item.command, std::string("systemd.unified_cgroup_hierarchy=1"));
}

void TestSysHostProbe::version1NamesTheOption()
{
    const auto item = cgroupItem({ cgroup::Mode::V1, "", { "cpu" } }, {}, "");
    QCOMPARE(item.status, ItemStatus::NotAvailable);
    QCOMPARE(item.command, std::string("systemd.unified_cgroup_hierarchy=1"));
}

void TestSysHostProbe::missingControllerNamesTheOptionThatTookIt()
{
    const auto item = cgroupItem({ cgroup::Mode::V2, "/sys/fs/cgroup", {} }, { "cpu", "cpuset", "io", "pids" }, "");
    QCOMPARE(item.status, ItemStatus::Limited);
    QCOMPARE(item.detail, std::string("version 2: cpu, cpuset, io, pids; without memory"));
    QCOMPARE(item.command, std::string("cgroup_disable=memory"));
}

void TestSysHostProbe::nothingDelegatedNamesTheUnit()
{
    const auto item = cgroupItem({ cgroup::Mode::V2, "/sys/fs/cgroup", {} }, {}, "");
    QCOMPARE(item.status, ItemStatus::Limited);
    QVERIFY(item.advice.find("Delegate=yes") != std::string::npos);
}

void TestSysHostProbe::noTreeNamesTheUnit()
{
    const auto item = cgroupItem({ cgroup::Mode::V2, "/sys/fs/cgroup", {} }, {}, "the unit is not running");
    QCOMPARE(item.status, ItemStatus::NotAvailable);
    QCOMPARE(item.command, std::string("systemctl start vitrine-containers.service"));
}

void TestSysHostProbe::namespacesAreNamed()
{
    const auto item = namespaceItem({ { "user", "15000" }, { "mount", "15000" } });
    QCOMPARE(item.status, ItemStatus::Ok);
    QCOMPARE(item.detail, std::string("user, mount"));
    QCOMPARE(namespaceItem({ { "user", "" } }).detail, std::string("this kernel lacks user"));
}

void TestSysHostProbe::namespacesSwitchedOffNameTheSetting()
{
    const auto item = namespaceItem({ { "user", "1" }, { "network", "0" } });
    QCOMPARE(item.status, ItemStatus::NotAvailable);
    QCOMPARE(item.command, std::string("sysctl user.max_net_namespaces=15000"));
}

void TestSysHostProbe::layersNeedTheKernel_data()
{
    QTest::addColumn<QString>("release");
    QTest::addColumn<bool>("overlay");
    QTest::addColumn<QString>("detail");
    QTest::addRow("new") << "6.12.4-amd64" << true << "overlayfs with id-mapped layers (kernel 6.12)";
    QTest::addRow("oldest") << "6.1.0-27-amd64" << true << "overlayfs with id-mapped layers (kernel 6.1)";
    QTest::addRow("too old") << "5.15.0" << true << "kernel 5.15 has no overlayfs with id-mapped layers";
    QTest::addRow("no overlay") << "6.12.4" << false << "kernel 6.12 has no overlayfs";
}

void TestSysHostProbe::layersNeedTheKernel()
{
    QFETCH(QString, release);
    QFETCH(bool, overlay);
    QFETCH(QString, detail);
    QCOMPARE(QString::fromStdString(layerItem(release.toStdString(), overlay).detail), detail);
}

void TestSysHostProbe::firewallThatDropsIsNamed()
{
    using Chains = std::vector<std::string>;
    QCOMPARE(networkItem(Chains{}, true).status, ItemStatus::Ok);
    const auto docker = networkItem(Chains{ "ip filter FORWARD" }, true);
    QCOMPARE(docker.status, ItemStatus::Limited);
    QCOMPARE(docker.detail,
             std::string("nftables works; docker sets FORWARD to drop, so private networks reach nothing outside."));
    QVERIFY(docker.command.starts_with("iptables -I DOCKER-USER -i vitrine0 -j ACCEPT"));
    const auto firewalld = networkItem(Chains{ "inet firewalld filter_FORWARD" }, true);
    QVERIFY(firewalld.command.starts_with("firewall-cmd --permanent --zone=trusted --add-interface=vitrine0"));
    const auto other = networkItem(Chains{ "inet filter forward" }, false);
    QVERIFY(other.command.starts_with("nft 'insert rule inet filter forward iifname vitrine0 accept"));
}

void TestSysHostProbe::networkWithoutNftablesIsNotAvailable()
{
    const auto item = networkItem(failure(ErrorCode::Unsupported, "listing firewall chains: no"), false);
    QCOMPARE(item.status, ItemStatus::NotAvailable);
    QVERIFY(item.detail.find("listing firewall chains: no") != std::string::npos);
}

void TestSysHostProbe::disksAreShownWithTheirMount()
{
    const QTemporaryDir sys;
    const std::string root = sys.path().toStdString();
    put(root + "/block/vda/dev", "254:0\n");
    put(root + "/block/vda/size", "100\n");
    put(root + "/block/vda/vda1/dev", "254:1\n");
    put(root + "/block/vda/vda1/partition", "1\n");
    std::filesystem::create_directories(root + "/dev/block");
    std::filesystem::create_directory_symlink("../../block/vda", root + "/dev/block/254:0");
    std::filesystem::create_directory_symlink("../../block/vda/vda1", root + "/dev/block/254:1");
    const auto disks = mountedDisks("30 1 254:1 /home /home rw shared:1 - ext4 /dev/vda1 rw\n"
                                    "29 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
                                    "31 1 0:5 / /proc rw - proc proc rw\n"
                                    "garbage\n",
                                    root);
    QCOMPARE(disks.size(), std::size_t(1));
    const ipc::Disk expected{ "vda", "254:0", "/" };
    QVERIFY(disks[0].disk == expected);
    QCOMPARE(diskItem(disks).detail, std::string("vda (ext4 on /)"));
    QCOMPARE(diskItem({}).status, ItemStatus::Limited);
}

void TestSysHostProbe::probeAnswersOnThisMachine()
{
    ProbeFacts facts;
    facts.idRanges = 8000;
    const auto report = probeHost(nullptr, facts);
    QCOMPARE(report.items.size(), std::size_t(8));
    QVERIFY(report.cpus > 0 && report.memoryBytes > 0 && !report.cgroupMode.empty());
    QCOMPARE(report.items.back().detail, std::string("65,536 each for up to 8,000 containers"));
    for (const ipc::ReportItem &item : report.items)
        qInfo("%-22s %s | %s | %s", item.title.c_str(), item.detail.c_str(), item.advice.c_str(), item.command.c_str());
}

QTEST_APPLESS_MAIN(TestSysHostProbe)
#include "tst_SysHostProbe.moc"
