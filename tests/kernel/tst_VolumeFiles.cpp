// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in volumes, seen and changed through the real helper, and long work on it that is given up.
#include "privhelper/shim/ShimConfig.h"
#include "privhelper/sys/Capabilities.h"
#include "tests/kernel/FilesFixture.h"
#include "tests/support/Sandbox.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace vitrine;
using namespace vitrine::tests;
using ipc::FilesRoot;
using test::Answer;

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kBase = shim::kStoredRange.base;
constexpr int kPatienceMs = 30'000;
constexpr int kManyFiles = 1'500; ///< enough for a word in between

std::string text(const fs::path &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

std::string readInside(gui::FilesLink &link, const std::string &path)
{
    const auto content = link.readStart(FilesRoot::Merged, path, 4096);
    return content ? *content : "error: " + content.error().what;
}

std::string mountOf(const std::string &volume)
{
    return R"(,"mounts":[{"kind":"volume","source":")" + volume + R"(","target":"/data","access":"readWrite"}])";
}

} // namespace

#define OK(result) QVERIFY2(result, (result) ? "" : (result).error().what.c_str())

class TestVolumeFiles : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_fixture = std::make_unique<FilesFixture>(); }
    void cleanupTestCase() { m_fixture.reset(); }
    void cleanup();

    void copiesInAndOut();
    void isConfined();
    void nothingLeadsOut();
    void whatWasPutInIsKept();
    void aLookLeavesItNew();
    void anOwnerIsFoundByName();
    void bothSidesSeeWhatTheOtherDoes();
    void whoeverReplacesItEndsTheConversation();
    void isForTheOwnerOnly();
    void aCancelledRestoreLeavesWhatWasThere();
    void aCancelledCloneLeavesNothing();
    void aCancelledBackupAnswers();

private:
    std::string makeVolume(const std::string &name, const std::string &owner = {})
    {
        m_volumes.push_back(m_fixture->createVolume(name, owner));
        return m_volumes.back();
    }
    std::string makeContainer(const std::string &volume, const std::string &script)
    {
        m_containers.push_back(
            m_fixture->create("user" + std::to_string(m_containers.size()), script, mountOf(volume)));
        return m_containers.back();
    }
    [[nodiscard]] fs::path volumes() const
    {
        const fs::path all = m_fixture->helper().rig().tree().path("state/volumes");
        return fs::directory_iterator(all)->path();
    }
    [[nodiscard]] fs::path dataOf(const std::string &id) const { return volumes() / id / "data"; }
    /// What is being done, and bytes in all.
    std::pair<std::string, std::uint64_t> progressOf(const std::string &id);
    /// Restores many files into it.
    void fill(const std::string &id);
    /// Begins it, cancels it once it is under way, and gives its answer.
    template <typename... Args> Answer cancelled(const std::string &id, const char *member, Args... args);

    std::unique_ptr<FilesFixture> m_fixture;
    std::vector<std::string> m_volumes;
    std::vector<std::string> m_containers;
};

void TestVolumeFiles::cleanup()
{
    for (const std::string &id : std::exchange(m_containers, {}))
        m_fixture->remove(id);
    for (const std::string &id : std::exchange(m_volumes, {})) {
        const Answer removed = m_fixture->onVolume(id, "Remove");
        QVERIFY2(removed, removed.errorText.c_str());
    }
    QVERIFY(m_fixture->waitForServers(0));
}

void TestVolumeFiles::copiesInAndOut()
{
    const std::string id = makeVolume("data", "999:998");
    const auto link = m_fixture->volumeLink(id);
    QVERIFY(link && link->has(ipc::kHasMerged) && !link->has(ipc::kHasWritable) && !link->has(ipc::kIsRunning));
    m_fixture->helper().tree().write("in/site/deep/page", "hello\n");
    fs::create_symlink("deep/page", m_fixture->path("in/site/start"));
    OK(gui::copyIn(*link, m_fixture->path("in/site"), "/"));
    // It belongs to whom the volume does, on both sides.
    for (const char *name : { "/site", "/site/deep/page", "/site/start" }) {
        const auto entry = link->stat(FilesRoot::Merged, name, false);
        OK(entry);
        QCOMPARE(entry->uid, 999U);
        QCOMPARE(entry->gid, 998U);
        QCOMPARE(entry->outsideUid, kBase + 999);
    }
    QCOMPARE(text(dataOf(id) / "site/deep/page"), std::string("hello\n"));
    // Nor is anything of others out of reach.
    const std::string foreign = (dataOf(id) / "foreign").string();
    std::ofstream(foreign) << "secret\n";
    QCOMPARE(::chown(foreign.c_str(), kBase + 33, kBase + 33), 0);
    QCOMPARE(::chmod(foreign.c_str(), 0600), 0);
    QCOMPARE(readInside(*link, "/foreign"), std::string("secret\n"));
    OK(link->remove("/foreign"));
    QVERIFY(!fs::exists(foreign));
    fs::create_directories(m_fixture->path("out"));
    OK(gui::copyOut(*link, "/site", m_fixture->path("out")));
    QCOMPARE(text(m_fixture->path("out/site/deep/page")), std::string("hello\n"));
    QCOMPARE(fs::read_symlink(m_fixture->path("out/site/start")).string(), std::string("deep/page"));
}

