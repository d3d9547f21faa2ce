// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/gui/cli/Captured.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QStringLiteral("not there");
}

} // namespace

class CliVolumesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_backend = std::make_unique<FakeBackend>();
        m_backend->addVolume({ "0000000000000011", "pgdata", "999", 1'700'000'000'000'000, { "db" } });
        m_backend->addVolume({ "0000000000000012", "spare", {}, 0, {} });
    }
    void cleanup() { m_backend.reset(); }

    void makesOneWithAnOwner()
    {
        const Ran ran = run(*m_backend, { "volume", "create", "--owner", "33:33", "site" });
        QCOMPARE(ran.out, QByteArray("site\n"));
        QCOMPARE(m_backend->volumes().back().owner, QStringLiteral("33:33"));
        QCOMPARE(run(*m_backend, { "volume", "create", "site" }).status, kVitrineFailed);
    }

    void listsForProgramsAndPeople()
    {
        const QByteArray table = run(*m_backend, { "volume", "ls" }).out;
        QVERIFY2(table.startsWith("NAME") && table.contains("pgdata  999"), table.constData());
        QCOMPARE(run(*m_backend, { "volume", "ls", "-q" }).out, QByteArray("pgdata\nspare\n"));
        const QJsonArray array = QJsonDocument::fromJson(run(*m_backend, { "volume", "ls", "--json" }).out).array();
        QCOMPARE(array.size(), 2);
        QCOMPARE(array[0][QStringLiteral("usedBy")].toArray(), QJsonArray{ QStringLiteral("db") });
    }

    void inspectsWithTheSize()
    {
        const Ran ran = run(*m_backend, { "volume", "inspect", "--json", "pgdata" });
        const QJsonObject object = QJsonDocument::fromJson(ran.out).object();
        QCOMPARE(object[QStringLiteral("name")].toString(), QStringLiteral("pgdata"));
        QVERIFY(object.contains(QStringLiteral("bytes")) && object.contains(QStringLiteral("files")));
        QVERIFY(run(*m_backend, { "volume", "inspect", "0000000000000012" }).out.contains("Used by     nobody"));
    }

    void makesOneCallAVerb_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("verb");
        QTest::newRow("rename") << QStringList{ "rename", "spare", "other" } << "renameVolume";
        QTest::newRow("rm") << QStringList{ "rm", "spare" } << "removeVolume";
        QTest::newRow("clone") << QStringList{ "clone", "pgdata", "copy" } << "cloneVolume";
        QTest::newRow("empty") << QStringList{ "empty", "spare" } << "emptyVolume";
        QTest::newRow("prune") << QStringList{ "prune" } << "pruneVolumes";
    }
    void makesOneCallAVerb()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, verb);
        std::vector<std::string> line{ "volume" };
        for (const QString &word : words)
            line.push_back(word.toStdString());
        const Ran ran = run(*m_backend, line);
        QVERIFY2(ran.status == 0, ran.err.constData());
        QVERIFY(m_backend->verbs().contains(verb));
    }

    void goesOnAfterOneThatIsUsed()
    {
        const Ran ran = run(*m_backend, { "volume", "rm", "pgdata", "spare" });
        QCOMPARE(ran.status, kVitrineFailed);
        QVERIFY2(ran.err.contains("db"), ran.err.constData());
        QCOMPARE(m_backend->volumes().size(), std::size_t(1));
    }

    void backsUpIntoANewFileOnly()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("backup.tar"));
        QCOMPARE(run(*m_backend, { "volume", "backup", "pgdata", path.toStdString() }).status, 0);
        const QString text = textOf(path);
        QVERIFY(!text.isEmpty());
        const Ran again = run(*m_backend, { "volume", "backup", "spare", path.toStdString() });
        QCOMPARE(again.status, kVitrineFailed);
        QVERIFY2(again.err.contains("File exists"), again.err.constData());
        QCOMPARE(textOf(path), text);
        QCOMPARE(run(*m_backend, { "volume", "restore", "spare", path.toStdString() }).status, 0);
        QVERIFY(m_backend->verbs().contains(QStringLiteral("restoreVolume")));
    }

    void saysWhatIsMissing()
    {
        QVERIFY(run(*m_backend, { "volume" }).err.contains("create, ls, inspect"));
        QVERIFY(run(*m_backend, { "volume", "rename", "spare" }).err.contains("new name"));
        QVERIFY(run(*m_backend, { "volume", "rm", "nothing" }).err.contains("There is no volume \"nothing\""));
        QVERIFY(run(*m_backend, { "volume", "--help" }).out.contains("--owner USER[:GROUP]"));
    }

    void aSignalGivesUpWhatIsUnderWay()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("backup.tar"));
        m_backend->setConnection(Connection::Ready);
        m_backend->failNext(QStringLiteral("backupVolume"),
                            Error{ ErrorCode::Cancelled, 0, "the backup was cancelled" });
        m_backend->holdReplies();
        QTimer::singleShot(0, this, [] { ::raise(SIGINT); }); // before anything is under way
        QTimer::singleShot(50, this, [this] {
            m_backend->changeVolume(QStringLiteral("0000000000000011"), [](VolumeInfo &info) {
                info.progress = { QStringLiteral("backup"), 1, 2 };
            });
        });
        QTimer::singleShot(100, this, [this] { m_backend->releaseReplies(); });
        const Ran ran = run(*m_backend, { "volume", "backup", "pgdata", path.toStdString() });
        QCOMPARE(ran.status, kVitrineFailed);
        QVERIFY2(ran.err.contains("the backup was cancelled"), ran.err.constData());
        QVERIFY(m_backend->verbs().contains(QStringLiteral("cancelVolumeJob")));
        QVERIFY(!QFile::exists(path));
    }

    void aRunMakesTheVolumesThatItNames()
    {
        const Ran ran =
            run(*m_backend, { "run", "-d", "--name", "web", "-v", "pgdata:/a", "-v", "fresh:/b", "--", "sleep", "1" });
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(m_backend->verbs().count(QStringLiteral("createVolume")), 1);
        QCOMPARE(m_backend->volumes().back().name, QStringLiteral("fresh"));
    }

    void aRunSaysWhatWillBeLost()
    {
        const Ran ran = run(*m_backend, { "run", "-d", "--name", "web", "--", "redis-server" });
        QVERIFY2(ran.err.contains("note: /var/lib/redis (Redis's data) will be lost"), ran.err.constData());
        QVERIFY(run(*m_backend, { "run", "-d", "--", "sleep", "1" }).err.isEmpty());
    }

    /// An image whose VOLUME is /var/lib/data.
    void addImage()
    {
        ImageInfo image;
        image.id = QStringLiteral("00000000000000aa");
        image.state = ImageState::Ready;
        image.names = QStringList{ QStringLiteral("localhost/db:1") };
        image.config.cmd = { "redis-server" };
        image.config.volumes = { "/var/lib/data" };
        m_backend->addImage(image);
    }
    [[nodiscard]] spec::ContainerSpec lastSpec() const { return m_backend->containers().back().spec; }

    void aRunMakesTheVolumesOfItsImage()
    {
        addImage();
        const Ran ran = run(*m_backend, { "run", "-d", "--name", "web", "localhost/db:1" });
        QVERIFY2(ran.status == 0, ran.err.constData());
        QVERIFY2(ran.err.isEmpty(), ran.err.constData());
        const spec::Mount mount = lastSpec().mounts.at(0);
        QVERIFY(mount.anonymous && mount.target == "/var/lib/data");
        QCOMPARE(mount.source.size(), std::size_t{ 32 });
        QCOMPARE(m_backend->volumes().back().name.toStdString(), mount.source);
        // It stays, unless it is to go as well.
        QVERIFY(run(*m_backend, { "run", "-d", "--name", "other", "localhost/db:1" }).status == 0);
        QCOMPARE(m_backend->volumes().size(), std::size_t{ 4 });
        QCOMPARE(run(*m_backend, { "rm", "-f", "web" }).status, 0);
        QCOMPARE(m_backend->volumes().size(), std::size_t{ 4 });
        const Ran removed = run(*m_backend, { "rm", "-f", "-v", "other" });
        QVERIFY2(removed.status == 0, removed.err.constData());
        QCOMPARE(m_backend->volumes().size(), std::size_t{ 3 });
        QCOMPARE(m_backend->volumes().back().name.toStdString(), mount.source);
    }

    void aRunTakesWhatIsSaidInstead_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("kind"); // -1 is none
        QTest::newRow("tmpfs") << QStringList{ "--image-volume=tmpfs" } << int(spec::MountKind::Tmpfs);
        QTest::newRow("ignore") << QStringList{ "--image-volume", "ignore" } << -1;
        QTest::newRow("volume") << QStringList{ "-v", "pgdata:/var/lib/data" } << int(spec::MountKind::Volume);
        QTest::newRow("folder above") << QStringList{ "-v", "/tmp:/var/lib" } << int(spec::MountKind::Bind);
    }
    void aRunTakesWhatIsSaidInstead()
    {
        QFETCH(QStringList, words);
        QFETCH(int, kind);
        addImage();
        std::vector<std::string> line{ "run", "-d", "--name", "web" };
        for (const QString &word : words)
            line.push_back(word.toStdString());
        line.emplace_back("localhost/db:1");
        const Ran ran = run(*m_backend, line);
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(m_backend->volumes().size(), std::size_t{ 2 });
        QCOMPARE(lastSpec().mounts.size(), std::size_t(kind < 0 ? 0 : 1));
        if (kind >= 0)
            QCOMPARE(int(lastSpec().mounts[0].kind), kind);
        // The image says where its data is, which its program's name would not.
        QCOMPARE(ran.err.contains("note: /var/lib/data"), kind < 0);
        QVERIFY2(!ran.err.contains("/var/lib/redis"), ran.err.constData());
    }

    void aRunThatFailsLeavesNoVolumeOfItsOwn()
    {
        addImage();
        m_backend->failNext(QStringLiteral("create"), { ErrorCode::LimitExceeded, 0, "too many" });
        QVERIFY(run(*m_backend, { "run", "-d", "localhost/db:1" }).status != 0);
        QCOMPARE(m_backend->volumes().size(), std::size_t{ 2 });
    }

    void aRunSaysWhatWordsAreFor()
    {
        const Ran ran = run(*m_backend, { "run", "-d", "-v", "pgdata:/a:z", "--", "sleep", "1" });
        QVERIFY2(ran.err.contains("note: z: labels of SELinux"), ran.err.constData());
    }

private:
    std::unique_ptr<FakeBackend> m_backend;
};

QTEST_GUILESS_MAIN(CliVolumesTest)
#include "tst_CliVolumes.moc"
