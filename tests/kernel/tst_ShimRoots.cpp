// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Mounts.h"
#include "tests/kernel/KeepsHostMounts.h"
#include "tests/kernel/ShimDriver.h"

#include <QTest>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace vitrine;
using namespace vitrine::tests;

namespace {

UniqueFd listenAt(const std::string &path)
{
    UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || ::chmod(path.c_str(), 0777) != 0 || ::listen(listener.get(), 4) != 0)
        return {};
    return listener;
}

void giveX11(ShimDriver &driver, const std::string &socket, const std::string &cookie)
{
    driver.config.spec.identity = spec::Identity::Me;
    driver.config.spec.desktop.display = true;
    driver.sources["x11"] = socket;
    driver.memories["x11-cookie"].bytes = cookie;
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

/// A layer as the store keeps it, in which root's files are kStoredRange's first id.
std::string storedLayer(const ShimDriver &driver, const std::string &name)
{
    const std::string path = (driver.workDir() / name).string();
    std::filesystem::create_directories(path);
    return path;
}
void giveToStore(const std::string &path)
{
    const std::string base = std::to_string(shim::kStoredRange.base);
    (void)!std::system(("chown -hR " + base + ":" + base + " " + path).c_str());
}

/// The lowest layer of images here: busybox and nothing else.
std::string busyboxLayer(const ShimDriver &driver)
{
    const std::string path = storedLayer(driver, "lowest");
    std::filesystem::create_directories(path + "/bin");
    std::filesystem::copy("/bin/busybox", path + "/bin/busybox");
    std::filesystem::create_symlink("busybox", path + "/bin/sh");
    writeText(path + "/below", "below\n");
    writeText(path + "/hidden", "hidden\n");
    return path;
}

} // namespace

class TestShimRoots : public KeepsHostMounts {
    Q_OBJECT

private slots:
    void runsTheLayersOfAnImage()
    {
        ShimDriver driver;
        driver.layers = { busyboxLayer(driver), storedLayer(driver, "middle"), storedLayer(driver, "top") };
        QCOMPARE(::mknod((driver.layers[1] + "/hidden").c_str(), S_IFCHR | 0666, 0), 0);
        writeText(driver.layers[2] + "/below", "above\n");
        for (const std::string &layer : driver.layers)
            giveToStore(layer);
        QCOMPARE(
            ::lchown((driver.layers[2] + "/below").c_str(), shim::kStoredRange.base + 33, shim::kStoredRange.base + 7),
            0);
        driver.config.spec.root = { spec::RootKind::Image, "web" };
        driver.config.spec.workdir = "/srv/made here";
        const Shown shown =
            driver.run({ "/bin/busybox", "sh", "-c",
                         "pwd; cat /below; busybox stat -c '%u %g' /below; test -e /hidden || echo gone; "
                         "echo mine > /hidden && echo more >> /below && busybox cat /hidden /below" });
        QCOMPARE(out(shown), QByteArray("/srv/made here\nabove\n33 7\ngone\nmine\nabove\nmore\n"));
        QCOMPARE(readText(driver.layers[2] + "/below"), std::string("above\n"));
    }

    void runsAsManyLayersAsAnImageMayHave()
    {
        ShimDriver driver;
        driver.layers = { busyboxLayer(driver) };
        for (unsigned i = 1; i < shim::kMaxLayers; ++i) {
            driver.layers.push_back(storedLayer(driver, "l" + std::to_string(i)));
            writeText(driver.layers.back() + "/f" + std::to_string(i), "x");
            writeText(driver.layers.back() + "/last", std::to_string(i));
        }
        for (const std::string &layer : driver.layers)
            giveToStore(layer);
        driver.config.spec.root = { spec::RootKind::Image, "web" };
        const Shown shown = driver.run({ "/bin/busybox", "sh", "-c", "cat /last; ls / | busybox grep -c '^f[0-9]'" });
        QCOMPARE(out(shown), QByteArray("127127\n"));
    }

    void refusesAnImageWithoutLayers()
    {
        ShimDriver driver;
        driver.config.spec.root = { spec::RootKind::Image, "web" };
        driver.run({ "true" });
        QCOMPARE(driver.failedStep, std::string("rootfs"));
    }

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

    void boundsItsOwnMemoryFileSystems()
    {
        ShimDriver driver;
        const Shown shown = driver.run(shell("df --output=size /run | tail -n 1; df --output=size /tmp | tail -n 1; "
                                             "awk '/MemTotal/ { print $2 }' /proc/meminfo"));
        const QList<QByteArray> kib = out(shown).simplified().split(' ');
        QCOMPARE(kib.size(), 3);
        QCOMPARE(kib[0], QByteArray("65536"));
        const double part = kib[1].toDouble() / kib[2].toDouble();
        QVERIFY2(part > 0.24 && part < 0.26, out(shown));
    }

