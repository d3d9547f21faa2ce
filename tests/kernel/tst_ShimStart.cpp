// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/KeepsHostMounts.h"
#include "tests/kernel/ShimDriver.h"

#include <QTest>

#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

using namespace vitrine;
using namespace vitrine::tests;

namespace {

constexpr std::array<const char *, 7> kNamespaces{ "cgroup", "ipc", "mnt", "net", "pid", "user", "uts" };

} // namespace

class TestShimStart : public KeepsHostMounts {
    Q_OBJECT

private slots:
    void leavesAnExitRecordOfTrue()
    {
        ShimDriver driver;
        const Shown shown = driver.run({ "/bin/true" });
        QVERIFY2(shown.ended, shown.error.c_str());
        QCOMPARE(shown.ended->exitCode, std::optional<int>(0));
        driver.waitForShim();
        const auto record = ipc::endedFromJson(readText(driver.runDir() / "exit"));
        QVERIFY(record);
        QCOMPARE(record->reason, ipc::EndReason::Exited);
    }

    void differsFromTheHostInSevenNamespaces()
    {
        ShimDriver driver;
        const Shown shown =
            driver.run(shell("for n in cgroup ipc mnt net pid user uts; do readlink /proc/self/ns/$n; done"));
        for (const char *name : kNamespaces) {
            const std::string host = std::filesystem::read_symlink(std::string("/proc/self/ns/") + name);
            QVERIFY2(!out(shown).contains(host.c_str()) && out(shown).contains(name), out(shown));
        }
        QCOMPARE(out(shown).count('\n'), 7);
    }

    void hasAPrivateRootWithoutTheHostsFolders()
    {
        ShimDriver driver;
        const Shown shown =
            driver.run(shell("ls /work /old_root /root /home; touch /made /var/lib/made /root/made && ls /made; "
                             "touch /usr/bin/made; cat /etc/shadow; hostname; pwd; ls -a /"));
        QVERIFY2(out(shown).contains("/made"), out(shown));
        QVERIFY(out(shown).contains("probe\n/\n"));
        QVERIFY2(QByteArray::fromStdString(shown.error).contains("Read-only file system"), shown.error.c_str());
        QVERIFY(!std::filesystem::exists("/made"));
        QVERIFY(std::filesystem::exists(driver.stateDir() / "writable/made"));
    }

    void isRootInsideAndNobodyOutside()
    {
        ShimDriver driver;
        const Shown shown = driver.run(shell("id -u; id -g; touch /mine; cat /proc/self/uid_map; id -G"));
        struct stat info { };
        QCOMPARE(::stat((driver.stateDir() / "writable/mine").c_str(), &info), 0);
        QCOMPARE(info.st_uid, kRangeBase);
        QCOMPARE(QString(out(shown)).simplified(), QString("0 0 0 %1 65536 0").arg(kRangeBase));
    }

    void givesNoDescriptorButTheThreeStreams()
    {
        ShimDriver driver;
        const Shown shown = driver.run({ "ls", "/proc/self/fd" });
        // 3 is the directory that ls itself opens.
        QCOMPARE(QString(out(shown)).simplified(), QString("0 1 2 3"));
    }

    void holdsToTheDeclaredRights()
    {
        ShimDriver driver;
        const Shown shown = driver.run({ "grep", "-E", "^(Cap|NoNewPrivs|Seccomp:)", "/proc/self/status" });
        QCOMPARE(QString(out(shown)).simplified(),
                 QString("CapInh: 0000000000000000 CapPrm: 00000000800405fb CapEff: 00000000800405fb "
                         "CapBnd: 00000000800405fb CapAmb: 0000000000000000 NoNewPrivs: 1 Seccomp: 2"));
    }

    void takesAllRightsFromAnotherUser()
    {
        ShimDriver driver;
        driver.config.spec.user = "999:998";
        const Shown shown = driver.run(shell("id -u; id -g; grep -E '^Cap(Prm|Eff)|^Groups' /proc/self/status"));
        QCOMPARE(QString(out(shown)).simplified(),
                 QString("999 998 Groups: CapPrm: 0000000000000000 CapEff: 0000000000000000"));
    }

    void confinesPid1AsWell()
    {
        ShimDriver driver;
        driver.config.spec.command = { "sleep", "30" };
        QVERIFY(driver.start());
        const std::string status = readText("/proc/" + std::to_string(driver.initPid()) + "/status");
        for (const char *line : { "NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000020" })
            QVERIFY2(QByteArray::fromStdString(status).contains(line), status.c_str());
        const std::string shim = readText("/proc/" + std::to_string(driver.shimPid()) + "/status");
        for (const char *line :
             { "NoNewPrivs:\t1", "CapPrm:\t0000000000000000", "CapBnd:\t0000000000000000", "Uid:\t1878982656" })
            QVERIFY2(QByteArray::fromStdString(shim).contains(line), shim.c_str());
    }

    void reapsOrphans()
    {
        ShimDriver driver;
        const Shown shown = driver.run(
            shell("for i in 1 2 3 4 5; do (sleep 0.05 & ); done; sleep 0.4; ps -e -o stat,comm | grep -c '^Z'"));
        QCOMPARE(out(shown), QByteArray("0\n"));
    }

