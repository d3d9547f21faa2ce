// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernel/KeepsHostMounts.h"
#include "tests/kernel/ShimDriver.h"

#include <QTest>

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

using namespace vitrine;
using namespace vitrine::tests;

namespace {

int detachedTmpfs()
{
    const int context = ::fsopen("tmpfs", 0);
    return ::fsconfig(context, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0 ? ::fsmount(context, 0, 0) : -1;
}

} // namespace

/// What a caller may hand over for a container, and what the container can do with it.
class TestShimSources : public KeepsHostMounts {
    Q_OBJECT

private slots:
    void refusesSourcesThatAreTheKernels()
    {
        ShimDriver driver;
        driver.sources["mount:0"] = "/proc/self";
        driver.config.spec.mounts = { { spec::MountKind::Bind, "/proc/self", "/data", spec::Access::ReadOnly, {} } };
        const Shown shown = driver.run({ "true" });
        QCOMPARE(driver.failedStep, std::string("sources"));
        QVERIFY(!shown.ended);
    }

    void refusesASourceOfAnotherMountNamespace()
    {
        const pid_t other = ::fork();
        if (other == 0) {
            (void)!::unshare(CLONE_NEWNS);
            ::pause();
            ::_exit(0);
        }
        const std::string mine = std::filesystem::read_symlink("/proc/self/ns/mnt");
        const std::string theirs = "/proc/" + std::to_string(other);
        QTRY_VERIFY(std::filesystem::read_symlink(theirs + "/ns/mnt") != mine);
        ShimDriver driver;
        driver.sources["mount:0"] = theirs + "/root/tmp";
        driver.config.spec.mounts = { { spec::MountKind::Bind, "/tmp", "/data", spec::Access::ReadOnly, {} } };
        const Shown shown = driver.run({ "true" });
        ::kill(other, SIGKILL);
        ::waitpid(other, nullptr, 0);
        QCOMPARE(driver.failedStep, std::string("sources"));
        QVERIFY2(QByteArray::fromStdString(shown.error).contains("shows to everybody"), shown.error.c_str());
    }

    // Linux 6.15 and newer let a mount that is attached nowhere be copied, whoever has made it.
    void refusesADetachedMountOfAnotherUser()
    {
        std::array<int, 2> ready{};
        QCOMPARE(::pipe(ready.data()), 0);
        const pid_t other = ::fork();
        if (other == 0) {
            const int fd = ::setresgid(kOwner, kOwner, kOwner) == 0 && ::setresuid(kOwner, kOwner, kOwner) == 0
                    && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0
                ? detachedTmpfs()
                : -1;
            (void)!::write(ready[1], &fd, sizeof fd);
            ::pause();
            ::_exit(0);
        }
        int fd = -1;
        QCOMPARE(::read(ready[0], &fd, sizeof fd), ssize_t(sizeof fd));
        ShimDriver driver;
        driver.sources["mount:0"] = "/proc/" + std::to_string(other) + "/fd/" + std::to_string(fd);
        driver.config.spec.mounts = { { spec::MountKind::Bind, "/tmp", "/data", spec::Access::ReadOnly, {} } };
        const Shown shown = fd < 0 ? Shown{} : driver.run({ "true" });
        ::kill(other, SIGKILL);
        ::waitpid(other, nullptr, 0);
        for (const int end : ready)
            ::close(end);
        if (fd < 0)
            QSKIP("a user may not make a user namespace here");
        QCOMPARE(driver.failedStep, std::string("sources"));
        QVERIFY2(QByteArray::fromStdString(shown.error).contains("shows to everybody"), shown.error.c_str());
    }

    void mapsNothingButTheOwner()
    {
        ShimDriver driver;
        const std::string folder = ownFolder(driver, "folder");
        writeText(folder + "/roots", "secret");
        ::chmod((folder + "/roots").c_str(), 0600);
        driver.sources["mount:0"] = folder;
        driver.config.spec.mounts = { { spec::MountKind::Bind, folder, "/data", spec::Access::ReadWrite, {} } };
        const Shown shown =
            driver.run(shell("stat -c %u /data/roots; cat /data/roots; chown 0 /data/roots; chown 5 /data"));
        QCOMPARE(out(shown), QByteArray("65534\n"));
        QVERIFY2(QByteArray::fromStdString(shown.error).count('\n') == 3, shown.error.c_str());
    }

    void makesNoFileOfAnotherIdUnderMe()
    {
        ShimDriver driver;
        driver.config.spec.identity = spec::Identity::Me;
        driver.config.spec.user = "0:0";
        const std::string folder = ownFolder(driver, "folder");
        writeText(folder + "/mine", "");
        (void)!::chown((folder + "/mine").c_str(), kOwner, kOwner);
        driver.sources["mount:0"] = folder;
        driver.config.spec.mounts = { { spec::MountKind::Bind, folder, "/data", spec::Access::ReadWrite, {} } };
        const Shown shown =
            driver.run(shell("stat -c %u /data/mine; id -u; touch /data/made; chown 0 /data/mine; "
                             "chown 5 /data/mine; chgrp 5 /data/mine; chmod 4755 /data/mine; touch /ok"));
        QVERIFY2(out(shown) == "1000\n0\n", out(shown));
        QVERIFY2(QByteArray::fromStdString(shown.error).count("Value too large") == 4, shown.error.c_str());
        QVERIFY(!std::filesystem::exists(folder + "/made"));
        struct stat info { };
        QCOMPARE(::stat((folder + "/mine").c_str(), &info), 0);
        QCOMPARE(info.st_uid, kOwner);
        QCOMPARE(info.st_gid, kOwner);
    }

    void fileSystemThatCannotMapIdsIsReadOnly_data()
    {
        QTest::addColumn<bool>("isMe");
        QTest::addRow("isolated") << false;
        QTest::addRow("me") << true;
    }
    void fileSystemThatCannotMapIdsIsReadOnly()
    {
        QFETCH(bool, isMe);
        ShimDriver driver;
        driver.config.spec.identity = isMe ? spec::Identity::Me : spec::Identity::Isolated;
        const std::string folder = ownFolder(driver, "folder");
        QCOMPARE(::mount("probe", folder.c_str(), "ramfs", 0, nullptr), 0);
        driver.sources["mount:0"] = folder;
        driver.config.spec.mounts = { { spec::MountKind::Bind, folder, "/data", spec::Access::ReadWrite, {} } };
        const Shown refused = driver.run({ "true" });
        const std::string step = driver.failedStep;
        driver.config.spec.mounts[0].access = spec::Access::ReadOnly;
        const Shown read = driver.run(shell("grep -c ' /data ramfs ro,' /proc/mounts"));
        driver.waitForShim();
        ::umount2(folder.c_str(), MNT_DETACH);
        QCOMPARE(step, std::string("mounts"));
        QVERIFY2(QByteArray::fromStdString(refused.error).contains("mount it read-only"), refused.error.c_str());
        QVERIFY2(out(read) == "1\n", out(read));
    }
};

int main(int argc, char **argv)
{
    return TestShimSources().run(argc, argv);
}

#include "tst_ShimSources.moc"
