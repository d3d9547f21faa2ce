// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecValidate.h"
#include "core/spec/Syntax.h"
#include "tests/unit/core/SpecSamples.h"

#include <QtTest>

#include <functional>
#include <limits>

using namespace vitrine::spec;
using vitrine::test::fullSpec;
using vitrine::test::smallSpec;

namespace {

using Change = std::function<void(ContainerSpec &)>;

struct Case {
    const char *name;
    FieldId field;
    Change change;
};

Change mountOn(std::string target)
{
    return [=](ContainerSpec &spec) {
        spec.mounts = { { MountKind::Bind, "/srv", target, Access::ReadWrite, std::nullopt } };
    };
}

template <typename Row> Change manyRows(std::vector<Row> ContainerSpec::*rows, std::size_t count, Row row)
{
    return [=](ContainerSpec &spec) { (spec.*rows).assign(count, row); };
}

const std::vector<Case> kBad{
    { "empty command", FieldId::Command, [](auto &s) { s.command.clear(); } },
    { "empty first word", FieldId::Command, [](auto &s) { s.command = { "" }; } },
    { "NUL in the command", FieldId::Command, [](auto &s) { s.command = { std::string("a\0b", 3) }; } },
    { "command of other bytes", FieldId::Command, [](auto &s) { s.command = { "a\xff" }; } },
    { "command too long", FieldId::Command, [](auto &s) { s.command = { std::string(65'536, 'x') }; } },
    { "too many words", FieldId::Command, [](auto &s) { s.command.assign(1025, "x"); } },
    { "folder without path", FieldId::RootPath,
      [](auto &s) {
          s.root = { RootKind::Folder, "" };
      } },
    { "image without name", FieldId::RootPath,
      [](auto &s) {
          s.root = { RootKind::Image, "" };
      } },
    { "image with a bad name", FieldId::RootPath,
      [](auto &s) {
          s.root = { RootKind::Image, "../web" };
      } },
    { "entry point of no image", FieldId::Entrypoint, [](auto &s) { s.entrypoint = { "sh" }; } },
    { "entry point without program", FieldId::Entrypoint,
      [](auto &s) {
          s.root = { RootKind::Image, "web" };
          s.entrypoint = { "", "-c" };
      } },
    { "signal of no name", FieldId::StopSignal, [](auto &s) { s.stopSignal = "FROB"; } },
    { "signal 0", FieldId::StopSignal, [](auto &s) { s.stopSignal = "0"; } },
    { "relative tar", FieldId::RootPath,
      [](auto &s) {
          s.root = { RootKind::Tar, "x.tar" };
      } },
    { "no cores", FieldId::Cpus, [](auto &s) { s.limits.cpus = 0; } },
    { "negative cores", FieldId::Cpus, [](auto &s) { s.limits.cpus = -1; } },
    { "cores not a number", FieldId::Cpus, [](auto &s) { s.limits.cpus = std::numeric_limits<double>::quiet_NaN(); } },
    { "endless cores", FieldId::Cpus, [](auto &s) { s.limits.cpus = std::numeric_limits<double>::infinity(); } },
    { "weight 0", FieldId::CpuWeight, [](auto &s) { s.limits.cpuWeight = 0; } },
    { "weight 10001", FieldId::CpuWeight, [](auto &s) { s.limits.cpuWeight = 10'001; } },
    { "io weight 0", FieldId::IoWeight, [](auto &s) { s.limits.ioWeight = 0; } },
    { "memory too small", FieldId::Memory, [](auto &s) { s.limits.memoryBytes = 4096; } },
    { "memory too large", FieldId::Memory, [](auto &s) { s.limits.memoryBytes = UINT64_MAX; } },
    { "no processes", FieldId::Pids, [](auto &s) { s.limits.pids = 0; } },
    { "cpuset words", FieldId::CpusetCpus, [](auto &s) { s.limits.cpusetCpus = "all"; } },
    { "cpuset empty", FieldId::CpusetCpus, [](auto &s) { s.limits.cpusetCpus = ""; } },
    { "cpuset backwards", FieldId::CpusetCpus, [](auto &s) { s.limits.cpusetCpus = "3-1"; } },
    { "cpuset huge", FieldId::CpusetCpus, [](auto &s) { s.limits.cpusetCpus = "0-4294967295"; } },
    { "cpuset newline", FieldId::CpusetCpus, [](auto &s) { s.limits.cpusetCpus = "0\n1"; } },
    { "io of nothing", FieldId::Io,
      [](auto &s) {
          s.limits.io = { { "/dev/vda", {}, {}, {}, {} } };
      } },
    { "io rate 0", FieldId::Io,
      [](auto &s) {
          s.limits.io = { { "/dev/vda", 0, {}, {}, {} } };
      } },
    { "io twice", FieldId::Io,
      [](auto &s) {
          s.limits.io.assign(2, { "8:0", 1, {}, {}, {} });
      } },
    { "io bad device", FieldId::Io,
      [](auto &s) {
          s.limits.io = { { "8:0 rbps=1", 1, {}, {}, {} } };
      } },
    { "17 io rows", FieldId::Io,
      [](auto &s) {
          s.limits.io.assign(17, { "8:0", 1, {}, {}, {} });
      } },
    { "device elsewhere", FieldId::Devices, [](auto &s) { s.limits.devices = { { "/etc/passwd" } }; } },
    { "device by ..", FieldId::Devices, [](auto &s) { s.limits.devices = { { "/dev/../etc/passwd" } }; } },
    { "/dev itself", FieldId::Devices, [](auto &s) { s.limits.devices = { { "/dev" } }; } },
    { "/devil", FieldId::Devices, [](auto &s) { s.limits.devices = { { "/devil" } }; } },
    { "device twice", FieldId::Devices, [](auto &s) { s.limits.devices.assign(2, { "/dev/fuse" }); } },
    { "device without grant", FieldId::Devices,
      [](auto &s) {
          s.limits.devices = { { "/dev/fuse", false, false, false } };
      } },
    { "17 devices", FieldId::Devices, [](auto &s) { s.limits.devices.assign(17, { "/dev/fuse" }); } },
    { "mount on /", FieldId::Mounts, mountOn("/") },
    { "mount on /proc", FieldId::Mounts, mountOn("/proc") },
    { "mount in /proc", FieldId::Mounts, mountOn("/proc/self") },
    { "mount on /sys", FieldId::Mounts, mountOn("/sys") },
    { "mount in /dev", FieldId::Mounts, mountOn("/dev/pts") },
    { "mount by ..", FieldId::Mounts, mountOn("/a/../proc") },
    { "mount by .", FieldId::Mounts, mountOn("/./proc") },
    { "mount by //", FieldId::Mounts, mountOn("//proc") },
    { "mount with / behind", FieldId::Mounts, mountOn("/data/") },
    { "mount on a relative path", FieldId::Mounts, mountOn("data") },
    { "mount on nothing", FieldId::Mounts, mountOn("") },
    { "long part", FieldId::Mounts, mountOn("/" + std::string(256, 'x')) },
    { "long path", FieldId::Mounts, mountOn([] {
          std::string path;
          while (path.size() < 4096)
              path += "/directory";
          return path;
      }()) },
    { "relative source", FieldId::Mounts,
      [](auto &s) {
          s.mounts = { { MountKind::Bind, "srv", "/a", Access::ReadOnly, {} } };
      } },
    { "bind with a size", FieldId::Mounts,
      [](auto &s) {
          s.mounts = { { MountKind::Bind, "/srv", "/a", Access::ReadOnly, 65'536 } };
      } },
    { "tmpfs of nothing", FieldId::Mounts,
      [](auto &s) {
          s.mounts = { { MountKind::Tmpfs, "", "/a", Access::ReadWrite, 0 } };
      } },
    { "tmpfs with a source", FieldId::Mounts,
      [](auto &s) {
          s.mounts = { { MountKind::Tmpfs, "/srv", "/a", Access::ReadWrite, {} } };
      } },
    { "two mounts on one path", FieldId::Mounts,
      [](auto &s) {
          s.mounts.assign(2, { MountKind::Tmpfs, "", "/a", Access::ReadWrite, {} });
      } },
    { "65 mounts", FieldId::Mounts,
      manyRows(&ContainerSpec::mounts, 65, Mount{ MountKind::Tmpfs, "", "/a", Access::ReadWrite, {} }) },
    { "nameless variable", FieldId::Env,
      [](auto &s) {
          s.env = { { "", "x" } };
      } },
    { "= in a name", FieldId::Env,
      [](auto &s) {
          s.env = { { "a=b", "x" } };
      } },
    { "newline in a name", FieldId::Env,
      [](auto &s) {
          s.env = { { "a\nb", "x" } };
      } },
    { "variable twice", FieldId::Env,
      [](auto &s) {
          s.env = { { "a", "1" }, { "a", "2" } };
      } },
    { "NUL in a value", FieldId::Env,
      [](auto &s) {
          s.env = { { "a", std::string("\0", 1) } };
      } },
    { "1 MiB value", FieldId::Env,
      [](auto &s) {
          s.env = { { "a", std::string(1 << 20, 'x') } };
      } },
    { "257 variables", FieldId::Env, manyRows(&ContainerSpec::env, 257, EnvVar{ "a", "b" }) },
    { "user with newline", FieldId::User, [](auto &s) { s.user = "0:0\nroot"; } },
    { "user -1", FieldId::User, [](auto &s) { s.user = "-1"; } },
    { "user 2^32", FieldId::User, [](auto &s) { s.user = "4294967296"; } },
    { "user outside the range", FieldId::User, [](auto &s) { s.user = "65536"; } },
    { "user of three parts", FieldId::User, [](auto &s) { s.user = "1:2:3"; } },
    { "no group", FieldId::User, [](auto &s) { s.user = "www:"; } },
    { "workdir through a descriptor", FieldId::Workdir, [](auto &s) { s.workdir = "/proc/self/fd/7"; } },
    { "workdir upwards", FieldId::Workdir, [](auto &s) { s.workdir = "../.."; } },
    { "hostname with a slash", FieldId::Hostname, [](auto &s) { s.hostname = "a/b"; } },
    { "hostname with a dash in front", FieldId::Hostname, [](auto &s) { s.hostname = "-a"; } },
    { "hostname too long", FieldId::Hostname, [](auto &s) { s.hostname = std::string(65, 'a'); } },
    { "display for isolated", FieldId::Display, [](auto &s) { s.desktop.display = true; } },
    { "app id with a slash", FieldId::AppId, [](auto &s) { s.desktop.appId = "../x"; } },
    { "endless stop", FieldId::StopTimeout, [](auto &s) { s.stopTimeoutMs = UINT64_MAX; } },
};

} // namespace

class tst_SpecValidate : public QObject {
    Q_OBJECT
private slots:
    void acceptsGoodSpecifications()
    {
        QCOMPARE(describe(validate(smallSpec())), std::string());
        QCOMPARE(describe(validate(fullSpec())), std::string());
        auto app = smallSpec();
        app.identity = Identity::Me;
        app.desktop = { true, "org.example.App" };
        app.user = "1000000"; // a caller of a directory service has a large id
        QVERIFY(validate(app).empty());
    }

    void namesAreExactlyTheAllowedSet_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("valid");
        for (const char *good : { "a", "A9", "0", "web-1", "a_b.c-d", "z." })
            QTest::newRow(good) << QByteArray(good) << true;
        QTest::newRow("63") << QByteArray(63, 'a') << true;
        QTest::newRow("64") << QByteArray(64, 'a') << false;
        QTest::newRow("empty") << QByteArray() << false;
        for (const char *bad :
             { "..", ".", ".x", "-x", "_x", "a/b", "a b", "a\n", "%n", "a:b", "\xc3\xa4", "\xff", "\xe2\x80\xaeweb" })
            QTest::newRow(bad) << QByteArray(bad) << false;
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << false;
    }
    void namesAreExactlyTheAllowedSet()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, valid);
        auto spec = smallSpec();
        spec.name = name.toStdString();
        QCOMPARE(isValidName(spec.name), valid);
        QCOMPARE(!hasErrors(validate(spec)), valid);
    }

    void namesTheFieldOfEveryProblem_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < kBad.size(); ++i)
            QTest::newRow(kBad[i].name) << static_cast<int>(i);
    }
    void namesTheFieldOfEveryProblem()
    {
        QFETCH(int, index);
        const auto &bad = kBad[static_cast<std::size_t>(index)];
        auto spec = smallSpec();
        bad.change(spec);
        const auto problems = validate(spec);
        QVERIFY(hasErrors(problems));
        for (const auto &problem : problems)
            QCOMPARE(problem.field, bad.field);
        QVERIFY(describe(problems).starts_with(field(bad.field).jsonKey));
    }

    void reportsEverythingAtOnce()
    {
        auto spec = smallSpec();
        spec.name = "..";
        spec.command.clear();
        spec.limits.pids = 0;
        spec.mounts = { { MountKind::Bind, "/srv", "/ok", Access::ReadOnly, {} },
                        { MountKind::Bind, "x", "/proc", Access::ReadOnly, {} } };
        spec.workdir = "x";
        const auto problems = validate(spec);
        QCOMPARE(problems.size(), std::size_t(6));
        QVERIFY(describe(problems).find("mounts[1]: ") != std::string::npos);
        QVERIFY(describe(problems).find("mounts[0]") == std::string::npos);
    }

    void warnsWithoutRefusing()
    {
        auto spec = smallSpec();
        spec.limits.memoryBytes = 2 << 20;
        spec.limits.memoryHighBytes = 3 << 20;
        spec.limits.pids = 1;
        const auto problems = validate(spec);
        QCOMPARE(problems.size(), std::size_t(2));
        QVERIFY(!hasErrors(problems));
        QVERIFY(describe(problems).empty());
        QCOMPARE(validateLimits(spec.limits).size(), std::size_t(2));
    }

    void readsAndWritesCpuLists()
    {
        QVERIFY(parseCpuList("5,0-2,1") == (std::vector<unsigned>{ 0, 1, 2, 5 }));
        QCOMPARE(formatCpuList({ 5, 2, 1, 0, 1 }), std::string("0-2,5"));
        QCOMPARE(formatCpuList({}), std::string());
    }
};

QTEST_APPLESS_MAIN(tst_SpecValidate)
#include "tst_SpecValidate.moc"
