// SPDX-License-Identifier: GPL-3.0-or-later
// Volumes in real containers: what is in them, whom it belongs to, and what a helper that is killed leaves.
#include "core/ipc/Names.h"
#include "privhelper/shim/ShimConfig.h"
#include "tests/kernel/RealHelper.h"
#include "tests/support/Sandbox.h"

#include <QProcess>
#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

using namespace vitrine;
using namespace vitrine::test;
using namespace vitrine::tests;

namespace fs = std::filesystem;

namespace {

constexpr uid_t kOwner = 1000;
constexpr int kPatienceMs = 30'000; // an emulated machine takes its time
constexpr int kManyFiles = 1000;

std::string textOf(const fs::path &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

/// "uid:gid mode" as inside.
std::string factsOf(const fs::path &path)
{
    struct stat info { };
    if (::lstat(path.c_str(), &info) != 0)
        return "missing";
    constexpr std::uint32_t kBase = shim::kStoredRange.base;
    char text[64];
    std::snprintf(text, sizeof text, "%u:%u %o", info.st_uid - kBase, info.st_gid - kBase, info.st_mode & 07777U);
    return text;
}

} // namespace

class TestVolumes : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase() { m_helper.reset(); }
    void cleanup();

    void dataOutlivesTheContainer();
    void twoContainersShareOne();
    void aUserInsideWrites();
    void readOnlyIsReadOnly();
    void aNewVolumeIsFilledFromTheRoot();
    void aNewVolumeMayBeEmptyAtFirstAndRunNoPrograms();
    void aChosenOwnerStaysWhenItIsFilled();
    void aStartThatFailsLeavesTheVolumeNew();
    void aSetuidFileIsOutOfReachOfTheHost();
    void cloneEmptyAndRestore();
    void aBackupBringsEverythingBack();
    void aKilledHelperLeavesNothingHalfDone();
    void aKilledHelperLeavesNoVolumeHalfFilled();
    void dataOfARunningContainerOutlivesAKilledHelper();

private:
    BusClient &client() { return *m_client; }
    std::string makeVolume(const std::string &name, const std::string &owner = {});
    template <typename... Args>
    Answer verb(const std::string &id, const char *member, const char *types = "", Args... args)
    {
        return client().call(ipc::kVolumePathPrefix + id, ipc::kVolumeInterface, member, types, args...);
    }
    Answer getProperty(const std::string &id, const char *name)
    {
        return client().call(ipc::kVolumePathPrefix + id, "org.freedesktop.DBus.Properties", "Get", "ss",
                             ipc::kVolumeInterface, name);
    }
    /// A container of the busybox root with the volume at /srv/app, or at `target`.
    std::string makeContainer(const std::string &name, const std::string &volume, const std::string &script,
                              const std::string &more = {}, const char *access = "readWrite",
                              const std::string &target = "/srv/app");
    /// Made, run to its end and removed; how it ended.
    std::string run(const std::string &volume, const std::string &script, const std::string &more = {},
                    const char *access = "readWrite");
    [[nodiscard]] fs::path place(const std::string &id) const
    {
        return m_helper->rig().tree().path("state/volumes/" + std::to_string(kOwner) + '/' + id);
    }
    [[nodiscard]] fs::path dataOf(const std::string &id) const { return place(id) / "data"; }
    void makeArchive();
    void pack(const fs::path &root) const; ///< as the archive that containers are made of
    /// The path of a tar of so many small files.
    std::string makeLargeArchive(int files) const;
    void restartHelper();

    std::unique_ptr<RealHelper> m_helper;
    std::unique_ptr<BusClient> m_client;
    std::string m_archive;
    std::vector<std::string> m_volumes; ///< of this test
};

void TestVolumes::initTestCase()
{
    qputenv("PATH", qgetenv("PATH") + ":/usr/sbin:/sbin");
    m_helper = std::make_unique<RealHelper>();
    m_client = m_helper->rig().client(kOwner);
    makeArchive();
}

