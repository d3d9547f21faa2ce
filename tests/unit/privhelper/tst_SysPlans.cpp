// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupFs.h"
#include "privhelper/sys/CgroupLimits.h"
#include "privhelper/sys/CgroupTree.h"
#include "privhelper/sys/DeviceProgram.h"
#include "privhelper/sys/Disks.h"
#include "privhelper/sys/SeccompProfile.h"

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

/// What the device program answers, by running the few instructions it is made of.
int runProgram(const std::vector<bpf_insn> &program, const bpf_cgroup_dev_ctx &context)
{
    std::uint32_t reg[BPF_REG_10]{};
    for (std::size_t at = 0; at < program.size(); ++at) {
        const bpf_insn &step = program[at];
        std::uint32_t &to = reg[step.dst_reg];
        switch (step.code) {
        case BPF_LDX | BPF_MEM | BPF_W:
            to = step.off == 0 ? context.access_type : step.off == 4 ? context.major : context.minor;
            break;
        case BPF_ALU | BPF_MOV | BPF_X:
            to = reg[step.src_reg];
            break;
        case BPF_ALU64 | BPF_MOV | BPF_K:
            to = static_cast<std::uint32_t>(step.imm);
            break;
        case BPF_ALU | BPF_RSH | BPF_K:
            to >>= step.imm;
            break;
        case BPF_ALU | BPF_AND | BPF_K:
            to &= static_cast<std::uint32_t>(step.imm);
            break;
        case BPF_JMP32 | BPF_JNE | BPF_K:
            if (to != static_cast<std::uint32_t>(step.imm))
                at += static_cast<std::size_t>(step.off);
            break;
        case BPF_JMP | BPF_EXIT:
            return static_cast<int>(reg[0]);
        default:
            return -1;
        }
    }
    return -1;
}

bool mayUse(const std::vector<DeviceGrant> &grants, int type, unsigned major, unsigned minor, unsigned access)
{
    return runProgram(buildDeviceProgram(grants), { access << 16 | static_cast<unsigned>(type), major, minor }) == 1;
}

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

    void deviceProgramAllowsOnlyWhatIsGranted();
    void deviceProgramKnowsAnyMinor();
    void minimalDevicesMayNotBeMade();

    void findsTheUnifiedHierarchy_data();
    void findsTheUnifiedHierarchy();
    void readsFlatKeys();
    void refusesNamesThatAreNoIds_data();
    void refusesNamesThatAreNoIds();

    void profileNamesEachCallOnce();
    void profileDeniesWhatTheRulesName_data();
    void profileDeniesWhatTheRulesName();
    void profileIsRefusedWhenItIsNoProfile();
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

void TestSysPlans::deviceProgramAllowsOnlyWhatIsGranted()
{
    const std::vector<DeviceGrant> grants{ { 'c', 10, 232, true, false, false }, { 'b', 8, 0, true, true, true } };
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_CHAR, 10, 232, BPF_DEVCG_ACC_READ));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 10, 232, BPF_DEVCG_ACC_WRITE));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 10, 232, BPF_DEVCG_ACC_READ | BPF_DEVCG_ACC_WRITE));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 10, 231, BPF_DEVCG_ACC_READ));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_BLOCK, 10, 232, BPF_DEVCG_ACC_READ));
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_BLOCK, 8, 0, BPF_DEVCG_ACC_MKNOD));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_BLOCK, 8, 1, BPF_DEVCG_ACC_MKNOD));
    QVERIFY(!mayUse({}, BPF_DEVCG_DEV_CHAR, 1, 3, BPF_DEVCG_ACC_READ));
}

void TestSysPlans::deviceProgramKnowsAnyMinor()
{
    const std::vector<DeviceGrant> grants{ { 'c', 136, std::nullopt }, { 'c', 1, 3 } };
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_CHAR, 136, 77, BPF_DEVCG_ACC_READ));
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 3, BPF_DEVCG_ACC_WRITE));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 137, 77, BPF_DEVCG_ACC_READ));
}

