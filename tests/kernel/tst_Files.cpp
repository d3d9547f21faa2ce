// SPDX-License-Identifier: GPL-3.0-or-later
// The files of real containers, running and not, seen and changed through the real helper.
#include "privhelper/sys/Capabilities.h"
#include "tests/kernel/FilesFixture.h"
#include "tests/support/DeafServer.h"
#include "tests/support/Sandbox.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

using namespace vitrine;
using namespace vitrine::tests;
using ipc::FileMark;
using ipc::FilesOp;
using ipc::FilesRoot;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMany = 1'000'000;
constexpr const char *kSleep = "busybox sleep 600";

std::string text(const std::string &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

template <typename T> QString why(const Result<T> &result)
{
    return result ? QStringLiteral("it succeeded") : QString::fromStdString(result.error().what);
}

std::string readInside(gui::FilesLink &link, FilesRoot root, const std::string &path)
{
    const auto content = link.readStart(root, path, 4096);
    return content ? *content : "error: " + content.error().what;
}

std::map<std::string, FileMark> marks(gui::FilesLink &link)
{
    std::map<std::string, FileMark> found;
    const auto changes = link.changes(kMany);
    if (!changes)
        qWarning("%s", changes.error().what.c_str());
    else
        for (const ipc::FileEntry &entry : *changes)
            found[entry.name] = entry.mark;
    return found;
}

} // namespace

class TestFiles : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_fixture = std::make_unique<FilesFixture>(); }
    void cleanupTestCase() { m_fixture.reset(); }
    void cleanup()
    {
        for (const std::string &id : m_made)
            m_fixture->remove(id);
        m_made.clear();
        QVERIFY(m_fixture->waitForServers(0));
    }

    void copiesInAndOutWithoutARun();
    void copiesInAndOutOfARun();
    void showsAContainerOnThisComputersFiles();
    void showsAFolderAsRoot();
    void rootThatDoesNotAnswerIsGivenUp();
    void tellsWhatTheLayerChanges();
    void restoresWhatLiesBelow();
    void opensNoDeviceNoFifoAndNothingOfTheKernel();
    void isConfined();
    void nothingLeadsOut();
    void copiesWhatTheContainerSwapsMeanwhile();
    void listsManyNamesInParts();
    void removesWhatLiesDeep();
    void aStartEndsTheConversation();
    void endsWithItsConnection();
    void endsWithTheHelper();
    void isForFewAtATime();
    void isForTheOwnerOnly();

private:
    std::string make(const char *name, const std::string &script, bool starts)
    {
        const std::string id = m_fixture->create(name, script);
        m_made.push_back(id);
        return id.empty() || (starts && !m_fixture->start(id)) ? std::string() : id;
    }

    std::unique_ptr<FilesFixture> m_fixture;
    std::vector<std::string> m_made;
};

