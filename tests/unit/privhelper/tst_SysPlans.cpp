// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupFs.h"
#include "privhelper/sys/CgroupLimits.h"
#include "privhelper/sys/CgroupTree.h"
#include "privhelper/sys/Disks.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

using namespace vitrine;
using namespace vitrine::sys;

namespace {

void put(const std::string &path, const std::string &text)
{
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
}

/// A directory of plain files in place of a cgroup.
struct FakeCgroup {
    QTemporaryDir directory;
    UniqueFd fd{ ::open(directory.path().toStdString().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) };

    void file(const std::string &name, const std::string &text) const { put(path(name), text); }
    std::string path(const std::string &name) const { return directory.path().toStdString() + "/" + name; }
    std::string text(const std::string &name) const { return readControlFile(fd.get(), name).value_or("(missing)"); }
};

} // namespace

class TestSysPlans : public QObject {
    Q_OBJECT
private slots:
    void writesEachLimitInTheKernelsForm_data();
    void writesEachLimitInTheKernelsForm();
    void writesNothingForNoLimits();
    void removesWhatIsNoLongerWanted();
    void mergesLimitsOnOneDiskToTheStricter();
    void resetsTheDiskThatIsNoLongerLimited();
    void putsBackWhatItChangedWhenOneFails();
    void namesTheControllerThatIsMissing();
    void ignoresAMissingFileWhenRemoving();
    void adviceSaysWhatToDo();

    void readsDeviceNumbers_data();
    void readsDeviceNumbers();
    void findsTheWholeDiskOfAPartition();
    void opensNothingOutsideDev_data();
    void opensNothingOutsideDev();
    void listsDisksThatHaveASize();

    void readsFlatKeys();
    void refusesNamesThatAreNoIds_data();
    void refusesNamesThatAreNoIds();
};

void TestSysPlans::writesEachLimitInTheKernelsForm_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addRow("cpus") << "cpu.max"
                          << "150000 100000";
    QTest::addRow("weight") << "cpu.weight"
                            << "200";
    QTest::addRow("cpuset") << "cpuset.cpus"
                            << "0-2,5";
    QTest::addRow("memory") << "memory.max"
                            << "67108864";
    QTest::addRow("memory high") << "memory.high"
                                 << "33554432";
    QTest::addRow("swap") << "memory.swap.max"
                          << "0";
    QTest::addRow("pids") << "pids.max"
                          << "64";
    QTest::addRow("io weight") << "io.weight"
                               << "default 50";
    QTest::addRow("io") << "io.max"
                        << "8:0 rbps=1048576 wbps=max riops=max wiops=100";
}

void TestSysPlans::writesEachLimitInTheKernelsForm()
{
    spec::Limits limits;
    limits.cpus = 1.5;
    limits.cpuWeight = 200;
    limits.cpusetCpus = "0-2,5";
    limits.memoryBytes = 64 << 20;
    limits.memoryHighBytes = 32 << 20;
    limits.memorySwapBytes = 0;
    limits.pids = 64;
    limits.ioWeight = 50;
    spec::IoLimit io;
    io.readBytesPerSec = 1 << 20;
    io.writeOpsPerSec = 100;
    const auto writes = planLimitWrites(nullptr, {}, limits, { { { 8, 0 }, io } });
    QCOMPARE(writes.size(), std::size_t(9));
    QFETCH(QString, file);
    QFETCH(QString, text);
    const auto found = std::ranges::find(writes, file.toStdString(), &LimitWrite::file);
    QVERIFY(found != writes.end());
    QCOMPARE(QString::fromStdString(found->text), text);
    QVERIFY(!found->removes);
}

void TestSysPlans::writesNothingForNoLimits()
{
    QVERIFY(planLimitWrites(nullptr, {}, {}, {}).empty());
}