void TestSysPlans::minimalDevicesMayNotBeMade()
{
    const std::vector<DeviceGrant> grants(minimalDevices().begin(), minimalDevices().end());
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 3, BPF_DEVCG_ACC_READ | BPF_DEVCG_ACC_WRITE));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 3, BPF_DEVCG_ACC_MKNOD));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 1, BPF_DEVCG_ACC_READ));
}

void TestSysPlans::findsTheUnifiedHierarchy_data()
{
    QTest::addColumn<QString>("mountinfo");
    QTest::addColumn<QString>("found");
    const QString v2 = "31 23 0:28 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw,nsdelegate\n";
    const QString hybrid = "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                           "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw\n";
    QTest::addRow("version 2") << v2 << "/sys/fs/cgroup";
    QTest::addRow("hybrid") << hybrid << "/sys/fs/cgroup/unified";
    QTest::addRow("a second mount") << "50 1 0:9 / /mnt rw - cgroup2 x rw\n" + v2 << "/sys/fs/cgroup";
    QTest::addRow("version 1") << hybrid.section('\n', 0, 0) << "";
    QTest::addRow("garbage") << " - cgroup2 "
                             << "";
    QTest::addRow("empty") << ""
                           << "";
}

void TestSysPlans::findsTheUnifiedHierarchy()
{
    QFETCH(QString, mountinfo);
    QFETCH(QString, found);
    QCOMPARE(QString::fromStdString(unifiedMountPoint(mountinfo.toStdString()).value_or("")), found);
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

void TestSysPlans::profileNamesEachCallOnce()
{
    const auto profile = parseSeccompProfile(defaultProfileJson());
    QVERIFY2(profile, profile ? "" : profile.error().what.c_str());
    std::vector<std::string> names = profile->allow;
    names.insert(names.end(), profile->deny.begin(), profile->deny.end());
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    QVERIFY2(twice == names.end(), twice == names.end() ? "" : twice->c_str());
    for (const ArgumentRule &rule : profile->denyWhen)
        QVERIFY2(std::ranges::find(profile->allow, rule.name) != profile->allow.end(), rule.name.c_str());
    for (const ArgumentRule &rule : profile->allowWhen)
        QVERIFY2(std::ranges::find(names, rule.name) == names.end(), rule.name.c_str());
}

void TestSysPlans::profileDeniesWhatTheRulesName_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : { "mount",
                              "umount2",
                              "pivot_root",
                              "move_mount",
                              "open_tree",
                              "fsopen",
                              "mount_setattr",
                              "setns",
                              "keyctl",
                              "add_key",
                              "request_key",
                              "bpf",
                              "perf_event_open",
                              "userfaultfd",
                              "syslog",
                              "io_uring_setup",
                              "io_uring_enter",
                              "io_uring_register",
                              "open_by_handle_at",
                              "init_module",
                              "finit_module",
                              "kexec_load",
                              "reboot" })
        QTest::addRow("%s", name) << name;
}

void TestSysPlans::profileDeniesWhatTheRulesName()
{
    QFETCH(QString, name);
    const auto profile = parseSeccompProfile(defaultProfileJson());
    QVERIFY(profile);
    QVERIFY(std::ranges::find(profile->deny, name.toStdString()) != profile->deny.end());
}

void TestSysPlans::profileIsRefusedWhenItIsNoProfile()
{
    QVERIFY(!parseSeccompProfile("[]"));
    QVERIFY(!parseSeccompProfile("{"));
    QVERIFY(!parseSeccompProfile(R"({"allow":[{"names":[1]}]})"));
    QVERIFY(!parseSeccompProfile(R"({"denyWhen":[{"name":"clone","arg":0,"anyBitOf":"12"}]})"));
    QVERIFY(!parseSeccompProfile(R"({"denyWhen":[{"name":"ioctl","arg":1,"equals":"0x1"}]})"));
}

QTEST_APPLESS_MAIN(TestSysPlans)
#include "tst_SysPlans.moc"
