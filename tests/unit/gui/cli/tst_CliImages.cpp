// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/images/ArchiveSource.h"
#include "gui/images/SkopeoOutput.h"
#include "tests/unit/gui/cli/Captured.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <sys/stat.h>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ImageInfo webImage()
{
    ImageInfo image;
    image.id = QStringLiteral("00112233aabbccdd");
    image.state = ImageState::Ready;
    image.names = QStringList{ QStringLiteral("localhost/team/web:1"), QStringLiteral("web:latest") };
    image.digest = QStringLiteral("sha256:") + QString(64, u'e');
    image.config.cmd = { "serve", "--all" };
    image.config.env = { { "LANG", "C" } };
    image.layers = { { QString(64, u'1'), 3 << 20, 12, QStringLiteral("ADD base"), 1 },
                     { QString(64, u'2'), 1 << 20, 3, {}, 0 } };
    image.bytes = 4 << 20;
    image.usedBy = QStringList{ QStringLiteral("one") };
    return image;
}

/// Programs in front of all others while this lives.
class Program {
public:
    Program(const QString &name, const QByteArray &script)
        : m_before(qgetenv("PATH"))
    {
        QFile file(m_directory.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + script) < 0)
            qFatal("no script to be written");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("PATH", m_directory.path().toLocal8Bit() + ':' + m_before);
    }
    ~Program() { qputenv("PATH", m_before); }
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

private:
    QTemporaryDir m_directory;
    QByteArray m_before;
};

Result<UniqueFd> made(ArchiveSource &source)
{
    QSignalSpy finished(&source, &ArchiveSource::finished);
    source.start();
    if (finished.isEmpty())
        finished.wait(10'000);
    return source.take();
}

QByteArray contentOf(const UniqueFd &fd)
{
    QFile file;
    if (!file.open(fd.get(), QIODevice::ReadOnly))
        return "not open";
    file.seek(0);
    return file.readAll();
}

} // namespace

class CliImagesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsForProgramsAndPeople()
    {
        FakeBackend backend;
        backend.addImage(webImage());
        const QByteArray table = run(backend, { "image", "ls" }).out;
        QVERIFY2(table.contains("localhost/team/web:1  00112233aabbccdd  4 MiB  3 MiB"), table.constData());
        QVERIFY2(table.contains("web:latest") && table.contains("one\n"), table.constData());
        QCOMPARE(run(backend, { "image", "ls", "-q" }).out, QByteArray("00112233aabbccdd\n"));
        const QJsonArray array = QJsonDocument::fromJson(run(backend, { "image", "ls", "--json" }).out).array();
        QCOMPARE(array.size(), 1);
        QCOMPARE(array[0][QLatin1String("layers")][0][QLatin1String("sharedWith")].toInt(), 1);
        QCOMPARE(array[0][QLatin1String("config")][QLatin1String("cmd")][1].toString(), QStringLiteral("--all"));
    }

    void findsByNameAndId()
    {
        FakeBackend backend;
        backend.addImage(webImage());
        for (const char *reference :
             { "web", "web:1", "team/web:1", "localhost/team/web:1", "0011", "sha256:eeee", "eeeee" })
            QVERIFY2(run(backend, { "image", "inspect", reference }).out.contains("Command     serve --all"),
                     reference);
        const Ran ran = run(backend, { "image", "inspect", "web:2" });
        QCOMPARE(ran.status, 125);
        QVERIFY(ran.err.startsWith("vitrine: There is no image \"web:2\""));
    }

    void changesNamesAndRemoves()
    {
        FakeBackend backend;
        backend.addImage(webImage());
        QCOMPARE(run(backend, { "image", "tag", "web", "mine:2" }).status, 0);
        QVERIFY(backend.images()[0].names.contains(QStringLiteral("mine:2")));
        QCOMPARE(run(backend, { "image", "untag", "web", "mine:2" }).status, 0);
        QVERIFY(!backend.images()[0].names.contains(QStringLiteral("mine:2")));
        const Ran used = run(backend, { "image", "rm", "web" });
        QCOMPARE(used.status, 125);
        QVERIFY2(used.err.contains("one"), used.err.constData());
        backend.changeImage(webImage().id, [](ImageInfo &image) { image.usedBy.clear(); });
        QCOMPARE(run(backend, { "image", "rm", "nothing", "web" }).status, 125);
        QVERIFY(backend.images().empty());
    }

    void saysWhatPruningWouldFree()
    {
        FakeBackend backend;
        backend.start();
        backend.setPruneReport({ { { QStringLiteral("0011"), { QStringLiteral("web:1") }, 4 << 20 } }, 2, 1 << 20 });
        const Ran ran = run(backend, { "image", "prune", "--dry-run" });
        QCOMPARE(ran.out, QByteArray("0011 4 MiB web:1\nWould remove 1 image and 2 layers: 1 MiB free again\n"));
    }

    void importsAndPrintsTheId()
    {
        FakeBackend backend;
        QTemporaryDir directory;
        const std::string path = directory.filePath(QStringLiteral("x.tar")).toStdString();
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QObject::connect(&backend, &Backend::imageAdded, &backend, [&](const QString &id) {
            QTimer::singleShot(10, &backend, [&backend, id] {
                backend.changeImage(id, [](ImageInfo &image) { image.state = ImageState::Ready; });
            });
        });
        const Ran ran = run(backend, { "image", "import", path, "web:1", "web" });
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.out, backend.images()[0].id.toUtf8() + '\n');
        QCOMPARE(backend.images()[0].names, (QStringList{ QStringLiteral("web:1"), QStringLiteral("web") }));
    }

    void failedImportIsSaidAndCleared()
    {
        FakeBackend backend;
        QObject::connect(&backend, &Backend::imageAdded, &backend, [&](const QString &id) {
            QTimer::singleShot(10, &backend, [&backend, id] {
                backend.changeImage(id, [](ImageInfo &image) {
                    image.state = ImageState::Failed;
                    image.failure = QStringLiteral("it lies");
                });
            });
        });
        const Ran ran = run(backend, { "image", "import", "/etc/hostname" });
        QCOMPARE(ran.status, 125);
        QCOMPARE(ran.err, QByteArray("vitrine: /etc/hostname: it lies\n"));
        QVERIFY(backend.images().empty());
        QVERIFY(run(backend, { "image", "import", "/dev/null" }).err.contains("is not a file"));
        QVERIFY(run(backend, { "image", "import" }).err.contains("Say which archive"));
        QVERIFY(run(backend, { "image", "frob" }).err.contains("There is no `vitrine image frob`"));
    }

    void exportsIntoANewFileOnly()
    {
        FakeBackend backend;
        backend.addImage(webImage());
        const QTemporaryDir directory;
        const std::string path = directory.filePath(QStringLiteral("web.tar")).toStdString();
        const Ran ran = run(backend, { "image", "export", "--format", "docker-archive", "web:latest", path });
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(backend.calls().back().detail, QStringLiteral("docker-archive"));
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("image"));
        QVERIFY(run(backend, { "image", "export", "web:latest", path }).err.contains("File exists"));
        backend.failNext(QStringLiteral("exportImage"), Error{ ErrorCode::NoSpace, 28, "the disk is full" });
        QCOMPARE(run(backend, { "image", "export", "web:latest", path + "2" }).status, 125);
        QVERIFY(!QFile::exists(QString::fromStdString(path + "2")));
    }

    void commitSaysWhatIsWanted()
    {
        FakeBackend backend;
        ContainerInfo info;
        info.id = QStringLiteral("00000000000000c1");
        info.name = QStringLiteral("c");
        backend.addContainer(info);
        QObject::connect(&backend, &Backend::imageAdded, &backend, [&](const QString &id) {
            QTimer::singleShot(0, &backend, [&backend, id] {
                backend.changeImage(id, [](ImageInfo &image) { image.state = ImageState::Ready; });
            });
        });
        const Ran ran =
            run(backend, { "commit", "-m", "why", "-a", "who", "-c", "USER 5", "--pause=false", "c", "mine" });
        QVERIFY2(ran.status == 0, ran.err.constData());
        const auto request = spec::commitFromJson(backend.calls().back().detail.toStdString());
        QVERIFY(request);
        QCOMPARE(request->names, std::vector<std::string>{ "mine:latest" });
        QVERIFY(request->comment == "why" && request->author == "who" && !request->isPausing);
        QCOMPARE(request->changes.user.value_or(""), std::string("5"));
        QVERIFY(run(backend, { "commit", "-c", "FROM x", "c", "mine" }).err.contains("begins with"));
        QVERIFY(run(backend, { "commit", "-p", "maybe", "c", "mine" }).err.contains("true or false"));
        QVERIFY(run(backend, { "commit", "c", "No Name" }).err.contains("is no name"));
        QVERIFY(run(backend, { "commit" }).err.contains("Say which container"));
    }

    void runsAnImageWhereTheFirstWordNamesOne()
    {
        FakeBackend backend;
        backend.addImage(webImage());
        run(backend, { "create", "--name", "a", "web:1", "serve" });
        QVERIFY((backend.lastSpec().root == spec::Root{ spec::RootKind::Image, "web:1" }));
        QCOMPARE(backend.lastSpec().command, std::vector<std::string>{ "serve" });
        run(backend, { "create", "--name", "b", "web" });
        QVERIFY(backend.lastSpec().root.kind == spec::RootKind::Image);
        // A program of this computer, though an image has its name.
        backend.changeImage(webImage().id, [](ImageInfo &image) { image.names << QStringLiteral("sh:latest"); });
        run(backend, { "create", "--name", "c", "sh", "-c", "true" });
        QVERIFY(backend.lastSpec().root.kind == spec::RootKind::Host);
        run(backend, { "create", "--name", "d", "--", "web:1" });
        QVERIFY(backend.lastSpec().root.kind == spec::RootKind::Host);
        // What can only be an image is none: the helper says so.
        run(backend, { "create", "--name", "e", "missing:1" });
        QVERIFY(backend.lastSpec().root.kind == spec::RootKind::Image);
    }

    void folderIsPackedAsRoots()
    {
        QTemporaryDir directory;
        QDir(directory.path()).mkdir(QStringLiteral("bin"));
        ArchiveSource source(ArchiveSource::Kind::Folder, directory.path());
        const auto archive = made(source);
        QVERIFY2(archive, archive ? "" : archive.error().what.c_str());
        const QByteArray tar = contentOf(*archive);
        QVERIFY(tar.contains("./bin/") && tar.size() % 512 == 0);
        QCOMPARE(tar.mid(108, 7), QByteArray("0000000")); // the owner of "./"
        struct stat status { };
        QCOMPARE(::fstat(archive->get(), &status), 0);
        QCOMPARE(int(status.st_nlink), 0);
        ArchiveSource missing(ArchiveSource::Kind::Folder, QStringLiteral("/nowhere"));
        QVERIFY(!made(missing));
    }

    void pullIsSkopeosArchive()
    {
        const Program skopeo(QStringLiteral("skopeo"),
                             "case $1 in inspect) echo '{\"LayersData\":[{\"Size\":7},{\"Size\":5}]}';;\n"
                             "copy) for last; do :; done; echo \"$@\" > \"${last#oci-archive:}\";; esac\n");
        ArchiveSource source(ArchiveSource::Kind::Registry, QStringLiteral("localhost:5000/web:1"));
        const auto archive = made(source);
        QVERIFY2(archive, archive ? "" : archive.error().what.c_str());
        const QByteArray said = contentOf(*archive);
        QVERIFY2(said.startsWith("copy --src-tls-verify=false -- docker://localhost:5000/web:1 oci-archive:/"),
                 said.constData());
        struct stat status { };
        QCOMPARE(::fstat(archive->get(), &status), 0);
        QCOMPARE(int(status.st_nlink), 0);
    }

    void failedPullSaysSkopeosReason()
    {
        const Program skopeo(QStringLiteral("skopeo"),
                             "echo 'time=\"x\" level=fatal msg=\"reading \\\"web\\\": unauthorized\"' >&2; exit 1\n");
        ArchiveSource source(ArchiveSource::Kind::Registry, QStringLiteral("example.org/web"));
        const auto archive = made(source);
        QVERIFY(!archive);
        QCOMPARE(archive.error().what, std::string("example.org/web: reading \"web\": unauthorized"));
    }

    void pullIsGivenUp()
    {
        const Program skopeo(QStringLiteral("skopeo"), "exec sleep 60\n");
        ArchiveSource source(ArchiveSource::Kind::Registry, QStringLiteral("example.org/web"));
        QTimer::singleShot(50, &source, &ArchiveSource::cancel);
        const auto archive = made(source);
        QVERIFY(!archive);
        QVERIFY(archive.error().code == ErrorCode::Cancelled);
    }

    void onlyLoopbackRegistriesGoWithoutTls()
    {
        for (const char *name : { "localhost/web", "localhost:5000/web", "127.0.0.1:5000/web", "[::1]:5000/web" })
            QVERIFY2(skopeo::isLoopback(QString::fromLatin1(name)), name);
        for (const char *name :
             { "localhost", "example.org/localhost/web", "localhost.example.org/web", "128.0.0.1/web" })
            QVERIFY2(!skopeo::isLoopback(QString::fromLatin1(name)), name);
        QVERIFY(!skopeo::copyArguments(QStringLiteral("example.org/web"), {}).join(u' ').contains(u"tls"));
    }
};

QTEST_GUILESS_MAIN(CliImagesTest)
#include "tst_CliImages.moc"