    // A copy of a shared mount is its peer until it is made private.
    void copiesMountsOutOfPropagation()
    {
        const ShimDriver driver;
        const std::string original = ownFolder(driver, "original");
        const std::string copied = ownFolder(driver, "copy");
        QCOMPARE(::mount("original", original.c_str(), "tmpfs", 0, nullptr), 0);
        QCOMPARE(::mkdir((original + "/below").c_str(), 0755), 0);
        const auto copy = sys::cloneMount(AT_FDCWD, original);
        QVERIFY(copy);
        const UniqueFd target(::open(copied.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        QVERIFY(sys::attachMount(copy->get(), target.get()));
        QCOMPARE(::mount("spreads", (copied + "/below").c_str(), "tmpfs", 0, nullptr), 0);
        const std::string mounts = readText("/proc/self/mountinfo");
        ::umount2(copied.c_str(), MNT_DETACH);
        ::umount2(original.c_str(), MNT_DETACH);
        QCOMPARE(QByteArray::fromStdString(mounts).count(" - tmpfs spreads "), 1);
    }

    void mountsNothingBelowASourceOnTheHost()
    {
        ShimDriver driver;
        driver.sources["mount:0"] = ownFolder(driver, "outer");
        driver.sources["mount:1"] = ownFolder(driver, "inner");
        driver.config.spec.mounts = { { spec::MountKind::Bind, "/outer", "/data", spec::Access::ReadWrite, {} },
                                      { spec::MountKind::Bind, "/inner", "/data/inner", spec::Access::ReadWrite, {} } };
        QCOMPARE(out(driver.run(shell("grep -c ' /data/inner ' /proc/mounts"))), QByteArray("1\n"));
        QVERIFY(!QByteArray::fromStdString(readText("/proc/self/mountinfo")).contains("/outer/inner"));
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
        const UniqueFd listener = listenAt(path);
        QVERIFY(listener);
        driver.config.spec.identity = spec::Identity::Me;
        driver.config.spec.desktop.display = true;
        driver.sources["display"] = path;
        const Shown shown =
            driver.run(shell("test -S $XDG_RUNTIME_DIR/$WAYLAND_DISPLAY && stat -c '%a %u' $XDG_RUNTIME_DIR"));
        QCOMPARE(out(shown), QByteArray("700 1000\n"));
    }

    void relaysAnXDisplayAsAnIdThatTheServerDoesNotKnow()
    {
        ShimDriver driver;
        const std::string path = driver.workDir() / "X7";
        const UniqueFd server = listenAt(path);
        QVERIFY(server);
        giveX11(driver, path, "0123456789abcdef");
        driver.config.spec.command =
            shell("echo $DISPLAY; tail -c 16 $XAUTHORITY; stat -c ' %a' $(dirname $XAUTHORITY); "
                  "perl -e 'use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0);"
                  "connect(S, sockaddr_un(\"/tmp/.X11-unix/X0\")) or die $!; syswrite(S, \"hello\"); shutdown(S, 1);"
                  "sysread(S, $b, 9); print \"got $b\\n\"'");
        QVERIFY2(driver.start(), driver.failedStep.c_str());
        const UniqueFd client(::accept(server.get(), nullptr, nullptr));
        ucred peer{};
        socklen_t size = sizeof peer;
        QCOMPARE(::getsockopt(client.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size), 0);
        QCOMPARE(peer.uid, kShimUid);
        QCOMPARE(drain(client.get()), std::string("hello"));
        QCOMPARE(::send(client.get(), "welcome", 7, MSG_NOSIGNAL), 7);
        QCOMPARE(out(driver.watch()), QByteArray(":0\n0123456789abcdef 700\ngot welcome\n"));
        driver.waitForShim();
        QVERIFY(driver.isShimEmpty());
    }

    void refusesACookieThatCanStillChange()
    {
        ShimDriver driver;
        const std::string path = driver.workDir() / "X7";
        const UniqueFd server = listenAt(path);
        giveX11(driver, path, "0123456789abcdef");
        driver.memories["x11-cookie"].seals = 0;
        driver.run({ "true" });
        QCOMPARE(driver.failedStep, std::string("sources"));
    }

    void refusesAnXDisplayThatIsNoSocket()
    {
        ShimDriver driver;
        writeText(driver.workDir() / "X7", "");
        giveX11(driver, driver.workDir() / "X7", "0123456789abcdef");
        driver.run({ "true" });
        QCOMPARE(driver.failedStep, std::string("sources"));
    }

    void refusesACookieOfAnotherLength()
    {
        ShimDriver driver;
        const std::string path = driver.workDir() / "X7";
        const UniqueFd server = listenAt(path);
        giveX11(driver, path, "short");
        driver.run({ "true" });
        QCOMPARE(driver.failedStep, std::string("display"));
        driver.waitForShim();
        QVERIFY(std::filesystem::is_empty(driver.runDir()));
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
};

int main(int argc, char **argv)
{
    return TestShimRoots().run(argc, argv);
}

#include "tst_ShimRoots.moc"
