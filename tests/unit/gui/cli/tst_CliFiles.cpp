// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/FilesSide.h"
#include "tests/support/FilesHost.h"
#include "tests/unit/gui/cli/Captured.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

using namespace vitrine;
using namespace vitrine::gui;

class TestCliFiles : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_host = std::make_unique<test::FilesHost>();
        m_backend = std::make_unique<FakeBackend>();
        m_backend->setFiles([this] { return m_host->open(); });
        m_backend->setConnection(Connection::Ready);
        ContainerInfo info;
        info.id = QStringLiteral("0123456789abcdef");
        info.name = QStringLiteral("web");
        m_backend->addContainer(info);
        m_backend->addVolume({ QStringLiteral("00000000000000b1"), QStringLiteral("pgdata"), {}, 0, {} });
        m_host->writeBelow("etc/hosts", "127.0.0.1 localhost\n");
    }
    void cleanup()
    {
        m_backend.reset();
        m_host.reset();
    }

    void cpCopiesOut()
    {
        const Ran ran = run(*m_backend, { "cp", "web:/etc/hosts", path("hosts") });
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(text("hosts"), QByteArray("127.0.0.1 localhost\n"));
    }

    void cpCopiesIn()
    {
        m_host->tree().write("mine/a", "a\n");
        const Ran ran = run(*m_backend, { "cp", path("mine"), "web:/srv" });
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(text("merged/srv/a"), QByteArray("a\n"));
        QCOMPARE(run(*m_backend, { "cp", path("mine/."), "web:/etc" }).status, 0);
        QCOMPARE(text("merged/etc/a"), QByteArray("a\n"));
        QCOMPARE(text("merged/etc/hosts"), QByteArray("127.0.0.1 localhost\n"));
    }

    void cpNamesWhatItLeavesOut()
    {
        const std::string fifo = m_host->tree().path("merged/etc/f\033ifo");
        QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
        const Ran ran = run(*m_backend, { "cp", "web:/etc", path("out") });
        QCOMPARE(ran.status, 125);
        QVERIFY2(ran.err.contains("/etc/f\\x1bifo"), ran.err.constData());
        QCOMPARE(text("out/hosts"), QByteArray("127.0.0.1 localhost\n"));
    }

    void cpWantsOneSideInside()
    {
        for (const std::vector<std::string> &words : { std::vector<std::string>{ "cp", "a", "b" },
                                                       { "cp", "web:/a", "web:/b" },
                                                       { "cp", "./web:a", "/b:c" },
                                                       { "cp", "web:/a" } }) {
            const Ran ran = run(*m_backend, words);
            QCOMPARE(ran.status, 125);
            QVERIFY2(ran.err.contains("NAME:PATH"), ran.err.constData());
        }
        QCOMPARE(run(*m_backend, { "cp", "other:/a", "b" }).status, 125);
        QVERIFY(run(*m_backend, { "cp", "web:/nothing", path("x") }).err.contains("/nothing"));
    }

    void aSideIsReadAsItIsMeant()
    {
        using Place = FilesSide::Place;
        const auto is = [](const char *word, Place place, const std::string &name, const std::string &path) {
            const FilesSide side = readSide(word);
            return side.place == place && side.name == name && side.path == path;
        };
        QVERIFY(is("volume:pgdata:/dump.sql", Place::Volume, "pgdata", "/dump.sql"));
        QVERIFY(is("volume:pgdata:", Place::Volume, "pgdata", ""));
        // A container called "volume".
        QVERIFY(is("volume:/pgdata:x", Place::Container, "volume", "/pgdata:x"));
        QVERIFY(is("volume:pgdata", Place::Container, "volume", "pgdata"));
        QVERIFY(is("web:/a:b", Place::Container, "web", "/a:b"));
        QVERIFY(is("./volume:pgdata:/x", Place::Here, "", "./volume:pgdata:/x"));
        QVERIFY(is("-", Place::Stream, "", ""));
    }

    void cpReachesVolumes()
    {
        const Ran out = run(*m_backend, { "cp", "volume:pgdata:/etc/hosts", path("hosts") });
        QVERIFY2(out.status == 0, out.err.constData());
        QCOMPARE(text("hosts"), QByteArray("127.0.0.1 localhost\n"));
        QVERIFY(m_backend->verbs().contains(QStringLiteral("openVolumeFiles")));
        m_host->tree().write("mine/a", "a\n");
        QCOMPARE(run(*m_backend, { "cp", path("mine"), "volume:pgdata:/srv" }).status, 0);
        QCOMPARE(text("merged/srv/a"), QByteArray("a\n"));
        QVERIFY(run(*m_backend, { "cp", "volume:other:/a", path("x") }).err.contains("no volume \"other\""));
    }

    void cpSpeaksTar()
    {
        m_host->tree().write("merged/srv/site/index", "page\n");
        std::filesystem::create_symlink("index", path("merged/srv/site/start"));
        std::filesystem::permissions(path("merged/srv/site/index"), std::filesystem::perms(0640));
        const Ran out = run(*m_backend, { "cp", "web:/srv/site", "-" });
        QVERIFY2(out.status == 0, out.err.constData());
        m_host->tree().write("site.tar", out.out.toStdString());
        QProcess tar;
        tar.start(QStringLiteral("tar"), { QStringLiteral("-tvf"), QString::fromStdString(path("site.tar")) });
        QVERIFY(tar.waitForFinished());
        const QByteArray listed = tar.readAllStandardOutput();
        QVERIFY2(listed.contains("-rw-r-----") && listed.contains("site/index\n")
                     && listed.contains("site/start -> index"),
                 listed.constData());
        // And back, as this program and as tar write it.
        const auto feed = [&](const std::string &target) {
            const UniqueFd before(::dup(STDIN_FILENO));
            const UniqueFd archive(::open(path("site.tar").c_str(), O_RDONLY));
            ::dup2(archive.get(), STDIN_FILENO);
            Ran ran = run(*m_backend, { "cp", "-", target });
            ::dup2(before.get(), STDIN_FILENO);
            return ran;
        };
        m_host->tree().makeDirectory("merged/again");
        const Ran in = feed("volume:pgdata:/again");
        QVERIFY2(in.status == 0, in.err.constData());
        QCOMPARE(text("merged/again/site/index"), QByteArray("page\n"));
        QCOMPARE(std::filesystem::read_symlink(path("merged/again/site/start")).string(), std::string("index"));
        QCOMPARE(std::filesystem::status(path("merged/again/site/index")).permissions(), std::filesystem::perms(0640));
        // Into what is no folder it does not go, and nowhere else whatever the archive says.
        QCOMPARE(feed("web:/etc/hosts").status, 125);
        QCOMPARE(QProcess::execute(QStringLiteral("tar"),
                                   { QStringLiteral("-C"), QString::fromStdString(path("merged/again/site")),
                                     QStringLiteral("--transform=s,^,../../../out/,"), QStringLiteral("-Pcf"),
                                     QString::fromStdString(path("site.tar")), QStringLiteral("index") }),
                 0);
        const Ran evil = feed("web:/again");
        QCOMPARE(evil.status, 125);
        QVERIFY2(evil.err.contains("leads out"), evil.err.constData());
        QVERIFY(!std::filesystem::exists(path("out/index")));
    }

    void volumeFilesListsAFolder()
    {
        const QByteArray table = run(*m_backend, { "volume", "files", "pgdata", "/etc" }).out;
        QVERIFY2(table.contains("-rw-") && table.contains("hosts"), table.constData());
        const QJsonArray json =
            QJsonDocument::fromJson(run(*m_backend, { "volume", "files", "--json", "pgdata" }).out).array();
        QCOMPARE(json.size(), 1);
        QCOMPARE(json[0].toObject()[QStringLiteral("name")].toString(), QStringLiteral("etc"));
        QVERIFY(run(*m_backend, { "volume", "files", "pgdata", "/nothing" }).err.contains("nothing of this name"));
    }

    void diffListsChanges()
    {
        m_host->writeAbove("etc/hosts", "other\n");
        m_host->writeAbove("srv/two\nlines", "x");
        QCOMPARE(run(*m_backend, { "diff", "web" }).out,
                 QByteArray("C /etc\nC /etc/hosts\nA /srv\nA /srv/two\\x0alines\n"));
        const QJsonArray json = QJsonDocument::fromJson(run(*m_backend, { "diff", "--json", "web" }).out).array();
        QCOMPARE(json.size(), 4);
        QCOMPARE(json[3].toObject()[QStringLiteral("path")].toString(), QStringLiteral("/srv/two\nlines"));
        QCOMPARE(json[1].toObject()[QStringLiteral("change")].toString(), QStringLiteral("changed"));
        QCOMPARE(json[1].toObject()[QStringLiteral("bytes")].toInt(), 6);
    }

private:
    std::string path(const char *name) { return m_host->tree().path(name); }
    QByteArray text(const char *name)
    {
        std::ifstream file(path(name));
        return QByteArray::fromStdString({ std::istreambuf_iterator<char>(file), {} });
    }

    std::unique_ptr<test::FilesHost> m_host;
    std::unique_ptr<FakeBackend> m_backend;
};

QTEST_GUILESS_MAIN(TestCliFiles)
#include "tst_CliFiles.moc"