void TestSysPlans::removesWhatIsNoLongerWanted()
{
    spec::Limits before;
    before.cpus = 0.5;
    before.memoryBytes = 1 << 20;
    before.cpusetCpus = "0";
    const auto writes = planLimitWrites(&before, {}, {}, {});
    const std::vector<LimitWrite> expected{ { "cpu", "cpu.max", "max 100000", true },
                                            { "cpuset", "cpuset.cpus", "\n", true },
                                            { "memory", "memory.max", "max", true } };
    QCOMPARE(writes, expected);
}

void TestSysPlans::mergesLimitsOnOneDiskToTheStricter()
{
    spec::IoLimit first;
    first.readBytesPerSec = 1000;
    spec::IoLimit second;
    second.readBytesPerSec = 500;
    second.writeBytesPerSec = 700;
    const auto writes = planLimitWrites(nullptr, {}, {}, { { { 8, 0 }, first }, { { 8, 0 }, second } });
    QCOMPARE(writes.size(), std::size_t(1));
    QCOMPARE(writes[0].text, std::string("8:0 rbps=500 wbps=700 riops=max wiops=max"));
}

void TestSysPlans::resetsTheDiskThatIsNoLongerLimited()
{
    spec::IoLimit io;
    io.readBytesPerSec = 1000;
    const spec::Limits before;
    const auto writes = planLimitWrites(&before, { { { 8, 0 }, io }, { { 8, 16 }, io } }, {}, { { { 8, 16 }, io } });
    QCOMPARE(writes.size(), std::size_t(2));
    QCOMPARE(writes[1].text, std::string("8:0 rbps=max wbps=max riops=max wiops=max"));
    QVERIFY(writes[1].removes);
}

void TestSysPlans::putsBackWhatItChangedWhenOneFails()
{
    const FakeCgroup cgroup;
    cgroup.file("cpu.max", "max 100000\n");
    cgroup.file("io.max", "8:16 rbps=5 wbps=max riops=max wiops=max\n");
    const auto applied = applyLimitWrites(cgroup.fd.get(),
                                          { { "cpu", "cpu.max", "50000 100000" },
                                            { "io", "io.max", "8:16 rbps=9 wbps=9 riops=9 wiops=9" },
                                            { "pids", "pids.max", "5" } });
    QVERIFY(!applied);
    QCOMPARE(cgroup.text("cpu.max"), std::string("max 100000"));
    QCOMPARE(cgroup.text("io.max"), std::string("8:16 rbps=5 wbps=max riops=max wiops=max"));
}

void TestSysPlans::namesTheControllerThatIsMissing()
{
    const FakeCgroup cgroup;
    cgroup.file("cgroup.controllers", "cpu\n");
    const auto applied = applyLimitWrites(cgroup.fd.get(), { { "memory", "memory.max", "1" } });
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::Unsupported);
    QVERIFY(applied.error().what.find("the memory controller") != std::string::npos
            || applied.error().what.find("without the memory") != std::string::npos);
}

void TestSysPlans::ignoresAMissingFileWhenRemoving()
{
    const FakeCgroup cgroup;
    QVERIFY(applyLimitWrites(cgroup.fd.get(), { { "memory", "memory.max", "max", true } }));
}

void TestSysPlans::adviceSaysWhatToDo()
{
    QVERIFY(controllerAdvice("io", CgroupHost::NotUnified).find("systemd.unified_cgroup_hierarchy=1")
            != std::string::npos);
    QVERIFY(controllerAdvice("io", CgroupHost::NotDelegated).find("Delegate=yes") != std::string::npos);
    QVERIFY(controllerAdvice("memory", CgroupHost::KernelLacks).find("cgroup_disable=memory") != std::string::npos);
}

void TestSysPlans::readsDeviceNumbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::addRow("disk") << "8:0" << true;
    QTest::addRow("big") << "259:1048575" << true;
    for (const char *bad : { "", "8", "8:", ":0", "8:0 ", "-8:0", "8:-1", "8:0:0", "99999999999:0", "/dev/sda" })
        QTest::addRow("%s.", bad) << bad << false;
}

