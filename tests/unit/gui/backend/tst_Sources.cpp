// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/SessionDisplay.h"
#include "gui/backend/Sources.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

UniqueFd listenAt(const std::string &path)
{
    UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return {};
    return listener;
}

} // namespace

class SourcesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void expandsHome_data();
    void expandsHome();
    void opensByPathOnly();
    void refusesARootThatIsNoFolder();
    void refusesAnArchiveThatIsNoFile();
    void takesTheDisplayFromTheSession();
    void saysThatThereIsNoDisplay();
    void takesNoXDisplayButOneOfThisComputer_data();
    void takesNoXDisplayButOneOfThisComputer();
    void keepsDisksThatAreNamedAlready();
    void findsTheDiskOfAPath();
    void saysWhichPathHasNoDisk();
};

void SourcesTest::expandsHome_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expanded");
    QTest::newRow("home") << "~"
                          << "/home/ann";
    QTest::newRow("below home") << "~/x"
                                << "/home/ann/x";
    QTest::newRow("another's home") << "~bob/x"
                                    << "~bob/x";
    QTest::newRow("absolute") << "/x/~"
                              << "/x/~";
    QTest::newRow("empty") << ""
                           << "";
}

void SourcesTest::expandsHome()
{
    QFETCH(QString, path);
    QFETCH(QString, expanded);
    const QByteArray home = qgetenv("HOME");
    qputenv("HOME", "/home/ann");
    QCOMPARE(QString::fromStdString(expandHome(path.toStdString())), expanded);
    qputenv("HOME", home);
}

void SourcesTest::opensByPathOnly()
{
    spec::ContainerSpec spec;
    spec.root = { spec::RootKind::Folder, "/" };
    spec.mounts = { { spec::MountKind::Tmpfs, "", "/t", spec::Access::ReadWrite, {} },
                    { spec::MountKind::Bind, "/etc/passwd", "/p", spec::Access::ReadOnly, {} } };
    const auto sources = openStartSources(spec);
    QVERIFY(sources);
    QCOMPARE(sources->size(), 2U);
    QCOMPARE(sources->at(0).key, "root");
    QCOMPARE(sources->at(1).key, "mount:1");
    for (const Source &source : *sources) {
        QVERIFY(::fcntl(source.fd.get(), F_GETFL) & O_PATH);
        QVERIFY(::fcntl(source.fd.get(), F_GETFD) & FD_CLOEXEC);
    }
}

void SourcesTest::refusesARootThatIsNoFolder()
{
    spec::ContainerSpec spec;
    spec.root = { spec::RootKind::Folder, "/etc/passwd" };
    const auto sources = openStartSources(spec);
    QVERIFY(!sources);
    QCOMPARE(sources.error().what, "Opening the root folder /etc/passwd: Not a directory");
}

void SourcesTest::refusesAnArchiveThatIsNoFile()
{
    const QTemporaryDir directory;
    const std::string fifo = directory.filePath("fifo").toStdString();
    QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
    spec::ContainerSpec spec;
    spec.root = { spec::RootKind::Tar, fifo };
    const auto sources = openCreateSources(spec);
    QVERIFY(!sources);
    QVERIFY(sources.error().what.find("is not a file") != std::string::npos);
}

void SourcesTest::takesTheDisplayFromTheSession()
{
    const QTemporaryDir directory;
    qputenv("XDG_RUNTIME_DIR", directory.path().toUtf8());
    qputenv("WAYLAND_DISPLAY", "wayland-7");
    qputenv("DISPLAY", ":4711");
    QVERIFY(!findSessionDisplay());
    const UniqueFd listener = listenAt(directory.filePath("wayland-7").toStdString());
    const auto display = findSessionDisplay();
    QVERIFY(display);
    QVERIFY(display->server == plan::DisplayServer::Wayland && display->hasBoth);
    spec::ContainerSpec spec;
    spec.desktop.display = true;
    const auto sources = openStartSources(spec);
    QVERIFY(sources);
    QCOMPARE(sources->at(0).key, "display");
}

void SourcesTest::saysThatThereIsNoDisplay()
{
    qunsetenv("WAYLAND_DISPLAY");
    qunsetenv("DISPLAY");
    spec::ContainerSpec spec;
    spec.desktop.display = true;
    const auto sources = openStartSources(spec);
    QVERIFY(!sources);
    QCOMPARE(sources.error().code, ErrorCode::Unsupported);
}

void SourcesTest::takesNoXDisplayButOneOfThisComputer_data()
{
    QTest::addColumn<QByteArray>("display");
    QTest::addColumn<QString>("why");
    QTest::newRow("another computer") << QByteArray("elsewhere:0") << "not one of this computer";
    QTest::newRow("tcp") << QByteArray("127.0.0.1:0") << "not one of this computer";
    QTest::newRow("tunnel") << QByteArray("localhost:10.0") << "not one of this computer";
    QTest::newRow("no number") << QByteArray(":") << "not one of this computer";
    QTest::newRow("a path") << QByteArray(":../../x") << "not one of this computer";
    QTest::newRow("not there") << QByteArray(":4711.0") << "no socket of the X display at /tmp/.X11-unix/X4711";
    QTest::newRow("unix") << QByteArray("unix:4711") << "no socket of the X display at /tmp/.X11-unix/X4711";
}

void SourcesTest::takesNoXDisplayButOneOfThisComputer()
{
    QFETCH(QByteArray, display);
    qunsetenv("WAYLAND_DISPLAY");
    qputenv("DISPLAY", display);
    const auto found = findSessionDisplay();
    qunsetenv("DISPLAY");
    QVERIFY(!found);
    QFETCH(QString, why);
    QVERIFY2(QString::fromStdString(found.error().what).contains(why), found.error().what.c_str());
}

void SourcesTest::keepsDisksThatAreNamedAlready()
{
    spec::Limits limits;
    limits.io = { { "8:0", 1, {}, {}, {} }, { "/dev/sda", 1, {}, {}, {} } };
    QCOMPARE(*resolveDisks(limits), limits);
}

void SourcesTest::findsTheDiskOfAPath()
{
    const QTemporaryDir directory(QDir::currentPath() + "/disk-XXXXXX");
    struct stat status { };
    QCOMPARE(::stat(directory.path().toUtf8().constData(), &status), 0);
    spec::Limits limits;
    limits.io = { { directory.path().toStdString(), 1, {}, {}, {} } };
    const auto resolved = resolveDisks(limits);
    if (!resolved)
        QSKIP("the build folder is not on a disk");
    const std::string device = resolved->io[0].device;
    QVERIFY(device.starts_with("/dev/") || device.find(':') != std::string::npos);
}

void SourcesTest::saysWhichPathHasNoDisk()
{
    spec::Limits limits;
    limits.io = { { "/proc", 1, {}, {}, {} } };
    const auto resolved = resolveDisks(limits);
    QVERIFY(!resolved);
    QVERIFY(resolved.error().what.find("/proc is not on a disk") != std::string::npos);
}

QTEST_GUILESS_MAIN(SourcesTest)
#include "tst_Sources.moc"