    void reportsHowTheCommandEnded_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("signal");
        QTest::newRow("0") << "exit 0" << 0 << 0;
        QTest::newRow("3") << "exit 3" << 3 << 0;
        QTest::newRow("signal") << "kill -9 $$" << -1 << 9;
        QTest::newRow("term") << "kill -TERM $$" << -1 << 15;
    }
    void reportsHowTheCommandEnded()
    {
        QFETCH(QString, script);
        QFETCH(int, code);
        QFETCH(int, signal);
        ShimDriver driver;
        const Shown shown = driver.run(shell(script.toStdString()));
        QVERIFY2(shown.ended, shown.error.c_str());
        QCOMPARE(shown.ended->exitCode.value_or(-1), code);
        QCOMPARE(shown.ended->signal.value_or(0), signal);
    }

    void namesTheStepThatFailed_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("workdir");
        QTest::addColumn<QString>("step");
        QTest::addColumn<int>("error");
        QTest::newRow("not there") << QStringList{ "no-such-program" } << ""
                                   << ""
                                   << "exec" << ENOENT;
        QTest::newRow("no program") << QStringList{ "/etc/passwd" } << ""
                                    << ""
                                    << "exec" << EACCES;
        QTest::newRow("user") << QStringList{ "true" } << "nosuchuser"
                              << ""
                              << "user" << 0;
        QTest::newRow("workdir") << QStringList{ "true" } << ""
                                 << "/nowhere"
                                 << "workdir" << ENOENT;
        QTest::newRow("workdir by descriptor") << QStringList{ "true" } << ""
                                               << "/proc/self/fd/7"
                                               << "workdir" << ENOENT;
    }
    void namesTheStepThatFailed()
    {
        QFETCH(QStringList, command);
        QFETCH(QString, user);
        QFETCH(QString, workdir);
        ShimDriver driver;
        driver.config.spec.command = { command.first().toStdString() };
        driver.config.spec.user = user.toStdString();
        driver.config.spec.workdir = workdir.toStdString();
        const auto started = driver.start();
        QVERIFY(!started);
        QTEST(QString::fromStdString(driver.failedStep), "step");
        QTEST(started.error().sysErrno, "error");
        driver.waitForShim();
        QVERIFY(driver.isPayloadEmpty());
        QVERIFY(std::filesystem::is_empty(driver.runDir()));
    }

    void separatesTheStreamsInTheLog()
    {
        ShimDriver driver;
        const Shown shown = driver.run(shell("echo one; echo two >&2; echo three > /dev/stderr"));
        QCOMPARE(shown.output, std::string("one\n"));
        QCOMPARE(shown.error, std::string("two\nthree\n"));
        const QByteArray log = QByteArray::fromStdString(readText(driver.stateDir() / "log.0"));
        QVERIFY2(log.contains(" stdout F one\n") && log.contains(" stderr F two\n"), log);
    }

    void losesNoOutput()
    {
        ShimDriver driver;
        const Shown shown = driver.run(shell("seq 1 20000"));
        QVERIFY(out(shown).endsWith("\n20000\n"));
        QCOMPARE(out(shown).count('\n'), 20000);
    }

    void hidesWhatBelongsToTheHost()
    {
        ShimDriver driver;
        const Shown shown = driver.run(
            shell("cat /proc/keys /proc/timer_list /proc/interrupts | wc -c; ls /sys/firmware | wc -l; "
                  "echo 1 > /proc/sys/kernel/printk; echo h > /proc/sysrq-trigger; mkdir /sys/fs/cgroup/x; "
                  "stat -c %t:%T /proc/interrupts; cat /proc/self/cgroup | grep ^0:; ls /dev; mknod /tmp/m b 8 0"));
        QVERIFY2(out(shown).startsWith("0\n0\n1:3\n0::/\n"), out(shown));
        QCOMPARE(QByteArray::fromStdString(shown.error).count("Read-only file system"), 2);
        QVERIFY(QByteArray::fromStdString(shown.error).contains("Operation not permitted"));
        QCOMPARE(QString(out(shown)).simplified().section(' ', 4),
                 QString("fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero"));
    }

    void makesTheEnvironmentFromNothing()
    {
        ::setenv("VITRINE_SECRET", "x", 1);
        ShimDriver driver;
        driver.config.spec.env = { { "A", "b=c" } };
        const Shown shown = driver.run({ "env" });
        QCOMPARE(QString(out(shown)).simplified(),
                 QString("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root "
                         "HOSTNAME=probe A=b=c"));
    }

    void bringsUpNothingButLoopback()
    {
        ShimDriver driver;
        const Shown shown = driver.run(shell("ls /sys/class/net; cat /sys/class/net/lo/flags"));
        QCOMPARE(out(shown), QByteArray("lo\n0x9\n"));
    }

    void undoesTheStartWhenTheHelperIsGone()
    {
        ShimDriver driver;
        driver.config.network.emplace(); // so that it waits to be told to go on
        driver.leavesAtSpawned = true;
        driver.run({ "true" });
        driver.waitForShim();
        QVERIFY(driver.isPayloadEmpty());
        QVERIFY(std::filesystem::is_empty(driver.runDir()));
    }

    // CVE-2016-9962, CVE-2019-5736: nothing of the shim can be opened from inside.
    void closesPid1ToTheInside()
    {
        ShimDriver driver;
        const Shown shown = driver.run(
            shell("ls /proc/1/fd /proc/1/root; cat /proc/1/environ; readlink /proc/1/exe; head -c1 /proc/1/mem; "
                  "kill -9 1; echo alive"));
        QCOMPARE(out(shown), QByteArray("alive\n"));
        const QByteArray errors = QByteArray::fromStdString(shown.error);
        QVERIFY2(errors.count("Permission denied") >= 4, errors);
    }
};

int main(int argc, char **argv)
{
    return TestShimStart().run(argc, argv);
}

#include "tst_ShimStart.moc"
