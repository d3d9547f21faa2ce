// SPDX-License-Identifier: GPL-3.0-or-later
// What TryMounts finds out, by the real helper and the real shim, and that nothing of it stays.
#include "core/ipc/Names.h"
#include "core/spec/MountVerdict.h"
#include "core/spec/SpecJson.h"
#include "tests/kernel/RealHelper.h"
#include "tests/support/DeafServer.h"
#include "tests/support/Sandbox.h"

#include <QElapsedTimer>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

using namespace vitrine;
using namespace vitrine::tests;
using vitrine::test::DeafServer;

namespace {

constexpr uid_t kOwner = 1000;

/// All that a trial could change of a folder. Its own look notes no access.
std::string stateOf(const std::string &folder)
{
    struct stat info { };
    ::stat(folder.c_str(), &info);
    const auto text = [](const timespec &time) {
        return std::to_string(time.tv_sec) + '.' + std::to_string(time.tv_nsec);
    };
    return text(info.st_mtim) + ' ' + text(info.st_ctim) + ' ' + text(info.st_atim);
}

} // namespace

class TestMountTrial : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_helper = std::make_unique<RealHelper>(); }
    void cleanupTestCase() { m_helper.reset(); }

    void tellsWhatTheUserInsideMay_data()
    {
        QTest::addColumn<QString>("identity");
        QTest::addColumn<QString>("user");
        QTest::addColumn<int>("owner");
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("canRead");
        QTest::addColumn<bool>("canWrite");
        QTest::addRow("own folder, root inside") << "isolated"
                                                 << "" << 1000 << 0700 << true << true;
        QTest::addRow("own folder, user 999") << "isolated"
                                              << "999" << 1000 << 0700 << true << true;
        QTest::addRow("own folder, a name") << "isolated"
                                            << "postgres" << 1000 << 0700 << true << true;
        QTest::addRow("own folder, me") << "me"
                                        << "" << 1000 << 0700 << true << true;
        QTest::addRow("own folder, me as another") << "me"
                                                   << "999" << 1000 << 0700 << false << false;
        QTest::addRow("root's open folder") << "isolated"
                                            << "" << 0 << 0755 << true << false;
        QTest::addRow("root's closed folder") << "isolated"
                                              << "999" << 0 << 0700 << false << false;
        QTest::addRow("own folder that may not be written") << "isolated"
                                                            << "999" << 1000 << 0500 << true << false;
        // Root inside may all with the files of its owner.
        QTest::addRow("the same, root inside") << "isolated"
                                               << "" << 1000 << 0500 << true << true;
        // The kernel writes nothing whose owner the mount does not know, as it could not keep the owner.
        QTest::addRow("anybody's folder") << "isolated"
                                          << "999" << 0 << 0777 << true << false;
    }
    void tellsWhatTheUserInsideMay()
    {
        QFETCH(QString, identity);
        QFETCH(QString, user);
        QFETCH(int, owner);
        QFETCH(int, mode);
        QFETCH(bool, canRead);
        QFETCH(bool, canWrite);
        spec::ContainerSpec spec;
        spec.identity = identity == "me" ? spec::Identity::Me : spec::Identity::Isolated;
        spec.user = user.toStdString();
        const std::string path = folder(static_cast<uid_t>(owner), static_cast<mode_t>(mode));
        spec.mounts = { { spec::MountKind::Bind, path, "/data", spec::Access::ReadWrite, {} } };
        const std::string before = stateOf(path);
        const auto verdicts = tryAll(spec);
        QCOMPARE(verdicts.size(), std::size_t{ 1 });
        const spec::MountVerdict &verdict = verdicts[0];
        QVERIFY2(verdict.isTried, verdict.reason.c_str());
        QVERIFY2(verdict.canRead == canRead && verdict.canWrite == canWrite, describe(verdict, spec.mounts[0]).c_str());
        QCOMPARE(verdict.outside.uid, static_cast<std::uint32_t>(owner));
        QCOMPARE(verdict.mode, static_cast<unsigned>(mode));
        if (owner == 0)
            QCOMPARE(verdict.inside.uid, spec::kNobody);
        else if (user != "postgres" && identity != "me")
            QCOMPARE(verdict.inside.uid, user.isEmpty() ? 0U : 999U);
        QCOMPARE(stateOf(path), before);
        QVERIFY(std::filesystem::is_empty(path));
    }

    void singleFileAndReadOnly()
    {
        const std::string path = folder(kOwner, 0700);
        std::ofstream(path + "/file") << "text";
        (void)!::chown((path + "/file").c_str(), kOwner, kOwner);
        ::chmod((path + "/file").c_str(), 0400);
        spec::ContainerSpec spec;
        spec.user = "999";
        spec.mounts = { { spec::MountKind::Bind, path + "/file", "/a", spec::Access::ReadWrite, {} },
                        { spec::MountKind::Bind, path + "/file", "/b", spec::Access::ReadOnly, {} },
                        { spec::MountKind::Tmpfs, "", "/c", spec::Access::ReadWrite, {} } };
        const auto verdicts = tryAll(spec);
        QCOMPARE(verdicts.size(), std::size_t{ 2 });
        QVERIFY(verdicts[0].canRead && !verdicts[0].canWrite && verdicts[0].sysErrno == EACCES);
        QVERIFY(isGood(verdicts[1], spec.mounts[1]));
    }

    void fileSystemThatCannotMapIdsIsSaidToBe()
    {
        const std::string path = folder(kOwner, 0700);
        QCOMPARE(::mount("probe", path.c_str(), "ramfs", 0, nullptr), 0);
        spec::ContainerSpec spec;
        spec.mounts = { { spec::MountKind::Bind, path, "/a", spec::Access::ReadWrite, {} },
                        { spec::MountKind::Bind, "/proc/self", "/b", spec::Access::ReadOnly, {} } };
        const auto verdicts = tryAll(spec);
        ::umount2(path.c_str(), MNT_DETACH);
        QVERIFY(!verdicts[0].isTried);
        QVERIFY2(verdicts[0].reason.find("cannot map ids") != std::string::npos, verdicts[0].reason.c_str());
        using enum spec::MountFix;
        QCOMPARE(fixesFor(verdicts[0], spec.mounts[0], spec), (std::vector{ MakeReadOnly, ChooseAnother }));
        QVERIFY(!verdicts[1].isTried);
        QVERIFY2(verdicts[1].reason.find("of the kernel") != std::string::npos, verdicts[1].reason.c_str());
    }

    /// security.md, case 23.
    void serverThatDoesNotAnswerHoldsUpNobody()
    {
        const std::string dead = folder(kOwner, 0755);
        const std::string good = folder(kOwner, 0700);
        const DeafServer server(dead);
        if (!server.isThere())
            QSKIP("this computer has no FUSE");
        spec::ContainerSpec spec;
        spec.mounts = { { spec::MountKind::Bind, dead, "/a", spec::Access::ReadWrite, {} },
                        { spec::MountKind::Bind, good, "/b", spec::Access::ReadWrite, {} } };
        QElapsedTimer timer;
        timer.start();
        const std::uint64_t asked = begin(spec);
        QTest::qWait(300);
        QElapsedTimer ping;
        ping.start();
        QVERIFY(m_helper->isThere());
        QVERIFY2(ping.elapsed() < 1000, qPrintable(QString::number(ping.elapsed())));
        const auto verdicts = take(asked);
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(verdicts.size(), std::size_t{ 2 });
        QVERIFY(!verdicts[0].isTried);
        QCOMPARE(verdicts[0].sysErrno, ETIMEDOUT);
        QVERIFY2(verdicts[0].reason.find("does not answer") != std::string::npos, verdicts[0].reason.c_str());
        QVERIFY(verdicts[1].isTried && verdicts[1].canWrite);
    }

    void refusesWhatIsNoTrial()
    {
        spec::ContainerSpec spec;
        spec.user = "no:such:user";
        QCOMPARE(take(begin(spec)).size(), std::size_t{ 0 });
        QCOMPARE(m_error, std::string("io.vitrine.Error.InvalidConfig"));
        const UniqueFd fd(::open("/tmp", O_PATH | O_CLOEXEC));
        const std::string json = spec::toJson(spec::ContainerSpec());
        const auto answer = m_helper->client().call(ipc::kManagerPath, ipc::kManagerInterface, "TryMounts", "sa{sh}",
                                                    json.c_str(), 1, "mount:0", fd.get());
        QCOMPARE(answer.errorName, std::string("io.vitrine.Error.InvalidArgs"));
    }