void TestFiles::copiesInAndOutWithoutARun()
{
    const std::string id = make("resting", kSleep, false);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link);
    QVERIFY(link->has(ipc::kHasMerged) && link->has(ipc::kHasBelow) && !link->has(ipc::kIsRunning));
    QCOMPARE(readInside(*link, FilesRoot::Merged, "/etc/motd"), std::string("welcome\n"));

    m_fixture->helper().tree().write("in/site/index.html", "<p>hello\n");
    m_fixture->helper().tree().write("in/site/deep/er/file", "deep\n");
    fs::create_symlink("index.html", m_fixture->path("in/site/start"));
    fs::permissions(m_fixture->path("in/site/index.html"), fs::perms(0640));
    const auto in = gui::copyIn(*link, m_fixture->path("in/site"), "/srv");
    QVERIFY2(in, qPrintable(why(in)));
    const auto index = link->stat(FilesRoot::Merged, "/srv/site/index.html", false);
    QVERIFY2(index, qPrintable(why(index)));
    QCOMPARE(index->mode, static_cast<std::uint32_t>(S_IFREG | 0640));
    QCOMPARE(index->uid, 0U);
    QVERIFY(index->outsideUid >= 0x7000'0000);

    fs::create_directories(m_fixture->path("out"));
    const auto out = gui::copyOut(*link, "/srv/site", m_fixture->path("out"));
    QVERIFY2(out, qPrintable(why(out)));
    QCOMPARE(text(m_fixture->path("out/site/index.html")), std::string("<p>hello\n"));
    QCOMPARE(text(m_fixture->path("out/site/deep/er/file")), std::string("deep\n"));
    QCOMPARE(fs::read_symlink(m_fixture->path("out/site/start")).string(), std::string("index.html"));
    QCOMPARE(fs::status(m_fixture->path("out/site/index.html")).permissions(), fs::perms(0640));

    // As podman cp: into a folder that is there, under a name that is not, the content of a folder.
    QVERIFY(gui::copyOut(*link, "/etc/issue", m_fixture->path("out/renamed")));
    QCOMPARE(text(m_fixture->path("out/renamed")), std::string("127.0.0.1 localhost\n"));
    QVERIFY(gui::copyOut(*link, "/data/.", m_fixture->path("out")));
    QCOMPARE(text(m_fixture->path("out/one")), std::string("1\n"));
    QVERIFY(gui::copyIn(*link, m_fixture->path("out/one"), "/data/two"));
    QCOMPARE(readInside(*link, FilesRoot::Merged, "/data/two"), std::string("1\n"));
    QCOMPARE(gui::copyOut(*link, "/nothing", m_fixture->path("out")).error().code, ErrorCode::NotFound);

    QVERIFY(m_fixture->start(id));
    const auto running = m_fixture->link(id);
    QVERIFY(running && running->has(ipc::kIsRunning));
    QCOMPARE(readInside(*running, FilesRoot::Merged, "/srv/site/index.html"), std::string("<p>hello\n"));
}

void TestFiles::copiesInAndOutOfARun()
{
    const std::string id = make("running", std::string("echo made > /tmp/made; echo new > /data/new; ") + kSleep, true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForFile(*link, "/data/new"));
    // Also what is no layer: the memory of /tmp.
    QCOMPARE(readInside(*link, FilesRoot::Merged, "/tmp/made"), std::string("made\n"));
    m_fixture->helper().tree().write("in/file", "from outside\n");
    const auto in = gui::copyIn(*link, m_fixture->path("in/file"), "/data/");
    QVERIFY2(in, qPrintable(why(in)));
    QCOMPARE(text(m_fixture->stateOf(id, "overlay/upper/data/file")), std::string("from outside\n"));
    fs::create_directories(m_fixture->path("out-run"));
    const auto out = gui::copyOut(*link, "/data", m_fixture->path("out-run"));
    QVERIFY2(out, qPrintable(why(out)));
    QCOMPARE(text(m_fixture->path("out-run/data/new")), std::string("new\n"));
    QCOMPARE(text(m_fixture->path("out-run/data/one")), std::string("1\n"));
}

void TestFiles::showsAContainerOnThisComputersFiles()
{
    RealHelper &helper = m_fixture->helper();
    const test::Answer started = helper.startContainer();
    QVERIFY2(started, started.errorText.c_str());
    const std::string id = helper.id();
    m_made.push_back(id);
    fs::create_directories(m_fixture->path("shared/of-the-caller"));
    {
        const auto link = m_fixture->link(id);
        QVERIFY(link && link->has(ipc::kHasWritable) && !link->has(ipc::kHasBelow));
        QVERIFY(link->stat(FilesRoot::Merged, "/usr/bin/env", true));
        QVERIFY(link->stat(FilesRoot::Merged, "/shared/of-the-caller", true));
        QVERIFY(gui::copyIn(*link, m_fixture->path("root.tar"), "/root/kept"));
        // A folder of the caller's that is mounted inside is not emptied with what it is mounted on.
        const auto removed = link->remove("/shared");
        QVERIFY(!removed);
        QCOMPARE(removed.error().code, ErrorCode::Busy);
        QVERIFY(fs::exists(m_fixture->path("shared/of-the-caller")));
        QVERIFY(!link->remove("/usr/bin/env"));
    }
    QVERIFY(m_fixture->stop(id));
    const auto link = m_fixture->link(id);
    QVERIFY(link);
    QVERIFY(link->stat(FilesRoot::Merged, "/root/kept", false));
    QVERIFY(marks(*link)["root/kept"] == FileMark::Added);
    QVERIFY(helper.client().verb(id, "DiscardChanges", "a{sh}", 0));
    QVERIFY(!m_fixture->link(id)->stat(FilesRoot::Merged, "/root/kept", false));
}