void TestVolumes::makeArchive()
{
    const fs::path root = m_helper->tree().makeDirectory("root");
    fs::create_directories(root / "bin");
    fs::copy("/bin/busybox", root / "bin/busybox");
    for (const char *applet : { "sh", "cp", "chmod", "sleep", "cat", "id", "touch", "rm", "ls" })
        fs::create_symlink("busybox", root / "bin" / applet);
    fs::create_directories(root / "srv/app/sub");
    m_helper->tree().write("root/srv/app/first", "from the root");
    m_helper->tree().write("root/srv/app/sub/tool", "tool");
    fs::create_symlink("../elsewhere", root / "srv/app/link");
    fs::create_hard_link(root / "srv/app/first", root / "srv/app/second");
    QCOMPARE(::chmod((root / "srv/app/sub/tool").c_str(), 04750), 0);
    QCOMPARE(::chmod((root / "srv/app").c_str(), 01770), 0);
    for (const char *own : { "srv/app", "srv/app/first", "srv/app/link" })
        QCOMPARE(::lchown((root / own).c_str(), 33, 44), 0);
    m_archive = m_helper->tree().path("root.tar");
    pack(root);
}

void TestVolumes::pack(const fs::path &root) const
{
    QCOMPARE(QProcess::execute("tar",
                               { "--numeric-owner", "-C", QString::fromStdString(root.string()), "-cf",
                                 QString::fromStdString(m_archive), "." }),
             0);
}

std::string TestVolumes::makeLargeArchive(int files) const
{
    const fs::path root = m_helper->tree().makeDirectory("large");
    for (int i = 0; i < files; ++i)
        std::ofstream(root / std::to_string(i)) << i;
    std::string path = m_helper->tree().path("large.tar");
    QProcess::execute("tar", { "-C", QString::fromStdString(root.string()), "-cf", QString::fromStdString(path), "." });
    return path;
}

void TestVolumes::cleanup()
{
    for (const std::string &id : std::exchange(m_volumes, {})) {
        const Answer removed = verb(id, "Remove");
        QVERIFY2(removed, removed.errorText.c_str());
    }
}

std::string TestVolumes::makeVolume(const std::string &name, const std::string &owner)
{
    const std::string request = R"({"name":")" + name + R"(","owner":")" + owner + "\"}";
    const Answer made = client().call(ipc::kManagerPath, ipc::kManagerInterface, "CreateVolume", "s", request.c_str());
    if (!made)
        qWarning("CreateVolume: %s", made.errorText.c_str());
    const std::string path = made.text();
    m_volumes.push_back(path.substr(path.rfind('/') + 1));
    return m_volumes.back();
}

std::string TestVolumes::makeContainer(const std::string &name, const std::string &volume, const std::string &script,
                                       const std::string &more, const char *access, const std::string &target)
{
    const std::string json =
        specJson(name, R"("/bin/sh","-c",")" + script + '"',
                 R"("root":{"kind":"tar","path":"/root.tar"},"mounts":[{"kind":"volume","source":")" + volume
                     + R"(","target":")" + target + R"(","access":")" + access + "\"}]" + more);
    const UniqueFd archive(::open(m_archive.c_str(), O_RDONLY | O_CLOEXEC));
    const Answer made = client().call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", json.c_str(), 1,
                                      "root", archive.get());
    if (!made)
        qWarning("Create: %s", made.errorText.c_str());
    const std::string path = made.text();
    std::string id = path.substr(path.rfind('/') + 1);
    if (!client().waitForState(id, "created"))
        qWarning("the root is not unpacked: %s", client().property(id, "Ended").c_str());
    return id;
}

std::string TestVolumes::run(const std::string &volume, const std::string &script, const std::string &more,
                             const char *access)
{
    const std::string id = makeContainer("once", volume, script, more, access);
    const Answer started = client().start(id);
    std::string how = started.errorText;
    if (started)
        how = client().waitForState(id, "ended") ? client().property(id, "Ended") : "it runs on";
    const Answer removed = client().verb(id, "Remove", "b", 1);
    return removed ? how : removed.errorText;
}

void TestVolumes::restartHelper()
{
    m_helper->rig().killHelper();
    QVERIFY(m_helper->rig().startHelper());
    m_client = m_helper->rig().client(kOwner);
}

#define EXITS_WELL(expression)                                                                                         \
    do {                                                                                                               \
        const std::string ended = expression;                                                                          \
        QVERIFY2(ended.find("\"exitCode\":0") != std::string::npos, ended.c_str());                                    \
    } while (false)

void TestVolumes::dataOutlivesTheContainer()
{
    const std::string id = makeVolume("data");
    EXITS_WELL(run("data", "echo kept > /srv/app/file"));
    EXITS_WELL(run("data", "cp /srv/app/file /srv/app/copy"));
    QCOMPARE(textOf(dataOf(id) / "copy"), std::string("kept\n"));
}