private:
    std::string folder(uid_t owner, mode_t mode)
    {
        const std::string path = m_helper->tree().makeDirectory("folder" + std::to_string(m_folders++));
        (void)!::chown(path.c_str(), owner, owner);
        ::chmod(path.c_str(), mode);
        return path;
    }
    std::uint64_t begin(const spec::ContainerSpec &spec)
    {
        const std::string json = spec::toJson(spec);
        return m_helper->client().post(
            ipc::kManagerPath, ipc::kManagerInterface, "TryMounts", [&](sd_bus_message *message) {
                int r = sd_bus_message_append(message, "s", json.c_str());
                if (r >= 0)
                    r = sd_bus_message_open_container(message, 'a', "{sh}");
                for (std::size_t row = 0; r >= 0 && row < spec.mounts.size(); ++row) {
                    if (spec.mounts[row].kind != spec::MountKind::Bind)
                        continue;
                    const UniqueFd fd(::open(spec.mounts[row].source.c_str(), O_PATH | O_CLOEXEC));
                    r = sd_bus_message_append(message, "{sh}", ("mount:" + std::to_string(row)).c_str(), fd.get());
                }
                return r < 0 ? r : sd_bus_message_close_container(message);
            });
    }
    std::vector<spec::MountVerdict> take(std::uint64_t number)
    {
        const auto answer = m_helper->client().take(number);
        m_error = answer.errorName;
        if (!answer)
            return {};
        auto verdicts = spec::verdictsFromJson(answer.text());
        return verdicts ? *verdicts : std::vector<spec::MountVerdict>();
    }
    std::vector<spec::MountVerdict> tryAll(const spec::ContainerSpec &spec)
    {
        auto verdicts = take(begin(spec));
        if (!m_error.empty())
            qWarning("%s", m_error.c_str());
        return verdicts;
    }

    std::unique_ptr<RealHelper> m_helper;
    std::string m_error;
    int m_folders = 0;
};

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestMountTrial object;
        return QTest::qExec(&object, argc, argv);
    });
}

#include "tst_MountTrial.moc"
