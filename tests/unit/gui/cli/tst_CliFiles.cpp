// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FilesHost.h"
#include "tests/unit/gui/cli/Captured.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

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