void TestVolumes::twoContainersShareOne()
{
    const std::string id = makeVolume("data");
    const std::string reader =
        makeContainer("reader", "data", "while ! cp /srv/app/news /srv/app/read 2>/dev/null; do sleep 0.1; done");
    const Answer started = client().start(reader);
    QVERIFY2(started, started.errorText.c_str());
    const Answer refused = verb(id, "Remove");
    QCOMPARE(refused.errorName, std::string("io.vitrine.Error.Busy"));
    QVERIFY2(refused.errorText.find("reader") != std::string::npos, refused.errorText.c_str());
    QCOMPARE(verb(id, "Empty").errorName, std::string("io.vitrine.Error.Busy"));
    EXITS_WELL(run("data", "echo news > /srv/app/news"));
    QVERIFY(client().waitForState(reader, "ended"));
    QCOMPARE(textOf(dataOf(id) / "read"), std::string("news\n"));
    QVERIFY(client().verb(reader, "Remove", "b", 1));
}

void TestVolumes::aUserInsideWrites()
{
    const std::string id = makeVolume("data", "999");
    EXITS_WELL(run("data", "echo mine > /srv/app/mine; id -u > /srv/app/id", R"(,"user":"999:999")"));
    QCOMPARE(textOf(dataOf(id) / "id"), std::string("999\n"));
    QCOMPARE(factsOf(dataOf(id) / "mine"), std::string("999:999 644"));
    for (const auto &entry : fs::recursive_directory_iterator(dataOf(id))) {
        struct stat info { };
        QCOMPARE(::lstat(entry.path().c_str(), &info), 0);
        QVERIFY2(info.st_uid >= shim::kStoredRange.base && info.st_gid >= shim::kStoredRange.base,
                 entry.path().c_str());
    }
}

void TestVolumes::readOnlyIsReadOnly()
{
    const std::string id = makeVolume("data");
    const std::string how = run("data", "touch /srv/app/x", {}, "readOnly");
    QVERIFY2(how.find("\"exitCode\":1") != std::string::npos, how.c_str());
    QVERIFY(fs::is_empty(dataOf(id)));
    // It has stayed new.
    EXITS_WELL(run("data", "cat /srv/app/first"));
}

void TestVolumes::aNewVolumeIsFilledFromTheRoot()
{
    const std::string id = makeVolume("data");
    EXITS_WELL(run("data", "cat /srv/app/first"));
    QCOMPARE(textOf(dataOf(id) / "first"), std::string("from the root"));
    QCOMPARE(factsOf(dataOf(id)), std::string("33:44 1770"));
    QCOMPARE(factsOf(dataOf(id) / "first"), std::string("33:44 644"));
    QCOMPARE(factsOf(dataOf(id) / "sub/tool"), std::string("0:0 4750"));
    QCOMPARE(factsOf(dataOf(id) / "link"), std::string("33:44 777"));
    QCOMPARE(fs::read_symlink(dataOf(id) / "link").string(), std::string("../elsewhere"));
    QVERIFY(fs::equivalent(dataOf(id) / "first", dataOf(id) / "second"));
    // Once only: what was deleted does not come back.
    EXITS_WELL(run("data", "rm /srv/app/first /srv/app/second"));
    EXITS_WELL(run("data", "ls /srv/app"));
    QVERIFY(!fs::exists(dataOf(id) / "first"));
}

void TestVolumes::aNewVolumeMayBeEmptyAtFirstAndRunNoPrograms()
{
    const std::string id = makeVolume("data");
    const char *const words = R"(readWrite","noCopy":true,"noExec":true,"propagation":"private)";
    EXITS_WELL(run("data",
                   "test ! -e /srv/app/first && echo exit 0 > /srv/app/own && chmod 755 /srv/app/own && ! /srv/app/own",
                   {}, words));
    // It is new no more, so that nothing comes to lie beside what was written.
    EXITS_WELL(run("data", "test ! -e /srv/app/first && /srv/app/own"));
    QVERIFY(fs::exists(dataOf(id) / "own"));
}

void TestVolumes::aChosenOwnerStaysWhenItIsFilled()
{
    const std::string id = makeVolume("data", "999:998");
    EXITS_WELL(run("data", "cat /srv/app/first"));
    QCOMPARE(factsOf(dataOf(id)), std::string("999:998 755"));
    QCOMPARE(factsOf(dataOf(id) / "first"), std::string("33:44 644"));
}