void TestVolumeFiles::isConfined()
{
    const std::string id = makeVolume("data", "999");
    const auto link = m_fixture->volumeLink(id);
    QVERIFY(link);
    const std::vector<pid_t> servers = m_fixture->servers();
    QCOMPARE(servers.size(), std::size_t{ 1 });
    const std::string process = "/proc/" + std::to_string(servers[0]);
    const auto field = [&](const char *name) {
        return QString::fromStdString(FilesFixture::statusOf(servers[0], name));
    };
    QCOMPARE(field("Seccomp"), QStringLiteral("2"));
    QCOMPARE(field("NoNewPrivs"), QStringLiteral("1"));
    const QString files = QStringLiteral("%1").arg(sys::filesCapabilities(), 16, 16, QLatin1Char('0'));
    QCOMPARE(field("CapEff"), files);
    QCOMPARE(field("CapBnd"), files);
    QCOMPARE(field("Uid").toUInt(), kBase);
    struct stat own { };
    struct stat its { };
    for (const char *name : { "net", "mnt", "user", "ipc" }) {
        QCOMPARE(::stat((std::string("/proc/self/ns/") + name).c_str(), &own), 0);
        QCOMPARE(::stat((process + "/ns/" + name).c_str(), &its), 0);
        QVERIFY2(own.st_ino != its.st_ino, name);
    }
    QVERIFY(link->stat(FilesRoot::Merged, "/", false));
    const auto count = std::distance(fs::directory_iterator(process + "/fd"), fs::directory_iterator());
    QVERIFY2(count <= 8, std::to_string(count).c_str());
    QCOMPARE(std::distance(fs::directory_iterator(process + "/root"), fs::directory_iterator()), 0);
}

void TestVolumeFiles::nothingLeadsOut()
{
    const std::string canary = m_fixture->helper().tree().write("canary", "OUTSIDE");
    const std::string id = makeVolume("data");
    const auto link = m_fixture->volumeLink(id);
    QVERIFY(link);
    fs::create_symlink(canary, dataOf(id) / "absolute");
    fs::create_symlink("../../../../../../../../../.." + canary, dataOf(id) / "up");
    fs::create_symlink("/", dataOf(id) / "root");
    for (const std::string name :
         { "/absolute", "/up", "/root/etc/passwd", "/../volume.json", "/root/../volume.json" }) {
        const auto read = link->openForReading(FilesRoot::Merged, name, true);
        QVERIFY2(!read, name.c_str());
        QVERIFY2(read.error().sysErrno == ENOENT || read.error().sysErrno == ENOTDIR, read.error().what.c_str());
    }
    m_fixture->helper().tree().write("in/evil", "evil");
    (void)gui::copyIn(*link, m_fixture->path("in/evil"), "/absolute");
    QCOMPARE(text(canary), std::string("OUTSIDE"));
}

void TestVolumeFiles::whatWasPutInIsKept()
{
    const std::string id = makeVolume("data");
    m_fixture->helper().tree().write("in/mine", "mine\n");
    OK(gui::copyIn(*m_fixture->volumeLink(id), m_fixture->path("in/mine"), "/"));
    // A volume that no container has run with is emptied when the helper begins, but for this.
    m_fixture->helper().rig().killHelper();
    QVERIFY(m_fixture->helper().rig().startHelper());
    QVERIFY(m_fixture->helper().isThere());
    QCOMPARE(text(dataOf(id) / "mine"), std::string("mine\n"));
    const std::string container = makeContainer("data", "busybox cp /data/mine /srv/seen; busybox sleep 600");
    QVERIFY(m_fixture->start(container));
    QVERIFY(m_fixture->waitForFile(*m_fixture->link(container), "/srv/seen"));
    QVERIFY(!fs::exists(dataOf(id) / "one")); // which the root has there
}