void TestSysPlans::readsDeviceNumbers()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);
    const auto number = parseDeviceNumber(text.toStdString());
    QCOMPARE(number.has_value(), valid);
    if (number)
        QCOMPARE(deviceNumberText(*number), text.toStdString());
}

void TestSysPlans::findsTheWholeDiskOfAPartition()
{
    const QTemporaryDir sys;
    const std::string root = sys.path().toStdString();
    put(root + "/devices/sda/dev", "8:0\n");
    put(root + "/devices/sda/sda2/dev", "8:2\n");
    put(root + "/devices/sda/sda2/partition", "2\n");
    std::filesystem::create_directories(root + "/dev/block");
    std::filesystem::create_directory_symlink("../../devices/sda", root + "/dev/block/8:0");
    std::filesystem::create_directory_symlink("../../devices/sda/sda2", root + "/dev/block/8:2");
    QCOMPARE(deviceNumberText(limitedDisk("8:2", root).value()), std::string("8:0"));
    QCOMPARE(deviceNumberText(limitedDisk("8:0", root).value()), std::string("8:0"));
    QCOMPARE(limitedDisk("8:9", root).error().code, ErrorCode::NotFound);
}

void TestSysPlans::opensNothingOutsideDev_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : { "/etc/passwd", "/dev/", "/dev", "sda", "", "/dev/../etc/passwd", "/dev/shm/x",
                              "/dev/fd/0", "/dev/stdin", "/devil/sda", "/dev//etc/passwd" })
        QTest::addRow("%s.", path) << path;
}

void TestSysPlans::opensNothingOutsideDev()
{
    QFETCH(QString, path);
    QVERIFY(!deviceNode(path.toStdString()));
    QVERIFY(!limitedDisk(path.toStdString()));
}

void TestSysPlans::listsDisksThatHaveASize()
{
    const QTemporaryDir sys;
    const std::string root = sys.path().toStdString();
    const std::vector<std::array<std::string, 3>> all{
        { "vda", "254:0", "100" }, { "sdz", "8:400", "0" }, { "loop0", "7:0", "100" }, { "sr0", "11:0", "4" }
    };
    for (const auto &[name, number, size] : all) {
        put(root + "/block/" + name + "/dev", number + "\n");
        put(root + "/block/" + name + "/size", size + "\n");
    }
    const std::vector<WholeDisk> expected{ { "vda", { 254, 0 } } };
    QCOMPARE(wholeDisks(root), expected);
}

void TestSysPlans::readsFlatKeys()
{
    QCOMPARE(flatKey("populated 1\nfrozen 0", "frozen").value_or(""), std::string("0"));
    QCOMPARE(flatKey("8:0 rbps=1 wbps=max\n8:16 rbps=2", "8:0").value_or(""), std::string("rbps=1 wbps=max"));
    QVERIFY(!flatKey("8:01 rbps=1", "8:0"));
    QVERIFY(!flatKey("", "x"));
}

void TestSysPlans::refusesNamesThatAreNoIds_data()
{
    QTest::addColumn<QString>("id");
    for (const char *bad : { "", ".", "..", "a/b", "cgroup.procs", "init.scope", "hold", "A", "-", "a b" })
        QTest::addRow("%s.", bad) << bad;
    QTest::addRow("300 bytes") << QString(300, 'a');
}

void TestSysPlans::refusesNamesThatAreNoIds()
{
    QFETCH(QString, id);
    CgroupTree tree;
    QCOMPARE(tree.create(id.toStdString()).error().code, ErrorCode::InvalidName);
    QCOMPARE(tree.find(id.toStdString()).error().code, ErrorCode::InvalidName);
    QCOMPARE(tree.destroy(id.toStdString()).error().code, ErrorCode::InvalidName);
}

QTEST_APPLESS_MAIN(TestSysPlans)
#include "tst_SysPlans.moc"