void TestVolumes::aStartThatFailsLeavesTheVolumeNew()
{
    const std::string id = makeVolume("data");
    const std::string how = run("data", "true", R"(,"workdir":"/nowhere")");
    QVERIFY2(how.find("nowhere") != std::string::npos || how.find("No such") != std::string::npos, how.c_str());
    QVERIFY(fs::is_empty(dataOf(id)));
    EXITS_WELL(run("data", "cat /srv/app/first"));
}

void TestVolumes::aSetuidFileIsOutOfReachOfTheHost()
{
    const std::string id = makeVolume("data");
    EXITS_WELL(run("data", "cp /bin/busybox /srv/app/root && chmod 4755 /srv/app/root"));
    const std::string path = (dataOf(id) / "root").string();
    QVERIFY2(factsOf(path).ends_with("4755"), factsOf(path).c_str());
    QProcess other;
    other.start("chroot", { "--userspec=1000:1000", "--groups=", "/", QString::fromStdString(path), "id" });
    QVERIFY(other.waitForFinished(kPatienceMs));
    QVERIFY(other.exitCode() != 0);
    const QByteArray said = other.readAllStandardError();
    QVERIFY2(said.contains("Permission denied"), said.constData());
}

void TestVolumes::cloneEmptyAndRestore()
{
    const std::string id = makeVolume("data");
    EXITS_WELL(run("data", "true"));
    const Answer cloned = verb(id, "Clone", "s", "copy");
    QVERIFY2(cloned, cloned.errorText.c_str());
    const std::string path = cloned.text();
    m_volumes.push_back(path.substr(path.rfind('/') + 1));
    for (const char *name : { "", "first", "sub/tool", "link" })
        QCOMPARE(factsOf(dataOf(m_volumes.back()) / name), factsOf(dataOf(id) / name));
    QVERIFY(verb(id, "Empty"));
    QVERIFY(fs::is_empty(dataOf(id)));
    QCOMPARE(factsOf(dataOf(id)), std::string("0:0 755"));
    const UniqueFd archive(::open(m_archive.c_str(), O_RDONLY | O_CLOEXEC));
    const Answer restored = verb(id, "Restore", "h", archive.get());
    QVERIFY2(restored, restored.errorText.c_str());
    QCOMPARE(factsOf(dataOf(id) / "srv/app/first"), std::string("33:44 644"));
    const Answer measured = verb(id, "Measure");
    std::uint64_t bytes = 0;
    std::uint64_t files = 0;
    QVERIFY(measured && sd_bus_message_read(measured.message.get(), "tt", &bytes, &files) > 0);
    QVERIFY(bytes > 100'000 && files > 10);
}

void TestVolumes::aBackupBringsEverythingBack()
{
    const std::string id = makeVolume("data");
    EXITS_WELL(run("data", "true"));
    const std::string backup = m_helper->tree().path("backup.tar");
    const UniqueFd out(::open(backup.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    const Answer packed = verb(id, "Backup", "h", out.get());
    QVERIFY2(packed, packed.errorText.c_str());
    std::map<std::string, std::string> before;
    for (const char *name : { "", "first", "second", "sub", "sub/tool", "link" })
        before[name] = factsOf(dataOf(id) / name);
    QVERIFY(verb(id, "Empty"));
    const UniqueFd in(::open(backup.c_str(), O_RDONLY | O_CLOEXEC));
    const Answer restored = verb(id, "Restore", "h", in.get());
    QVERIFY2(restored, restored.errorText.c_str());
    for (const auto &[name, facts] : before)
        QCOMPARE(factsOf(dataOf(id) / name), facts);
    QCOMPARE(textOf(dataOf(id) / "first"), std::string("from the root"));
    QVERIFY(fs::equivalent(dataOf(id) / "first", dataOf(id) / "second"));
}

void TestVolumes::aKilledHelperLeavesNothingHalfDone()
{
    constexpr int kFiles = 4000;
    const std::string large = makeLargeArchive(kFiles);
    const std::string id = makeVolume("data");
    EXITS_WELL(run("data", "true"));
    const std::string user = m_helper->rig().tree().path("state/volumes/" + std::to_string(kOwner));
    for (const bool isClone : { false, true }) {
        if (isClone) {
            const UniqueFd archive(::open(large.c_str(), O_RDONLY | O_CLOEXEC));
            QVERIFY(verb(id, "Restore", "h", archive.get()));
        }
        for (int delayMs = 0; delayMs <= 160; delayMs += 20) {
            const UniqueFd archive(::open(large.c_str(), O_RDONLY | O_CLOEXEC));
            const std::string path = ipc::kVolumePathPrefix + id;
            if (isClone)
                client().begin(path, ipc::kVolumeInterface, "Clone", "s", ("c" + std::to_string(delayMs)).c_str());
            else
                client().begin(path, ipc::kVolumeInterface, "Restore", "h", archive.get());
            ::usleep(static_cast<useconds_t>(delayMs) * 1000);
            restartHelper();
            std::vector<fs::path> found;
            for (const auto &entry : fs::directory_iterator(user))
                found.push_back(entry.path());
            for (const fs::path &volume : found) {
                QVERIFY2(!fs::exists(volume / "data.new"), volume.c_str());
                QVERIFY2(fs::exists(volume / "volume.json"), volume.c_str());
                const auto count = std::distance(fs::directory_iterator(volume / "data"), fs::directory_iterator());
                QVERIFY2(count == kFiles || count == 4, std::to_string(count).c_str());
                if (volume != place(id) && std::ranges::find(m_volumes, volume.filename().string()) == m_volumes.end())
                    m_volumes.push_back(volume.filename().string());
            }
        }
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_helper->rig().names("state/trash").empty(), kPatienceMs);
}

void TestVolumes::aKilledHelperLeavesNoVolumeHalfFilled()
{
    const fs::path root = m_helper->tree().makeDirectory("root");
    fs::create_directories(root / "srv/many");
    for (int i = 0; i < kManyFiles; ++i)
        std::ofstream(root / "srv/many" / std::to_string(i)) << i;
    pack(root);
    const std::string container = makeContainer("many", "data", "sleep 600", {}, "readWrite", "/srv/many");
    const std::string id = makeVolume("data");
    int ranTo = 0;
    for (const int delayMs : { 0, 40, 80, 160, 320, 640, 1280, 2560 }) {
        client().begin(ipc::kContainerPathPrefix + container, ipc::kContainerInterface, "Start", "a{sh}", 0);
        ::usleep(static_cast<useconds_t>(delayMs) * 1000);
        restartHelper();
        const bool hasRun = textOf(place(id) / "volume.json").find("\"isSeeded\":true") != std::string::npos;
        const auto count = std::distance(fs::directory_iterator(dataOf(id)), fs::directory_iterator());
        QVERIFY2(count == (hasRun ? kManyFiles : 0), std::to_string(count).c_str());
        QVERIFY(!fs::exists(place(id) / "data.new"));
        ranTo += hasRun ? 1 : 0;
        static_cast<void>(client().verb(container, "Kill", "i", SIGKILL)); // if it runs
        // Refused as long as it is active. As new as it was then.
        QTRY_VERIFY_WITH_TIMEOUT(verb(id, "Empty"), kPatienceMs);
        QVERIFY(fs::is_empty(dataOf(id)));
    }
    qInfo("%d of 8 starts had come to run", ranTo);
    QVERIFY(client().verb(container, "Remove", "b", 1));
}

void TestVolumes::dataOfARunningContainerOutlivesAKilledHelper()
{
    const std::string id = makeVolume("data");
    const std::string json = specJson("host", R"("/bin/sh","-c","echo kept > /data/file; sleep 600")",
                                      R"("mounts":[{"kind":"volume","source":"data","target":"/data",)"
                                      R"("access":"readWrite"}])");
    const std::string container = client().create(json);
    const Answer started = client().start(container);
    QVERIFY2(started, started.errorText.c_str());
    QTRY_COMPARE_WITH_TIMEOUT(textOf(dataOf(id) / "file"), std::string("kept\n"), kPatienceMs);
    restartHelper();
    QVERIFY(client().waitForState(container, "running"));
    QCOMPARE(textOf(dataOf(id) / "file"), std::string("kept\n"));
    QCOMPARE(verb(id, "Empty").errorName, std::string("io.vitrine.Error.Busy"));
    QVERIFY(client().verb(container, "Remove", "b", 1));
}

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestVolumes volumes;
        return QTest::qExec(&volumes, argc, argv);
    });
}
#include "tst_Volumes.moc"
