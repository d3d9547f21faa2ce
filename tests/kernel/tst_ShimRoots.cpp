// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Mounts.h"
#include "tests/kernel/ShimDriver.h"

#include <QTest>

#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace vitrine;
using namespace vitrine::tests;

namespace {

/// Owned by the owner, as a person's folder is.
std::string ownFolder(const ShimDriver &driver, const char *name)
{
    const std::string path = driver.workDir() / name;
    std::filesystem::create_directory(path);
    (void)!::chown(path.c_str(), kOwner, kOwner);
    return path;
}

/// A root file system of links into nothing but busybox.
std::string busyboxFolder(const ShimDriver &driver)
{
    const std::string path = ownFolder(driver, "root");
    std::filesystem::create_directories(path + "/bin");
    std::filesystem::copy("/bin/busybox", path + "/bin/busybox");
    std::filesystem::create_symlink("busybox", path + "/bin/sh");
    const std::string owner = std::to_string(kOwner);
    (void)!std::system(("chown -R " + owner + ":" + owner + " " + path).c_str());
    return path;
}

} // namespace

class TestShimRoots : public QObject {
    Q_OBJECT

private slots:
    void init() { m_hostMounts = readText("/proc/self/mountinfo"); }
    void cleanup() { QCOMPARE(readText("/proc/self/mountinfo"), m_hostMounts); }

    void bindsAFolderSoThatFilesStayTheOwners()
    {
        ShimDriver driver;
        const std::string folder = ownFolder(driver, "folder");
        driver.sources["mount:0"] = folder;
        driver.config.spec.mounts = { { spec::MountKind::Bind, folder, "/data", spec::Access::ReadWrite, {} } };
        driver.config.spec.user = "999:999";
        const Shown shown = driver.run(shell("touch /data/made && stat -c '%u %g' /data /data/made"));
        QVERIFY2(out(shown) == "999 999\n999 999\n", out(shown) + shown.error.c_str());
        struct stat info { };
        QCOMPARE(::stat((folder + "/made").c_str(), &info), 0);
        QCOMPARE(info.st_uid, kOwner);
        QCOMPARE(info.st_gid, kOwner);
    }

    void refusesWritesToAReadOnlyMount()
    {
        ShimDriver driver;
        const std::string folder = ownFolder(driver, "folder");
        driver.sources["mount:0"] = folder;
        driver.config.spec.mounts = { { spec::MountKind::Bind, folder, "/data", spec::Access::ReadOnly, {} },
                                      { spec::MountKind::Tmpfs, {}, "/scratch", spec::Access::ReadWrite, 1 << 20 } };
        const Shown shown =
            driver.run(shell("touch /data/made; touch /scratch/made; grep -E ' /(data|scratch) ' /proc/mounts"));
        QVERIFY2(QByteArray::fromStdString(shown.error).contains("Read-only file system"), shown.error.c_str());
        QVERIFY2(out(shown).contains("/data ext4 ro,nosuid,nodev") && out(shown).contains("size=1024k"), out(shown));
    }

    void refusesSourcesThatAreTheKernels()
    {
        ShimDriver driver;
        driver.sources["mount:0"] = "/proc/self";
        driver.config.spec.mounts = { { spec::MountKind::Bind, "/proc/self", "/data", spec::Access::ReadOnly, {} } };
        const Shown shown = driver.run({ "true" });
        QCOMPARE(driver.failedStep, std::string("sources"));
        QVERIFY(!shown.ended);
    }

    void refusesATargetInProc()
    {
        ShimDriver driver;
        const std::string folder = ownFolder(driver, "folder");
        driver.sources["mount:0"] = folder;
        driver.config.spec.mounts = { { spec::MountKind::Bind, folder, "/proc/self", spec::Access::ReadOnly, {} } };
        driver.run({ "true" });
        QCOMPARE(driver.failedStep, std::string("mounts"));
    }

    void runsAFolderAsRootWithoutChangingIt()
    {
        ShimDriver driver;
        driver.config.spec.root = { spec::RootKind::Folder, "/somewhere" };
        driver.sources["root"] = busyboxFolder(driver);
        const Shown shown =
            driver.run({ "/bin/busybox", "sh", "-c",
                         "busybox touch /made; busybox stat -c %u /bin/sh /made; busybox cat /etc/hostname" });
        QVERIFY2(out(shown) == "0\n0\nprobe\n", out(shown) + shown.error.c_str());
        QVERIFY(!std::filesystem::exists(driver.sources["root"] + "/made"));
        QVERIFY(std::filesystem::exists(driver.stateDir() / "overlay/upper/made"));
    }

