// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/CommandLineTool.h"
#include "tests/support/FakeBackend.h"

#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

struct Ran {
    int status = -1;
    QByteArray text; ///< standard output and error together
};

Ran run(FakeBackend &backend, const std::vector<std::string> &words)
{
    QTemporaryFile file;
    if (!file.open())
        qFatal("no temporary file to be had");
    int before[]{ ::dup(STDOUT_FILENO), ::dup(STDERR_FILENO) };
    ::dup2(file.handle(), STDOUT_FILENO);
    ::dup2(file.handle(), STDERR_FILENO);
    const int status = runWords(backend, words);
    for (const int fd : { STDOUT_FILENO, STDERR_FILENO }) {
        ::dup2(before[fd - STDOUT_FILENO], fd);
        ::close(before[fd - STDOUT_FILENO]);
    }
    file.seek(0);
    return { status, file.readAll() };
}

} // namespace

class MountCommandTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_backend = std::make_unique<FakeBackend>();
        ContainerInfo info;
        info.id = QStringLiteral("0123456789abcdef");
        info.name = QStringLiteral("web");
        info.state = ipc::ContainerState::Running;
        info.spec.name = "web";
        m_backend->addContainer(info);
        m_backend->start();
    }

    void addsKeepsListsAndRemoves()
    {
        QCOMPARE(run(*m_backend, { "mount", "add", "web", "/srv/data:/data:ro" }).status, 0);
        QCOMPARE(m_backend->calls().back().detail, QStringLiteral("/data"));
        QCOMPARE(run(*m_backend, { "mount", "add", "--keep", "--tmpfs", "/cache:size=1m", "web" }).status, 0);
        QCOMPARE(m_backend->calls().back().detail, QStringLiteral("/cache keep"));
        const Ran listed = run(*m_backend, { "mount", "ls", "web" });
        QCOMPARE(listed.text,
                 QByteArray("INSIDE  FROM           NOW        AT NEXT START\n"
                            "/data   /srv/data      read-only  -\n"
                            "/cache  memory, 1 MiB  writable   writable\n"));
        const auto states =
            spec::mountStatesFromJson(run(*m_backend, { "mount", "ls", "--json", "web" }).text.trimmed().toStdString());
        QCOMPARE(states->size(), std::size_t{ 2 });
        QCOMPARE(run(*m_backend, { "mount", "rm", "web", "/cache", "--keep" }).status, 0);
        QCOMPARE(m_backend->calls().back().detail, QStringLiteral("/cache keep"));
    }

    void saysWhyAMountCannotBeUsed()
    {
        spec::MountVerdict verdict;
        verdict.isTried = verdict.canRead = true;
        verdict.outside = { 0, 0 };
        verdict.inside = { spec::kNobody, spec::kNobody };
        m_backend->setVerdicts({ verdict });
        const Ran added = run(*m_backend, { "mount", "add", "web", "/srv/data:/data" });
        QCOMPARE(added.status, 0);
        QVERIFY2(added.text.contains("cannot write") && added.text.contains("read-only (:ro)"), added.text.constData());
        const Ran started = run(*m_backend, { "run", "-d", "-v", "/srv/data:/data", "--", "sleep", "1" });
        QVERIFY2(started.text.contains("cannot write"), started.text.constData());
    }

    void refusesWhatIsNoMount_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addRow("nothing") << QStringList{};
        QTest::addRow("no verb") << QStringList{ "web", "/a:/b" };
        QTest::addRow("no place") << QStringList{ "add", "web" };
        QTest::addRow("no colon") << QStringList{ "add", "web", "/srv" };
        QTest::addRow("kernel") << QStringList{ "add", "web", "/srv:/proc/x" };
        QTest::addRow("too many") << QStringList{ "rm", "web", "/a", "/b" };
        QTest::addRow("no such container") << QStringList{ "ls", "nobody" };
    }
    void refusesWhatIsNoMount()
    {
        QFETCH(QStringList, words);
        std::vector<std::string> all{ "mount" };
        for (const QString &word : words)
            all.push_back(word.toStdString());
        const Ran refused = run(*m_backend, all);
        QCOMPARE(refused.status, 125);
        QVERIFY2(refused.text.startsWith("vitrine: "), refused.text.constData());
        QVERIFY(!m_backend->verbs().contains(QStringLiteral("addMount")));
    }

private:
    std::unique_ptr<FakeBackend> m_backend;
};

QTEST_GUILESS_MAIN(MountCommandTest)
#include "tst_MountCommand.moc"
