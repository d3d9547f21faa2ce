// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/gui/cli/Captured.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

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
        QVERIFY(run(*m_backend, { "volume", "--help" }).out.contains("--owner UID[:GID]"));
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

private:
    std::unique_ptr<FakeBackend> m_backend;
};

QTEST_GUILESS_MAIN(CliVolumesTest)
#include "tst_CliVolumes.moc"