void TestFiles::showsAFolderAsRoot()
{
    constexpr uid_t kOwner = 1000;
    const std::string folder = m_fixture->path("folder");
    m_fixture->helper().tree().write("folder/etc/issue", "of the folder\n");
    for (const char *part : { "", "/etc", "/etc/issue" })
        QCOMPARE(::chown((folder + part).c_str(), kOwner, kOwner), 0);
    test::BusClient &client = m_fixture->helper().client();
    const std::string id = client.create(
        test::specJson("foldered", R"("/bin/sh")", R"("root":{"kind":"folder","path":")" + folder + "\"}"));
    QVERIFY(!id.empty());
    m_made.push_back(id);
    // Not without the folder: the helper opens none by its name.
    QVERIFY(!m_fixture->link(id));
    const UniqueFd given(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const test::Answer opened = client.verb(id, "OpenFiles", "a{sh}", 1, "root", given.get());
    QVERIFY2(opened, opened.errorText.c_str());
    gui::FilesLink link(opened.fd());
    const auto begun = link.begin();
    QVERIFY2(begun, qPrintable(why(begun)));
    QCOMPARE(readInside(link, FilesRoot::Merged, "/etc/issue"), std::string("of the folder\n"));
    QCOMPARE(link.stat(FilesRoot::Merged, "/etc/issue", false)->uid, 0U);
    QVERIFY(link.makeDirectory("/made", 0755));
    QVERIFY(link.remove("/etc"));
    QVERIFY(!fs::exists(folder + "/made"));
    QCOMPARE(text(folder + "/etc/issue"), std::string("of the folder\n"));
    const auto found = marks(link);
    QCOMPARE(found.size(), std::size_t{ 2 });
}

void TestFiles::rootThatDoesNotAnswerIsGivenUp()
{
    const std::string folder = m_fixture->path("deaf");
    fs::create_directory(folder);
    const test::DeafServer server(folder);
    if (!server.isThere())
        QSKIP("this computer has no FUSE");
    test::BusClient &client = m_fixture->helper().client();
    const std::string id =
        client.create(test::specJson("deaf", R"("/bin/sh")", R"("root":{"kind":"folder","path":")" + folder + "\"}"));
    m_made.push_back(id);
    const UniqueFd given(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const test::Answer opened = client.verb(id, "OpenFiles", "a{sh}", 1, "root", given.get());
    QVERIFY2(opened, opened.errorText.c_str());
    gui::FilesLink link(opened.fd());
    const auto begun = link.begin();
    QVERIFY(!begun);
    QCOMPARE(begun.error().code, ErrorCode::Timeout);
    QVERIFY2(begun.error().what.find(folder) != std::string::npos, begun.error().what.c_str());
    QVERIFY(m_fixture->waitForServers(0));
    const test::Answer discarded = client.verb(id, "DiscardChanges", "a{sh}", 1, "root", given.get());
    QCOMPARE(discarded.errorName, std::string("io.vitrine.Error.Timeout"));
    QVERIFY2(discarded.errorText.find(folder) != std::string::npos, discarded.errorText.c_str());
}