void TestVolumeFiles::aLookLeavesItNew()
{
    const std::string id = makeVolume("data");
    QVERIFY(m_fixture->volumeLink(id));
    const std::string container = makeContainer("data", "busybox sleep 600");
    QVERIFY(m_fixture->start(container));
    QCOMPARE(text(dataOf(id) / "one"), std::string("1\n"));
}

void TestVolumeFiles::anOwnerIsFoundByName()
{
    const std::string id = makeVolume("data", "postgres");
    const std::string container = makeContainer("data", "busybox sleep 600");
    QVERIFY(m_fixture->start(container));
    struct stat info { };
    QCOMPARE(::stat(dataOf(id).c_str(), &info), 0);
    QCOMPARE(info.st_uid, kBase + 70);
    QCOMPARE(info.st_gid, kBase + 71);
    // It is filled as ever, and what somebody puts in belongs to its owner.
    QCOMPARE(text(dataOf(id) / "one"), std::string("1\n"));
    m_fixture->helper().tree().write("in/dump.sql", "SELECT 1;\n");
    const auto link = m_fixture->volumeLink(id);
    OK(gui::copyIn(*link, m_fixture->path("in/dump.sql"), "/"));
    QCOMPARE(link->stat(FilesRoot::Merged, "/dump.sql", false)->uid, 70U);
    QVERIFY(m_fixture->stop(container));
    // Whom the root does not know gets nothing, and the volume stays new.
    const std::string other = makeVolume("other", "nobody-here");
    const std::string failing = makeContainer("other", "busybox sleep 600");
    const Answer refused = m_fixture->helper().client().start(failing);
    QVERIFY2(refused.errorText.find("nobody-here") != std::string::npos, refused.errorText.c_str());
    QVERIFY(fs::is_empty(dataOf(other)));
}

void TestVolumeFiles::bothSidesSeeWhatTheOtherDoes()
{
    const std::string id = makeVolume("data");
    const std::string container =
        makeContainer("data",
                      "while ! busybox cp /data/question /data/answer 2>/dev/null; do busybox sleep 0.1; done; "
                      "busybox sleep 600");
    QVERIFY(m_fixture->start(container));
    const auto link = m_fixture->volumeLink(id);
    QVERIFY(link);
    QCOMPARE(readInside(*link, "/one"), std::string("1\n"));
    m_fixture->helper().tree().write("in/question", "42\n");
    OK(gui::copyIn(*link, m_fixture->path("in/question"), "/"));
    QVERIFY(m_fixture->waitForFile(*link, "/answer"));
    QTRY_COMPARE(readInside(*link, "/answer"), std::string("42\n"));
}

void TestVolumeFiles::whoeverReplacesItEndsTheConversation()
{
    const std::string id = makeVolume("data");
    m_fixture->helper().tree().write("in/mine", "mine\n");
    for (const bool isEmpty : { true, false }) {
        const auto link = m_fixture->volumeLink(id);
        QVERIFY(link);
        OK(gui::copyIn(*link, m_fixture->path("in/mine"), "/"));
        const UniqueFd archive(::open(m_fixture->path("root.tar").c_str(), O_RDONLY | O_CLOEXEC));
        const Answer done =
            isEmpty ? m_fixture->onVolume(id, "Empty") : m_fixture->onVolume(id, "Restore", "h", archive.get());
        QVERIFY2(done, done.errorText.c_str());
        QVERIFY(!link->stat(FilesRoot::Merged, "/", false));
        QVERIFY(m_fixture->waitForServers(0));
        QCOMPARE(fs::is_empty(dataOf(id)), isEmpty);
    }
    QCOMPARE(readInside(*m_fixture->volumeLink(id), "/etc/motd"), std::string("welcome\n"));
}

void TestVolumeFiles::isForTheOwnerOnly()
{
    const std::string id = makeVolume("data");
    const auto other = m_fixture->helper().rig().client(0);
    const std::string path = "/io/vitrine/Helper1/volume/";
    const Answer refused = other->call(path + id, "io.vitrine.Volume1", "OpenFiles");
    const Answer nothing = other->call(path + "00000000000000ff", "io.vitrine.Volume1", "OpenFiles");
    QVERIFY(!refused);
    QCOMPARE(refused.errorName, nothing.errorName);
}

