// SPDX-License-Identifier: GPL-3.0-or-later
// Mounts that come and go while a container runs, by the real helper and the real shim.
#include "core/spec/MountStates.h"
#include "core/spec/SpecJson.h"
#include "tests/kernel/MountRig.h"
#include "tests/support/Sandbox.h"

#include <QProcess>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace vitrine;
using namespace vitrine::tests;

namespace {

spec::Mount bindOf(const std::string &source, const std::string &target, spec::Access access = spec::Access::ReadWrite)
{
    return { spec::MountKind::Bind, source, target, access, {} };
}

} // namespace

class TestLiveMounts : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_rig = std::make_unique<MountRig>(); }
    void cleanupTestCase() { m_rig.reset(); }
    void cleanup()
    {
        if (!m_rig->id.empty())
            QVERIFY(client().verb(m_rig->id, "Remove", "b", 1));
        m_rig->id.clear();
        QCOMPARE(hostMounts(), m_hostMounts);
    }

    void userInsideReadsAndWritesAndFilesBelongToTheCaller_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<int>("user");
        QTest::addRow("isolated root") << "" << 0;
        QTest::addRow("isolated 999") << R"("user":"999:999")" << 999;
        QTest::addRow("me") << R"("identity":"me")" << 1000;
    }
    void userInsideReadsAndWritesAndFilesBelongToTheCaller()
    {
        QFETCH(QString, more);
        QFETCH(int, user);
        start(more.toStdString());
        const std::string folder = ownFolder("docs");
        const auto added = add(bindOf(folder, "/mnt/docs"), folder);
        QVERIFY2(added, added.errorText.c_str());
        QCOMPARE(inside(user, "cat /mnt/docs/note && echo two > /mnt/docs/made && stat -c %u /mnt/docs/made"),
                 "one\n" + std::to_string(user) + "\n");
        struct stat info { };
        QCOMPARE(::stat((folder + "/made").c_str(), &info), 0);
        QCOMPARE(info.st_uid, kOwner);
        QCOMPARE(states().size(), std::size_t{ 1 });
        QVERIFY(states()[0].now && !states()[0].kept);

        const auto removed = remove("/mnt/docs");
        QVERIFY2(removed, removed.errorText.c_str());
        QCOMPARE(inside(user, "ls /mnt/docs | wc -l"), std::string("0\n"));
        QCOMPARE(readText(folder + "/made"), std::string("two\n"));
        QVERIFY(states().empty());
    }

    void readOnlyAndTmpfs()
    {
        start();
        const std::string folder = ownFolder("docs");
        QVERIFY(add(bindOf(folder, "/docs", spec::Access::ReadOnly), folder));
        QCOMPARE(inside(0, "cat /docs/note; touch /docs/x 2>/dev/null || echo refused"), std::string("one\nrefused\n"));
        QVERIFY(add({ spec::MountKind::Tmpfs, "", "/scratch", spec::Access::ReadWrite, 1 << 20 }));
        QCOMPARE(inside(0, "stat -f -c '%T %b' /scratch"), std::string("tmpfs 256\n"));
        QVERIFY(remove("/scratch"));
        QVERIFY(remove("/docs"));
    }

    void whatLiesUnderTheMountIsAsItWas()
    {
        start();
        QCOMPARE(inside(0,
                        "mkdir /srv/site && echo below > /srv/site/file && stat -c '%i %y' /srv/site /srv/site/file "
                        "> /root/before; echo done"),
                 std::string("done\n"));
        const std::string folder = ownFolder("docs");
        QVERIFY(add(bindOf(folder, "/srv/site"), folder));
        QCOMPARE(inside(0, "ls /srv/site"), std::string("note\n"));
        QVERIFY(remove("/srv/site"));
        QCOMPARE(
            inside(0, "cat /srv/site/file; stat -c '%i %y' /srv/site /srv/site/file | cmp - /root/before && echo same"),
            std::string("below\nsame\n"));
    }

    void busyMountStaysAndSaysWhy()
    {
        start();
        const std::string folder = ownFolder("docs");
        QVERIFY(add(bindOf(folder, "/docs"), folder));
        QProcess user;
        user.start("nsenter",
                   enter(0) << "sh"
                            << "-c"
                            << "cd /docs && echo in && read line");
        QVERIFY(user.waitForReadyRead(20'000));
        const auto busy = remove("/docs");
        QCOMPARE(busy.errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY2(busy.errorText.find("/docs is in use: the working directory of sh (process ") != std::string::npos,
                 busy.errorText.c_str());
        QCOMPARE(states().size(), std::size_t{ 1 });
        QCOMPARE(inside(0, "cat /docs/note"), std::string("one\n"));
        user.closeWriteChannel();
        QVERIFY(user.waitForFinished(20'000));
        QVERIFY(remove("/docs"));
    }

    void mountWithAnotherInItIsBusy()
    {
        start();
        const std::string folder = ownFolder("docs");
        std::filesystem::create_directory(folder + "/sub");
        QVERIFY(add(bindOf(folder, "/docs"), folder));
        QVERIFY(add(bindOf(folder, "/docs/sub"), folder));
        const auto busy = remove("/docs");
        QCOMPARE(busy.errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY2(busy.errorText.find("/docs/sub is mounted in it") != std::string::npos, busy.errorText.c_str());
        QVERIFY(remove("/docs/sub"));
        QVERIFY(remove("/docs"));
    }

    void onlyWhatVitrineHasMountedCanBeRemoved()
    {
        start();
        for (const char *target : { "/proc", "/tmp", "/usr", "/", "/etc/hosts", "nothing", "/../usr" })
            QCOMPARE(remove(target).errorName, std::string("io.vitrine.Error.NotFound"));
    }

    void targetsThatLeadOutOrToTheKernelAreRefused()
    {
        start();
        const std::string folder = ownFolder("docs");
        for (const auto &[link, target] : { std::pair{ "/", "/link" },
                                            { "/proc", "/link" },
                                            { "/proc/self/cwd", "/link" },
                                            { "../../../../../../..", "/link" },
                                            { "/dev/pts", "/link" },
                                            { "/proc/1/root", "/link/tmp" } }) {
            inside(0, std::string("rm -f /link; ln -s ") + link + " /link");
            const auto refused = add(bindOf(folder, target), folder);
            QVERIFY2(!refused, link);
            QVERIFY(states().empty());
        }
        inside(0, "rm -f /link; ln -s /srv /link");
        QVERIFY(add(bindOf(folder, "/link"), folder));
        QCOMPARE(inside(0, "cat /srv/note"), std::string("one\n"));
        // It lies at /srv, and is found there although the link has gone.
        inside(0, "rm -f /link; ln -s /usr /link");
        QVERIFY(remove("/link"));
        QCOMPARE(inside(0, "ls /srv /usr/bin | grep -c '^note$'"), std::string("0\n"));
    }

    /// security.md, case 29: the place is swapped for links all the time.
    void swappedTargetsLeadNowhereElse()
    {
        start();
        const std::string folder = ownFolder("docs");
        QProcess swapper;
        swapper.start(
            "nsenter",
            enter(0) << "sh"
                     << "-c"
                     << "mkdir -p /w; while :; do for l in / /proc ../.. /usr /proc/1/root/tmp; do rm -rf /w/t; "
                        "ln -s $l /w/t; rm -f /w/t; mkdir /w/t; done; done 2>/dev/null");
        QVERIFY(swapper.waitForStarted());
        int added = 0;
        for (int i = 0; i < 60; ++i) {
            if (!add(bindOf(folder, "/w/t/x"), folder))
                continue;
            ++added;
            // `rm -r` looks into the mount when it comes by, and for so long it is in use.
            test::Answer removed = remove("/w/t/x");
            for (int again = 0; again < 100 && removed.errorName == "io.vitrine.Error.Busy"; ++again)
                removed = remove("/w/t/x");
            QVERIFY2(removed, removed.errorText.c_str());
        }
        swapper.kill();
        swapper.waitForFinished();
        qInfo("%d of 60 found a place", added);
        QVERIFY(states().empty());
        QCOMPARE(inside(0, "grep -c note /proc/mounts; test -e /usr/x && echo left; true"), std::string("0\n"));
        QVERIFY(!std::filesystem::exists("/x") && !std::filesystem::exists("/usr/x")
                && !std::filesystem::exists("/tmp/x"));
    }

    void keptMountComesBackAndTheOtherDoesNot()
    {
        start();
        const std::string folder = ownFolder("docs");
        QVERIFY(add(bindOf(folder, "/kept"), folder, true));
        QVERIFY(add(bindOf(folder, "/passing"), folder));
        QCOMPARE(states().size(), std::size_t{ 2 });
        QVERIFY(states()[0].now && states()[0].kept);
        const UniqueFd fd(::open(folder.c_str(), O_PATH | O_CLOEXEC));
        const auto restarted = client().verb(m_rig->id, "Restart", "ua{sh}", 0, 1, "mount:0", fd.get());
        QVERIFY2(restarted, restarted.errorText.c_str());
        QCOMPARE(inside(0, "cat /kept/note; ls /passing | wc -l"), std::string("one\n0\n"));
        // Taken away for now only, then kept on.
        QVERIFY(remove("/kept"));
        QVERIFY(!states()[0].now && states()[0].kept);
        QVERIFY(remove("/kept", true));
        QVERIFY(states().empty());
        // What is there now is kept without its source.
        QVERIFY(add(bindOf(folder, "/kept"), folder));
        QVERIFY(add(bindOf(folder, "/kept"), {}, true));
        QVERIFY(states()[0].now && states()[0].kept);
    }

    void helperThatIsKilledKnowsItsMountsAgain()
    {
        start();
        const std::string folder = ownFolder("docs");
        QVERIFY(add(bindOf(folder, "/docs"), folder));
        m_rig->helper().rig().killHelper();
        QVERIFY(m_rig->helper().rig().startHelper());
        QTRY_COMPARE(states().size(), std::size_t{ 1 });
        QTRY_COMPARE(client().property(m_rig->id, "State"), std::string("running"));
        // The shim's greeting may still be on its way.
        test::Answer removed{ "not tried", {}, {} };
        QTRY_VERIFY2(removed || (removed = remove("/docs")), removed.errorText.c_str());
        QCOMPARE(inside(0, "ls /docs | wc -l"), std::string("0\n"));
    }

    void mountThatTheHelperHasNotHeardOfIsKnownAgain_data()
    {
        QTest::addColumn<bool>("isDone");
        QTest::addRow("the helper dies after the mount") << true;
        QTest::addRow("the helper dies before the mount") << false;
    }
    void mountThatTheHelperHasNotHeardOfIsKnownAgain()
    {
        QFETCH(bool, isDone);
        start();
        const std::string folder = ownFolder("docs");
        // The helper sleeps from when the shim is started until it is killed.
        QVERIFY(m_rig->helper().runShimUnder(std::string("kill -STOP $PPID; ") + (isDone ? "" : "exec sleep 600;")));
        const UniqueFd fd(::open(folder.c_str(), O_PATH | O_CLOEXEC));
        const std::string json = spec::mountToJson(bindOf(folder, "/run/docs"));
        client().begin("/io/vitrine/Helper1/container/" + m_rig->id, "io.vitrine.Container1", "AddMount", "sa{sh}b",
                       json.c_str(), 1, "mount:0", fd.get(), 0);
        const auto isStopped = [this] {
            return readText("/proc/" + std::to_string(m_rig->helper().rig().helperPid()) + "/stat").find(") T ")
                != std::string::npos;
        };
        QTRY_VERIFY(isStopped());
        const auto isMounted = [this] { return readText(m_initMounts).find("/run/docs ") != std::string::npos; };
        if (isDone)
            QTRY_VERIFY(isMounted());
        else
            QVERIFY(!isMounted());
        m_rig->helper().rig().killHelper();
        QVERIFY(m_rig->helper().runShimUnder("exec"));
        QVERIFY(m_rig->helper().rig().startHelper());
        QTRY_COMPARE(client().property(m_rig->id, "State"), std::string("running"));
        if (isDone) {
            QTRY_COMPARE(states().size(), std::size_t{ 1 });
            QVERIFY(states()[0].now);
            test::Answer removed{ "not tried", {}, {} };
            QTRY_VERIFY2(removed || (removed = remove("/run/docs")), removed.errorText.c_str());
            QVERIFY(!isMounted());
        }
        QVERIFY(states().empty());
    }

    void pausedContainerTakesAMount()
    {
        start();
        QVERIFY(client().verb(m_rig->id, "Pause"));
        const std::string folder = ownFolder("docs");
        const auto added = add(bindOf(folder, "/docs"), folder);
        QVERIFY2(added, added.errorText.c_str());
        QVERIFY(client().verb(m_rig->id, "Resume"));
        QCOMPARE(inside(0, "cat /docs/note"), std::string("one\n"));
    }

    void sourcesAreCheckedAsAtAStart()
    {
        start();
        const auto kernel = add(bindOf("/proc/self", "/docs"), "/proc/self");
        QCOMPARE(kernel.errorName, std::string("io.vitrine.Error.SourceNotAllowed"));
        QCOMPARE(add(bindOf("/tmp", "/docs"), {}).errorName, std::string("io.vitrine.Error.SourceNotAllowed"));
        QCOMPARE(add(bindOf("/tmp", "/proc/x"), "/tmp").errorName, std::string("io.vitrine.Error.InvalidConfig"));
        const std::string folder = ownFolder("docs");
        QVERIFY(add(bindOf(folder, "/docs"), folder));
        QCOMPARE(add(bindOf(folder, "/docs", spec::Access::ReadOnly), folder).errorName,
                 std::string("io.vitrine.Error.InvalidConfig"));
    }

private:
    test::BusClient &client() { return m_rig->client(); }
    static std::string hostMounts() { return readText("/proc/self/mountinfo"); }

    void start(const std::string &more = {})
    {
        m_hostMounts = hostMounts();
        m_rig->id = client().create(test::specJson("live", R"("sleep","600")", more));
        QVERIFY(!m_rig->id.empty());
        const auto started = client().start(m_rig->id);
        QVERIFY2(started, started.errorText.c_str());
        m_initMounts = "/proc/" + client().property(m_rig->id, "InitPid") + "/mountinfo";
    }

    /// 0700 and of the owner, with a note in it.
    std::string ownFolder(const std::string &name)
    {
        const std::string path = m_rig->helper().tree().path(name);
        std::filesystem::remove_all(path);
        std::filesystem::create_directory(path);
        std::ofstream(path + "/note") << "one\n";
        (void)!::chown(path.c_str(), kOwner, kOwner);
        (void)!::chown((path + "/note").c_str(), kOwner, kOwner);
        ::chmod(path.c_str(), 0700);
        return path;
    }

    test::Answer add(const spec::Mount &mount, const std::string &source = {}, bool keep = false)
    {
        return m_rig->add(mount, source, keep);
    }
    test::Answer remove(const std::string &target, bool keep = false) { return m_rig->remove(target, keep); }
    QStringList enter(int user) { return m_rig->enter(user); }
    std::string inside(int user, const std::string &script) { return m_rig->inside(user, script); }

    std::vector<spec::MountState> states()
    {
        return spec::mountStatesFromJson(client().property(m_rig->id, "Mounts"))
            .value_or(std::vector<spec::MountState>());
    }

    std::unique_ptr<MountRig> m_rig;
    std::string m_hostMounts;
    std::string m_initMounts; ///< where the kernel lists those of the container
};

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestLiveMounts object;
        return QTest::qExec(&object, argc, argv);
    });
}

#include "tst_LiveMounts.moc"