void TestFiles::tellsWhatTheLayerChanges()
{
    const std::string id =
        make("changes",
             std::string("echo more >> /etc/issue; busybox rm /etc/motd; busybox mkdir /srv/site; echo hi > "
                         "/srv/site/index; "
                         "busybox rm -r /data; busybox mkdir /data; echo 3 > /data/three; ")
                 + kSleep,
             true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForFile(*link, "/data/three"));
    auto found = marks(*link);
    QCOMPARE(found["etc/issue"], FileMark::Changed);
    QCOMPARE(found["etc/motd"], FileMark::Deleted);
    QCOMPARE(found["srv/site"], FileMark::Added);
    QCOMPARE(found["srv/site/index"], FileMark::Added);
    QCOMPARE(found["data"], FileMark::Changed);
    QCOMPARE(found["data/one"], FileMark::Deleted);
    QCOMPARE(found["data/two"], FileMark::Deleted);
    QCOMPARE(found["data/three"], FileMark::Added);
    for (const char *mountPoint : { "proc", "sys", "dev", "run", "tmp", "etc/hosts", "etc/resolv.conf" })
        QVERIFY2(!found.contains(mountPoint), mountPoint);
    QCOMPARE(readInside(*link, FilesRoot::Below, "/etc/issue"), std::string("127.0.0.1 localhost\n"));
    QCOMPARE(readInside(*link, FilesRoot::Below, "/etc/motd"), std::string("welcome\n"));
    const auto layer = link->list(FilesRoot::Writable, "/etc", kMany);
    QVERIFY2(layer, qPrintable(why(layer)));
    QVERIFY(std::ranges::any_of(
        *layer, [](const ipc::FileEntry &entry) { return entry.name == "motd" && entry.mark == FileMark::Whiteout; }));
    // A layer by itself is looked at only.
    ipc::FilesRequest request;
    request.op = FilesOp::Remove;
    request.root = FilesRoot::Writable;
    request.path = "/etc/issue";
    QCOMPARE(link->ask(request).error().code, ErrorCode::InvalidArgs);
}

void TestFiles::restoresWhatLiesBelow()
{
    const std::string id = make(
        "restore", std::string("echo more >> /etc/issue; busybox rm /etc/motd; echo x > /data/x; ") + kSleep, true);
    QVERIFY(!id.empty());
    auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForFile(*link, "/data/x"));
    test::BusClient &client = m_fixture->helper().client();
    QCOMPARE(client.verb(id, "RestoreFile", "a{sh}s", 0, "etc/motd").errorName,
             std::string("io.vitrine.Error.BadState"));
    QVERIFY(m_fixture->stop(id));
    QVERIFY(client.verb(id, "RestoreFile", "a{sh}s", 0, "etc/motd"));
    link = m_fixture->link(id);
    QVERIFY(link);
    QCOMPARE(readInside(*link, FilesRoot::Merged, "/etc/motd"), std::string("welcome\n"));
    QVERIFY(readInside(*link, FilesRoot::Merged, "/etc/issue") != "127.0.0.1 localhost\n");
    for (const char *path : { "../config", "/etc/issue", "a//b", "" })
        QCOMPARE(client.verb(id, "RestoreFile", "a{sh}s", 0, path).errorName,
                 std::string("io.vitrine.Error.InvalidArgs"));
    QVERIFY(!client.verb(id, "RestoreFile", "a{sh}s", 0, "data/never"));
    // Ends the conversation that is open: it has the layer mounted.
    const test::Answer discarded = client.verb(id, "DiscardChanges", "a{sh}", 0);
    QVERIFY2(discarded, discarded.errorText.c_str());
    QVERIFY(!link->stat(FilesRoot::Merged, "/", false));
    link = m_fixture->link(id);
    QVERIFY(link);
    QVERIFY(marks(*link).empty());
    QCOMPARE(readInside(*link, FilesRoot::Merged, "/etc/issue"), std::string("127.0.0.1 localhost\n"));
    QVERIFY(m_fixture->start(id));
}

