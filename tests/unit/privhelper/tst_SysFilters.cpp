// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/DeviceProgram.h"
#include "privhelper/sys/SeccompProfile.h"

#include <QTest>

using namespace vitrine;
using namespace vitrine::sys;

namespace {

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

class TestSysFilters : public QObject {
    Q_OBJECT
private slots:
    void deviceProgramAllowsOnlyWhatIsGranted();
    void deviceProgramKnowsAnyMinor();
    void minimalDevicesMayNotBeMade();

    void profileNamesEachCallOnce();
    void profileDeniesWhatTheRulesName_data();
    void profileDeniesWhatTheRulesName();
    void profileIsRefusedWhenItIsNoProfile();
};

void TestSysFilters::deviceProgramAllowsOnlyWhatIsGranted()
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

void TestSysFilters::deviceProgramKnowsAnyMinor()
{
    const std::vector<DeviceGrant> grants{ { 'c', 136, std::nullopt }, { 'c', 1, 3 } };
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_CHAR, 136, 77, BPF_DEVCG_ACC_READ));
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 3, BPF_DEVCG_ACC_WRITE));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 137, 77, BPF_DEVCG_ACC_READ));
}

void TestSysFilters::minimalDevicesMayNotBeMade()
{
    const std::vector<DeviceGrant> grants(minimalDevices().begin(), minimalDevices().end());
    QVERIFY(mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 3, BPF_DEVCG_ACC_READ | BPF_DEVCG_ACC_WRITE));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 3, BPF_DEVCG_ACC_MKNOD));
    QVERIFY(!mayUse(grants, BPF_DEVCG_DEV_CHAR, 1, 1, BPF_DEVCG_ACC_READ));
}

void TestSysFilters::profileNamesEachCallOnce()
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

void TestSysFilters::profileDeniesWhatTheRulesName_data()
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

void TestSysFilters::profileDeniesWhatTheRulesName()
{
    QFETCH(QString, name);
    const auto profile = parseSeccompProfile(defaultProfileJson());
    QVERIFY(profile);
    QVERIFY(std::ranges::find(profile->deny, name.toStdString()) != profile->deny.end());
}

void TestSysFilters::profileIsRefusedWhenItIsNoProfile()
{
    QVERIFY(!parseSeccompProfile("[]"));
    QVERIFY(!parseSeccompProfile("{"));
    QVERIFY(!parseSeccompProfile(R"({"allow":[{"names":[1]}]})"));
    QVERIFY(!parseSeccompProfile(R"({"denyWhen":[{"name":"clone","arg":0,"anyBitOf":"12"}]})"));
    QVERIFY(!parseSeccompProfile(R"({"denyWhen":[{"name":"ioctl","arg":1,"equals":"0x1"}]})"));
}

QTEST_APPLESS_MAIN(TestSysFilters)
#include "tst_SysFilters.moc"