    void letsNoLinkOfARootLeadOut()
    {
        ShimDriver driver;
        driver.config.spec.root = { spec::RootKind::Folder, "/somewhere" };
        driver.sources["root"] = busyboxFolder(driver);
        std::filesystem::create_directory_symlink("/tmp/vitrine-canary", driver.sources["root"] + "/etc");
        std::filesystem::create_symlink("/../../etc/passwd", driver.sources["root"] + "/data");
        driver.config.spec.mounts = { { spec::MountKind::Tmpfs, {}, "/data/sub", spec::Access::ReadWrite, {} } };
        driver.run({ "/bin/busybox", "true" });
        QVERIFY(!driver.failedStep.empty());
        QVERIFY(!std::filesystem::exists("/tmp/vitrine-canary"));
    }

    void refusesARootWhoseDevIsALink()
    {
        ShimDriver driver;
        driver.config.spec.root = { spec::RootKind::Folder, "/somewhere" };
        driver.sources["root"] = busyboxFolder(driver);
        std::filesystem::create_directory_symlink("tmp", driver.sources["root"] + "/dev");
        driver.run({ "/bin/busybox", "true" });
        QCOMPARE(driver.failedStep, std::string("dev"));
    }

    void followsADanglingResolvConfInside()
    {
        ShimDriver driver;
        driver.config.spec.root = { spec::RootKind::Folder, "/somewhere" };
        driver.sources["root"] = busyboxFolder(driver);
        std::filesystem::create_directory(driver.sources["root"] + "/etc");
        (void)!::chown((driver.sources["root"] + "/etc").c_str(), kOwner, kOwner);
        std::filesystem::create_symlink("../run/systemd/resolve/stub-resolv.conf",
                                        driver.sources["root"] + "/etc/resolv.conf");
        driver.config.network = shim::NetworkConfig{ "10.213.0.5", 16, "10.213.0.1", { "192.0.2.1" } };
        const Shown shown = driver.run({ "/bin/busybox", "cat", "/etc/resolv.conf" });
        QVERIFY2(out(shown) == "nameserver 192.0.2.1\n", out(shown) + driver.failedStep.c_str() + shown.error.c_str());
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
        QCOMPARE(driver.failedStep, std::string("mounts"));
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

    void grantsADeviceNode()
    {
        ShimDriver driver;
        driver.config.spec.limits.devices = { { "/dev/kmsg", true, false, false } };
        QCOMPARE(out(driver.run({ "stat", "-c", "%t:%T %u", "/dev/kmsg" })), QByteArray("1:b 0\n"));
    }

    void bindsTheSocketOfTheDisplay()
    {
        ShimDriver driver;
        const std::string path = driver.workDir() / "wayland";
        const UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        QCOMPARE(::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        driver.config.spec.identity = spec::Identity::Me;
        driver.config.spec.desktop.display = true;
        driver.sources["display"] = path;
        const Shown shown =
            driver.run(shell("test -S $XDG_RUNTIME_DIR/$WAYLAND_DISPLAY && stat -c '%a %u' $XDG_RUNTIME_DIR"));
        QCOMPARE(out(shown), QByteArray("700 1000\n"));
    }

    void isTheOwnerUnderMe()
    {
        ShimDriver driver;
        driver.config.spec.identity = spec::Identity::Me;
        const std::string folder = ownFolder(driver, "folder");
        driver.sources["mount:0"] = folder;
        driver.config.spec.mounts = { { spec::MountKind::Bind, folder, "/data", spec::Access::ReadWrite, {} } };
        const Shown shown =
            driver.run(shell("id -u; id -un; pwd; echo $HOME $XDG_RUNTIME_DIR; touch ~/made /data/made"));
        QCOMPARE(QString(out(shown)).simplified(), QString("1000 someone /home/someone /home/someone /run/user/1000"));
        struct stat info { };
        QCOMPARE(::stat((folder + "/made").c_str(), &info), 0);
        QCOMPARE(info.st_uid, kOwner);
    }

    void startsAgainWithWhatItHadWritten()
    {
        ShimDriver driver;
        driver.run(shell("echo kept > /root/file; useradd x; rm /etc/mime.types; rmdir /srv"));
        driver.waitForShim();
        QCOMPARE(out(driver.run({ "cat", "/root/file" })), QByteArray("kept\n"));
    }

private:
    std::string m_hostMounts;
};

int main(int argc, char **argv)
{
    if (const std::string why = whyNoKernelTests(); !why.empty()) {
        std::fprintf(stderr, "skipped: %s\n", why.c_str());
        return 77;
    }
    // What other programs of this computer mount meanwhile must not count as a trace of ours.
    if (::unshare(CLONE_NEWNS) < 0 || !sys::makeAllPrivate())
        return 1;
    TestShimRoots test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ShimRoots.moc"