void TestFiles::opensNoDeviceNoFifoAndNothingOfTheKernel()
{
    const std::string id = make(
        "special",
        std::string("busybox mkfifo /srv/fifo; busybox nc -l -U /srv/socket & echo x > /srv/done; ") + kSleep, true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForFile(*link, "/srv/done"));
    QElapsedTimer timer;
    timer.start();
    for (const char *path : { "/srv/fifo", "/dev/null", "/dev/ptmx", "/proc/1/environ", "/proc/version", "/etc" }) {
        const auto opened = link->openForReading(FilesRoot::Merged, path, false);
        QVERIFY2(!opened, path);
        QVERIFY2(opened.error().code == ErrorCode::Unsupported, opened.error().what.c_str());
    }
    QVERIFY(!link->list(FilesRoot::Merged, "/proc/1/fd", kMany));
    for (const char *path : { "/proc", "/sys", "/proc/1", "/dev/pts" })
        QCOMPARE(link->list(FilesRoot::Merged, path, kMany).error().code, ErrorCode::Unsupported);
    // Magic links lead out of any root.
    for (const char *path : { "/proc/1/root/etc/motd", "/proc/self/root/etc/motd", "/proc/self/cwd" })
        QVERIFY2(!link->openForReading(FilesRoot::Merged, path, true), path);
    for (const char *path : { "/dev/new", "/proc/new" }) {
        const auto made = link->makeDirectory(path, 0755);
        QCOMPARE(static_cast<bool>(made), std::string_view(path) == "/dev/new");
    }
    fs::create_directories(m_fixture->path("out-special"));
    const auto out = gui::copyOut(*link, "/srv", m_fixture->path("out-special"));
    QVERIFY2(out, qPrintable(why(out)));
    QVERIFY(std::ranges::find(out->skipped, "/srv/fifo") != out->skipped.end());
    QVERIFY(timer.elapsed() < 5000);
}