std::pair<std::string, std::uint64_t> TestVolumeFiles::progressOf(const std::string &id)
{
    const Answer answer =
        m_fixture->helper().client().call("/io/vitrine/Helper1/volume/" + id, "org.freedesktop.DBus.Properties", "Get",
                                          "ss", "io.vitrine.Volume1", "Progress");
    const char *doing = nullptr;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    if (!answer || sd_bus_message_read(answer.message.get(), "v", "(stt)", &doing, &done, &total) < 0)
        return { "no answer", 0 };
    return { doing, total };
}

void TestVolumeFiles::fill(const std::string &id)
{
    const std::string archive = m_fixture->path("many.tar");
    if (!fs::exists(archive)) {
        const fs::path folder = m_fixture->helper().tree().makeDirectory("many");
        for (int i = 0; i < kManyFiles; ++i)
            std::ofstream(folder / std::to_string(i)) << std::string(2000, 'x');
        QCOMPARE(
            QProcess::execute(
                "tar", { "-C", QString::fromStdString(folder.string()), "-cf", QString::fromStdString(archive), "." }),
            0);
    }
    const UniqueFd file(::open(archive.c_str(), O_RDONLY | O_CLOEXEC));
    const Answer restored = m_fixture->onVolume(id, "Restore", "h", file.get());
    QVERIFY2(restored, restored.errorText.c_str());
}

template <typename... Args> Answer TestVolumeFiles::cancelled(const std::string &id, const char *member, Args... args)
{
    const auto begun =
        m_fixture->helper().client().begin("/io/vitrine/Helper1/volume/" + id, "io.vitrine.Volume1", member, args...);
    QElapsedTimer timer;
    for (timer.start(); progressOf(id).second == 0 && timer.elapsed() < kPatienceMs;) { }
    const Answer done = m_fixture->onVolume(id, "Cancel");
    if (!done)
        qWarning("Cancel: %s", done.errorText.c_str());
    return m_fixture->helper().client().take(begun);
}

void TestVolumeFiles::aCancelledRestoreLeavesWhatWasThere()
{
    const std::string id = makeVolume("data");
    fill(id); // for its archive
    const UniqueFd small(::open(m_fixture->path("root.tar").c_str(), O_RDONLY | O_CLOEXEC));
    QVERIFY(m_fixture->onVolume(id, "Restore", "h", small.get()));
    const UniqueFd many(::open(m_fixture->path("many.tar").c_str(), O_RDONLY | O_CLOEXEC));
    const Answer answer = cancelled(id, "Restore", "h", many.get());
    QCOMPARE(answer.errorName, std::string("io.vitrine.Error.Cancelled"));
    QCOMPARE(answer.errorText, std::string("the restore was cancelled"));
    QCOMPARE(text(dataOf(id) / "etc/motd"), std::string("welcome\n"));
    QVERIFY(!fs::exists(dataOf(id) / "1"));
    QVERIFY(!fs::exists(volumes() / id / "data.new"));
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->helper().rig().names("state/trash").empty(), kPatienceMs);
    QCOMPARE(progressOf(id).first, std::string());
    QCOMPARE(m_fixture->onVolume(id, "Cancel").errorName, std::string("io.vitrine.Error.BadState"));
    // And it can be done again.
    QVERIFY(m_fixture->onVolume(id, "Restore", "h", many.get()));
    QVERIFY(fs::exists(dataOf(id) / "1"));
}

void TestVolumeFiles::aCancelledCloneLeavesNothing()
{
    const std::string id = makeVolume("data");
    fill(id);
    const Answer answer = cancelled(id, "Clone", "s", "copy");
    QCOMPARE(answer.errorName, std::string("io.vitrine.Error.Cancelled"));
    QCOMPARE(std::distance(fs::directory_iterator(volumes()), fs::directory_iterator()), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->helper().rig().names("state/trash").empty(), kPatienceMs);
    const Answer again = m_fixture->onVolume(id, "Clone", "s", "copy");
    QVERIFY2(again, again.errorText.c_str());
    const std::string path = again.text();
    m_volumes.push_back(path.substr(path.rfind('/') + 1));
}

void TestVolumeFiles::aCancelledBackupAnswers()
{
    const std::string id = makeVolume("data");
    fill(id);
    const std::string path = m_fixture->helper().tree().write("backup.tar", "");
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    const Answer answer = cancelled(id, "Backup", "h", file.get());
    QCOMPARE(answer.errorName, std::string("io.vitrine.Error.Cancelled"));
    QCOMPARE(answer.errorText, std::string("the backup was cancelled"));
}

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestVolumeFiles test;
        return QTest::qExec(&test, argc, argv);
    });
}
#include "tst_VolumeFiles.moc"
