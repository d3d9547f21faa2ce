// SPDX-License-Identifier: GPL-3.0-or-later
// Images in the real helper, unpacked by the real unpacker and run by the real shim, for an ordinary user.
#include "core/ipc/Names.h"
#include "gui/images/ArchiveSource.h"
#include "tests/kernel/FrontEnd.h"
#include "tests/kernel/RealHelper.h"
#include "tests/support/Sandbox.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace vitrine;
using namespace vitrine::test;
using namespace vitrine::tests;

namespace {

namespace fs = std::filesystem;

const std::string kUser = "1000";
constexpr int kKills = 20;

/// Makes an OCI archive by umoci of folders as layers. `script` makes them: "l1", "l2"… in its working directory.
std::string makeImage(const TempTree &tree, const std::string &name, const std::string &script,
                      const std::string &settings = "--config.cmd /bin/sh")
{
    const std::string directory = tree.makeDirectory(name);
    QProcess shell;
    shell.setProcessChannelMode(QProcess::MergedChannels);
    shell.setWorkingDirectory(QString::fromStdString(directory));
    shell.start(QStringLiteral("/bin/sh"),
                { QStringLiteral("-ec"),
                  QString::fromStdString(
                      script
                      + "\numoci init --layout oci\numoci new --image oci:1\n"
                        "for l in l?; do tar --numeric-owner --sort=name --mtime=@1000000000 -C $l -cf $l.tar .\n"
                        "umoci raw add-layer --image oci:1 $l.tar; done\n"
                        "umoci config --image oci:1 "
                      + settings + "\ntar -C oci -cf ../" + name + ".tar .\n") });
    if (!shell.waitForFinished(60'000) || shell.exitCode() != 0)
        qFatal("making an image: %s", shell.readAll().constData());
    return tree.path(name + ".tar");
}

/// busybox with a shell, a file of another owner, and one that is gone above.
constexpr const char *kBase = "mkdir -p l1/bin l1/etc l1/old/deep; cp /bin/busybox l1/bin; ln -s busybox l1/bin/sh\n"
                              "echo one > l1/kept; echo two > l1/hidden; echo three > l1/old/deep/file\n"
                              "echo 'daemon:x:33:7::/:/bin/sh' > l1/etc/passwd; echo 'daemon:x:7:' > l1/etc/group\n"
                              "cp l1/kept l1/theirs; chown 33:7 l1/theirs; chmod 640 l1/theirs\n";
constexpr const char *kAbove = "mkdir -p l2/old; : > l2/.wh.hidden; : > l2/old/.wh..wh..opq; echo new > l2/old/new\n";

std::uint64_t usedBytes(const std::string &path)
{
    std::uint64_t bytes = 0;
    for (const auto &entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file() && !entry.is_symlink())
            bytes += entry.file_size();
    }
    return bytes;
}

} // namespace

class TestImages : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("PATH", qgetenv("PATH") + ":/usr/sbin:/sbin");
        for (const char *program : { "umoci", "busybox", "tar" })
            QVERIFY2(!QStandardPaths::findExecutable(program).isEmpty(), program);
        m_helper = std::make_unique<RealHelper>();
        m_base =
            makeImage(m_tree, "base", std::string(kBase) + kAbove,
                      "--config.entrypoint /bin/sh --config.entrypoint=-c --config.env MADE=here --config.user daemon "
                      "--config.workingdir /srv/work --config.stopsignal SIGINT");
    }
    void cleanupTestCase() { m_helper.reset(); }
    void cleanup()
    {
        for (const std::string &path : objects())
            client().call(path, ipc::kContainerInterface, "Remove", "b", 1);
        for (const std::string &path : objects())
            client().call(path, ipc::kImageInterface, "Remove");
        QVERIFY(objects().empty());
        QTRY_VERIFY(trash().empty());
        QVERIFY(layers().empty());
    }

    void runsAsTheImageSays()
    {
        import(m_base, "base:1");
        QCOMPARE(resultOf("\"[ $(id -u):$(id -g) = 33:7 ] && [ $MADE = here ] && [ $PWD = /srv/work ]\""),
                 std::string("0"));
        const std::string asRoot = ",\"user\":\"0\"";
        QCOMPARE(
            resultOf("\"[ ! -e /hidden ] && [ \\\"$(ls /old)\\\" = new ] && [ \\\"$(cat /kept)\\\" = one ]\"", asRoot),
            std::string("0"));
        QCOMPARE(
            resultOf(
                "\"[ \\\"$(busybox stat -c %u:%g:%a /theirs)\\\" = 33:7:640 ] && [ $(busybox stat -c %u /kept) = 0 ]\"",
                asRoot),
            std::string("0"));
        QCOMPARE(resultOf("\"[ $(busybox stat -c %Y /kept) = 1000000000 ]\"", asRoot), std::string("0"));
        QCOMPARE(resultOf("\"exit 7\""), std::string("7"));
    }

    void containersOfOneImageArePrivateToEachOther()
    {
        import(m_base, "base:1");
        const std::string asRoot = ",\"user\":\"0\"";
        QCOMPARE(resultOf("\"echo mine > /mark && echo more >> /kept && busybox rm -r /old\"", asRoot),
                 std::string("0"));
        QCOMPARE(resultOf("\"[ ! -e /mark ] && [ \\\"$(cat /kept)\\\" = one ] && [ -e /old/new ]\"", asRoot),
                 std::string("0"));
    }

    void endsByTheSignalOfTheImage()
    {
        import(m_base, "base:1");
        const std::string id = create("\"trap 'exit 9' INT; while :; do busybox sleep 0.1; done\"", "");
        QVERIFY(client().start(id));
        QTest::qWait(300);
        QVERIFY(client().verb(id, "Stop", "u", 5000U));
        QVERIFY2(client().property(id, "Ended").find("\"exitCode\":9") != std::string::npos,
                 client().property(id, "Ended").c_str());
    }

    void layersAreThereOnceAndGoWithTheLast()
    {
        import(m_base, "base:1");
        const std::uint64_t once = usedBytes(statePath("layers"));
        const std::string second =
            makeImage(m_tree, "second", std::string(kBase) + kAbove + "mkdir l3; echo x > l3/third\n");
        import(second, "base:2");
        QCOMPARE(layers().size(), std::size_t{ 3 });
        QVERIFY(usedBytes(statePath("layers")) < once + 1000);
        const std::string id = create("\"true\"", "");
        const std::string image = imageNamed("base:1");
        const Answer refused = client().call(image, ipc::kImageInterface, "Remove");
        QCOMPARE(refused.errorName, std::string("io.vitrine.Error.Busy"));
        QVERIFY(client().call(imageNamed("base:2"), ipc::kImageInterface, "Remove"));
        QCOMPARE(layers().size(), std::size_t{ 2 });
        QVERIFY(client().start(id));
        QVERIFY(client().verb(id, "Remove", "b", 1));
        QVERIFY(client().call(image, ipc::kImageInterface, "Remove"));
        QCOMPARE(layers().size(), std::size_t{ 0 });
        QCOMPARE(usedBytes(statePath("layers")), std::uint64_t{ 0 });
    }

    void pullsFromARegistryOnThisComputer()
    {
        for (const char *program : { "docker-registry", "skopeo" }) {
            if (QStandardPaths::findExecutable(program).isEmpty())
                QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(QString::fromLatin1(program))));
        }
        const std::string settings =
            m_tree.write("registry.yml",
                         "version: 0.1\nstorage: { filesystem: { rootdirectory: " + m_tree.path("registry")
                             + " } }\nhttp: { addr: 127.0.0.1:5000 }\n");
        QProcess registry;
        registry.start(QStringLiteral("docker-registry"),
                       { QStringLiteral("serve"), QString::fromStdString(settings) });
        const auto push = [&] {
            return QProcess::execute(QStringLiteral("skopeo"),
                                     { QStringLiteral("copy"), QStringLiteral("--quiet"),
                                       QStringLiteral("--dest-tls-verify=false"), QStringLiteral("--insecure-policy"),
                                       QStringLiteral("oci-archive:") + QString::fromStdString(m_base),
                                       QStringLiteral("docker://127.0.0.1:5000/team/base:1") });
        };
        QTRY_COMPARE_WITH_TIMEOUT(push(), 0, 10'000);
        gui::ArchiveSource source(gui::ArchiveSource::Kind::Registry, QStringLiteral("127.0.0.1:5000/team/base:1"));
        QSignalSpy finished(&source, &gui::ArchiveSource::finished);
        source.start();
        QVERIFY(finished.wait(60'000));
        const auto archive = source.take();
        registry.kill();
        registry.waitForFinished();
        QVERIFY2(archive, archive ? "" : archive.error().what.c_str());
        const std::string path = begin(archive->get(), "127.0.0.1:5000/team/base:1");
        QVERIFY(settles(path));
        QVERIFY2(text(path, "State") == "ready", text(path, "Failure").c_str());
        QCOMPARE(resultOf("\"[ $MADE = here ] && [ ! -e /hidden ]\""), std::string("0"));
    }

    void commandLineImportsAndRuns()
    {
        QCOMPARE(::chmod(m_tree.path("").c_str(), 0755), 0);
        const auto [imported, id] = frontEnd({ "image", "import", m_base, "base:1" });
        QVERIFY2(imported == 0, id.constData());
        QCOMPARE(id.trimmed().size(), qsizetype{ 16 });
        QVERIFY(frontEnd({ "image", "ls" }).said.contains("base:1"));
        const auto [status, said] = frontEnd({ "run", "--rm", "base:1", "echo I am $(id -u); exit 3" });
        QCOMPARE(said, QByteArray("I am 33\n"));
        QCOMPARE(status, 3);
        QCOMPARE(frontEnd({ "run", "--rm", "--entrypoint", "/bin/echo", "base:1", "own", "words" }).status, 127);
        QCOMPARE(frontEnd({ "run", "--rm", "--entrypoint", "[\"/bin/busybox\",\"echo\"]", "base:1", "own" }).said,
                 QByteArray("own\n"));
        const auto [refused, why] = frontEnd({ "run", "base:2" });
        QCOMPARE(refused, 125);
        QVERIFY2(why.contains("you have no image base:2"), why.constData());
        QCOMPARE(frontEnd({ "image", "rm", "base:1" }).status, 0);
    }

    void dockersOwnFormatMayBeCompressed()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("skopeo")).isEmpty())
            QSKIP("skopeo is not installed");
        QCOMPARE(::chmod(m_tree.path("").c_str(), 0755), 0);
        const std::string docker = m_tree.path("docker.tar");
        QCOMPARE(
            QProcess::execute(
                QStringLiteral("skopeo"),
                { QStringLiteral("copy"), QStringLiteral("--quiet"), QStringLiteral("--insecure-policy"),
                  QStringLiteral("oci-archive:") + QString::fromStdString(m_base),
                  QStringLiteral("docker-archive:") + QString::fromStdString(docker) + QStringLiteral(":docker:1") }),
            0);
        QCOMPARE(QProcess::execute(QStringLiteral("gzip"), { QString::fromStdString(docker) }), 0);
        const auto [imported, id] = frontEnd({ "image", "import", docker + ".gz" });
        QVERIFY2(imported == 0, id.constData());
        const auto [status, said] = frontEnd({ "run", "--rm", "docker:1", "echo I am $(id -u); exit 3" });
        QCOMPARE(said, QByteArray("I am 33\n"));
        QCOMPARE(status, 3);
        QCOMPARE(layers().size(), std::size_t{ 2 });
    }

    void killedHelperLeavesNothingHalfDone()
    {
        const std::string big = makeImage(
            m_tree, "big",
            std::string(kBase) + "mkdir l2; for i in $(seq 1 300); do head -c 40000 /dev/urandom > l2/f$i; done\n");
        QElapsedTimer timer;
        timer.start();
        import(big, "big:1");
        const auto whole = static_cast<unsigned long>(timer.elapsed()) * 1000;
        QVERIFY(client().call(imageNamed("big:1"), ipc::kImageInterface, "Remove"));
        int interrupted = 0;
        for (unsigned long i = 0; i < kKills; ++i) {
            const UniqueFd archive(::open(big.c_str(), O_RDONLY | O_CLOEXEC));
            QVERIFY(client().call(ipc::kManagerPath, ipc::kManagerInterface, "ImportImage", "sh",
                                  "{\"names\":[\"big:1\"]}", archive.get()));
            ::usleep(static_cast<useconds_t>(whole * i / kKills));
            m_helper->rig().killHelper();
            QVERIFY(m_helper->rig().startHelper());
            const std::string image = imageNamed("big:1");
            interrupted += image.empty() ? 1 : 0;
            // All of it or nothing.
            QCOMPARE(layers().size(), image.empty() ? std::size_t{ 0 } : std::size_t{ 2 });
            QTRY_VERIFY(trash().empty());
            if (!image.empty())
                QVERIFY(client().call(image, ipc::kImageInterface, "Remove"));
        }
        qInfo("%d kills, %d of them before the image was there", kKills, interrupted);
        QVERIFY(interrupted > 0);
        import(big, "base:1");
        QCOMPARE(resultOf("\"-c\",\"[ $(ls / | busybox grep -c '^f[0-9]*$') = 300 ]\"", "", "\"sh\","),
                 std::string("0"));
    }

    void fullDiskIsSaidAndGivenBack()
    {
        const std::string large = makeImage(m_tree, "large", "mkdir l1; head -c 12000000 /dev/urandom > l1/f\n");
        m_helper->rig().killHelper();
        const std::string state = statePath("");
        QCOMPARE(::mount("small", state.c_str(), "tmpfs", 0, "size=8m,mode=0700"), 0);
        QVERIFY(m_helper->rig().startHelper());
        const std::string failed = begin(large, "large:1");
        QVERIFY(settles(failed));
        QCOMPARE(text(failed, "State"), std::string("failed"));
        QVERIFY(!text(failed, "Failure").empty());
        QTRY_VERIFY(trash().empty());
        QVERIFY(usedBytes(state) < 100'000);
        import(m_base, "base:1");
        QCOMPARE(resultOf("\"true\""), std::string("0"));
        cleanup();
        m_helper->rig().killHelper();
        QCOMPARE(::umount2(state.c_str(), MNT_DETACH), 0);
        QVERIFY(m_helper->rig().startHelper());
    }

private:
    FrontEnd::Ran frontEnd(const std::vector<std::string> &words)
    {
        return FrontEnd(m_helper->rig(), VITRINE_PROGRAM).run(words);
    }
    BusClient &client() { return m_helper->client(); }
    [[nodiscard]] std::string statePath(const std::string &name) const
    {
        return m_helper->rig().tree().path("state" + (name.empty() ? name : '/' + name));
    }
    std::vector<std::string> objects()
    {
        std::vector<std::string> paths;
        const Answer answer =
            client().call(ipc::kManagerPath, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects");
        sd_bus_message *message = answer.message.get();
        if (!answer || sd_bus_message_enter_container(message, 'a', "{oa{sa{sv}}}") <= 0)
            return paths;
        while (sd_bus_message_enter_container(message, 'e', "oa{sa{sv}}") > 0) {
            const char *path = "";
            sd_bus_message_read(message, "o", &path);
            paths.emplace_back(path);
            sd_bus_message_skip(message, "a{sa{sv}}");
            sd_bus_message_exit_container(message);
        }
        return paths;
    }
    std::vector<std::string> layers() { return m_helper->rig().names("state/layers/" + kUser); }
    std::vector<std::string> trash() { return m_helper->rig().names("state/trash"); }

    std::string text(const std::string &path, const char *name)
    {
        const Answer answer =
            client().call(path, "org.freedesktop.DBus.Properties", "Get", "ss", ipc::kImageInterface, name);
        const char *value = "";
        if (answer)
            sd_bus_message_read(answer.message.get(), "v", "s", &value);
        return value;
    }
    std::string imageNamed(const std::string &wanted)
    {
        for (const std::string &path : objects()) {
            const Answer answer =
                client().call(path, "org.freedesktop.DBus.Properties", "Get", "ss", ipc::kImageInterface, "Names");
            const char *name = "";
            if (answer && sd_bus_message_enter_container(answer.message.get(), 'v', "as") > 0
                && sd_bus_message_enter_container(answer.message.get(), 'a', "s") > 0
                && sd_bus_message_read(answer.message.get(), "s", &name) > 0 && wanted == name)
                return path;
        }
        return {};
    }
    std::string begin(const std::string &file, const std::string &name)
    {
        const UniqueFd archive(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        return begin(archive.get(), name);
    }
    std::string begin(int archive, const std::string &name)
    {
        const std::string request = "{\"names\":[\"" + name + "\"]}";
        return client()
            .call(ipc::kManagerPath, ipc::kManagerInterface, "ImportImage", "sh", request.c_str(), archive)
            .text();
    }
    bool settles(const std::string &path)
    {
        return QTest::qWaitFor([&] { return text(path, "State") != "importing"; }, 30'000);
    }
    void import(const std::string &file, const std::string &name)
    {
        const std::string path = begin(file, name);
        QVERIFY(settles(path));
        QVERIFY2(text(path, "State") == "ready", text(path, "Failure").c_str());
    }
    std::string create(const std::string &words, const std::string &more, const std::string &entrypoint = {})
    {
        static int number = 0;
        const std::string json = "{\"schemaVersion\":1,\"name\":\"c" + std::to_string(++number)
            + "\",\"root\":{\"kind\":\"image\",\"path\":\"base:1\"},\"command\":[" + entrypoint + words + "]" + more
            + "}";
        return client().create(json);
    }
    /// The exit status of a container of the image "base:1", which is then removed.
    std::string resultOf(const std::string &words, const std::string &more = {}, const std::string &entrypoint = {})
    {
        const std::string id = create(words, more, entrypoint);
        if (const Answer started = client().start(id); !started)
            return started.errorText;
        client().waitForState(id, "ended");
        std::string ended = client().property(id, "Ended");
        client().verb(id, "Remove", "b", 1);
        const auto code = ended.find("\"exitCode\":");
        if (code == std::string::npos)
            return ended;
        return ended.substr(code + 11, ended.find_first_of(",}", code) - code - 11);
    }

    TempTree m_tree;
    std::unique_ptr<RealHelper> m_helper;
    std::string m_base;
};

int main(int argc, char **argv)
{
    return runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestImages test;
        return QTest::qExec(&test, argc, argv);
    });
}
#include "tst_Images.moc"