void TestFiles::isConfined()
{
    const std::string id = make("confined", "while :; do busybox ps > /srv/ps; busybox sleep 1; done", true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForFile(*link, "/srv/ps"));
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
    QVERIFY(field("Uid").toUInt() >= 0x7000'0000);
    // Of the host's processes, so that nobody inside sees or signals it, and of no network.
    struct stat own { };
    struct stat its { };
    for (const auto &[name, isShared] :
         { std::pair("pid", true), { "net", false }, { "mnt", false }, { "user", false }, { "ipc", false } }) {
        QCOMPARE(::stat((std::string("/proc/self/ns/") + name).c_str(), &own), 0);
        QCOMPARE(::stat((process + "/ns/" + name).c_str(), &its), 0);
        QVERIFY2((own.st_ino == its.st_ino) == isShared, name);
    }
    QVERIFY(readInside(*link, FilesRoot::Merged, "/srv/ps").find("vitrine-shim files") == std::string::npos);
    // Two connections, three roots, and what comes and goes: nothing of the helper's.
    QVERIFY(link->stat(FilesRoot::Merged, "/", false)); // by now it has let go of what it gave
    QStringList descriptors;
    for (const auto &entry : fs::directory_iterator(process + "/fd"))
        descriptors +=
            QString::fromStdString(entry.path().filename().string() + " " + fs::read_symlink(entry.path()).string());
    QVERIFY2(descriptors.size() <= 8, qPrintable(descriptors.join(u'\n')));
}

void TestFiles::nothingLeadsOut()
{
    const std::string canary = m_fixture->helper().tree().write("canary", "OUTSIDE");
    const std::string id = make("swaps",
                                "busybox mkdir -p /a/b; while :; do busybox mv /a/b /a/c; busybox ln -s / /a/b; "
                                "busybox rm /a/b; busybox ln -s ../../../../.. /a/b; busybox rm /a/b; "
                                "busybox mv /a/c /a/b; done",
                                true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link);
    constexpr int kTimes = 5000;
    const std::string path = "/a/b" + canary;
    for (int i = 0; i < kTimes; ++i) {
        const auto read = link->readStart(FilesRoot::Merged, path, 100);
        QVERIFY2(!read, "it was read");
        QVERIFY2(read.error().code == ErrorCode::NotFound || read.error().code == ErrorCode::RootfsUnsafe
                     || read.error().code == ErrorCode::Busy,
                 read.error().what.c_str());
        ipc::FilesRequest request;
        request.op = i % 2 == 0 ? FilesOp::Remove : FilesOp::Write;
        request.path = path;
        QVERIFY2(!link->ask(request), "it was changed");
        if (i % 500 == 0) {
            QElapsedTimer timer;
            timer.start();
            QVERIFY(m_fixture->helper().isThere());
            QVERIFY(timer.elapsed() < 1000);
        }
    }
    QCOMPARE(text(canary), std::string("OUTSIDE"));
}

void TestFiles::copiesWhatTheContainerSwapsMeanwhile()
{
    const std::string outside = m_fixture->helper().tree().write("outside/f", "OUTSIDE");
    m_fixture->helper().tree().write("mine/f", "MINE");
    const std::string id = make("copyrace",
                                "busybox mkdir -p /t/x; echo inside > /t/x/f; while :; do busybox mv /t/x /t/y; "
                                "busybox ln -s /etc /t/x; busybox rm /t/x; busybox mv /t/y /t/x; busybox rm /t/x/f; "
                                "busybox ln -s "
                                    + outside + " /t/x/f; busybox rm /t/x/f; echo inside > /t/x/f; done",
                                true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link);
    const fs::path target = m_fixture->path("race");
    for (int i = 0; i < 300; ++i) {
        fs::create_directories(target);
        (void)gui::copyOut(*link, "/t", target.string());
        for (const auto &entry : fs::recursive_directory_iterator(target)) {
            if (entry.is_symlink() || !entry.is_regular_file())
                continue;
            QVERIFY2(text(entry.path()) != "OUTSIDE", entry.path().c_str());
        }
        fs::remove_all(target);
        (void)gui::copyIn(*link, m_fixture->path("mine"), "/t/x");
    }
    QCOMPARE(text(outside), std::string("OUTSIDE"));
}

void TestFiles::listsManyNamesInParts()
{
    const std::string id = make("names",
                                "cd /srv; busybox touch \"$(busybox printf 'two\\nlines')\" \"$(busybox printf "
                                "'\\033[31mred')\"; busybox seq 1 20000 | busybox xargs busybox touch; "
                                "busybox truncate -s 8000000000000 /data/sparse; busybox touch /data/done; "
                                    + std::string(kSleep),
                                true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForFile(*link, "/data/done"));
    const auto listed = link->list(FilesRoot::Merged, "/srv", kMany);
    QVERIFY2(listed, qPrintable(why(listed)));
    QCOMPARE(listed->size(), std::size_t{ 20'002 });
    const auto has = [&](const char *name) { return std::ranges::count(*listed, name, &ipc::FileEntry::name) == 1; };
    QVERIFY(has("two\nlines") && has("\033[31mred") && has("19999"));
    QCOMPARE(link->list(FilesRoot::Merged, "/srv", 1000).error().code, ErrorCode::TooLarge);
    // A hole of terabytes costs nothing.
    QElapsedTimer timer;
    timer.start();
    const auto sparse = gui::copyOut(*link, "/data/sparse", m_fixture->path("sparse"));
    QVERIFY(timer.elapsed() < 5000);
    QVERIFY(!sparse || sparse->bytes == 0);
}

void TestFiles::removesWhatLiesDeep()
{
    const std::string id =
        make("deep",
             "busybox mkdir /srv/top; cd /srv/top; i=0; while [ $i -lt 700 ]; do busybox mkdir d; cd d; i=$((i+1)); "
             "done; busybox touch /srv/done; "
                 + std::string(kSleep),
             true);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForFile(*link, "/srv/done"));
    QCOMPARE(gui::copyOut(*link, "/srv/top", m_fixture->path("deep")).error().code, ErrorCode::TooLarge);
    QVERIFY(!link->changes(kMany));
    const auto removed = link->remove("/srv/top");
    QVERIFY2(removed, qPrintable(why(removed)));
    const auto left = link->list(FilesRoot::Merged, "/srv", kMany);
    QVERIFY2(left, qPrintable(why(left)));
    QCOMPARE(left->size(), std::size_t{ 1 });
    // What is mounted inside stays.
    const auto mounted = link->remove("/dev");
    QVERIFY(!mounted);
    QCOMPARE(mounted.error().code, ErrorCode::Busy);
}

void TestFiles::aStartEndsTheConversation()
{
    const std::string id = make("starts", kSleep, false);
    QVERIFY(!id.empty());
    const auto link = m_fixture->link(id);
    QVERIFY(link);
    QVERIFY(m_fixture->start(id));
    const auto after = link->stat(FilesRoot::Merged, "/", false);
    QVERIFY(!after);
    const auto running = m_fixture->link(id);
    QVERIFY(running);
    QVERIFY(m_fixture->stop(id));
    // Its mount namespace would keep the layers of the run in use.
    QVERIFY(m_fixture->waitForServers(0));
    QVERIFY(m_fixture->start(id));
}

void TestFiles::endsWithItsConnection()
{
    const std::string id = make("closes", kSleep, true);
    QVERIFY(!id.empty());
    auto link = m_fixture->link(id);
    QVERIFY(link && m_fixture->waitForServers(1));
    ipc::FilesRequest request;
    request.op = FilesOp::Write;
    request.path = "/srv/half";
    UniqueFd file;
    QVERIFY(link->ask(request, &file));
    QVERIFY(file);
    link.reset();
    QVERIFY(m_fixture->waitForServers(0));
    // What was not finished has left nothing.
    const auto again = m_fixture->link(id);
    QVERIFY(again);
    QVERIFY(again->list(FilesRoot::Merged, "/srv", kMany)->empty());
}

// The next helper does not know of it, and may start the container.
void TestFiles::endsWithTheHelper()
{
    const std::string resting = make("resting", kSleep, false);
    const std::string running = make("running", kSleep, true);
    QVERIFY(!resting.empty() && !running.empty());
    const auto one = m_fixture->link(resting);
    const auto other = m_fixture->link(running);
    QVERIFY(one && other);
    m_fixture->helper().rig().killHelper();
    QTRY_VERIFY(!one->stat(FilesRoot::Merged, "/", false) && !other->stat(FilesRoot::Merged, "/", false));
    QVERIFY(m_fixture->helper().rig().startHelper());
    QVERIFY(m_fixture->start(resting));
    QTRY_VERIFY(m_fixture->link(running));
}

void TestFiles::isForFewAtATime()
{
    const std::string id = make("many", kSleep, false);
    QVERIFY(!id.empty());
    std::vector<std::unique_ptr<gui::FilesLink>> links;
    for (int i = 0; i < 8; ++i) {
        links.push_back(m_fixture->link(id));
        QVERIFY(links.back());
    }
    QCOMPARE(m_fixture->openFiles(id).errorName, std::string("io.vitrine.Error.LimitExceeded"));
    links.clear();
    QTRY_VERIFY(m_fixture->link(id)); // once the helper knows that they have ended
}

void TestFiles::isForTheOwnerOnly()
{
    const std::string id = make("owned", kSleep, false);
    QVERIFY(!id.empty());
    const auto stranger = m_fixture->helper().rig().client(0);
    for (const char *verb : { "OpenFiles", "DiscardChanges" })
        QVERIFY(!stranger->verb(id, verb, "a{sh}", 0));
}

int main(int argc, char **argv)
{
    return test::runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestFiles test;
        return QTest::qExec(&test, argc, argv);
    });
}
#include "tst_Files.moc"
