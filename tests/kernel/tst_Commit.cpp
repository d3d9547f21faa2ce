// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a container and an image, by the program itself as an ordinary user, with the real helper and unpacker.
#include "core/ipc/Names.h"
#include "tests/kernel/FrontEnd.h"
#include "tests/kernel/RealHelper.h"
#include "tests/support/Sandbox.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

using namespace vitrine;
using namespace vitrine::test;
using namespace vitrine::tests;

namespace {

constexpr int kKills = 12;

using Ran = FrontEnd::Ran;

Ran shell(const QString &directory, const std::string &script)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(directory);
    process.start(QStringLiteral("/bin/sh"), { QStringLiteral("-ec"), QString::fromStdString(script) });
    process.waitForFinished(60'000);
    return { process.exitCode(), process.readAll() };
}

} // namespace

class TestCommit : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("PATH", qgetenv("PATH") + ":/usr/sbin:/sbin");
        for (const char *program : { "umoci", "busybox", "tar", "skopeo" }) {
            if (QStandardPaths::findExecutable(program).isEmpty())
                QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(QString::fromLatin1(program))));
        }
        m_helper = std::make_unique<RealHelper>();
        m_directory = QString::fromStdString(m_tree.makeDirectory("work"));
        const Ran made =
            shell(m_directory,
                  "mkdir -p l1/bin l1/etc l1/old; cp /bin/busybox l1/bin; ln -s busybox l1/bin/sh\n"
                  "for p in ls rm cat echo sleep stat; do ln -s busybox l1/bin/$p; done\n"
                  "echo one > l1/kept; echo two > l1/hidden; echo three > l1/old/file\n"
                  "echo 'root:x:0:0::/:/bin/sh' > l1/etc/passwd; cp l1/kept l1/theirs; chown 33:7 l1/theirs\n"
                  "umoci init --layout oci; umoci new --image oci:1; tar --numeric-owner -C l1 -cf l1.tar .\n"
                  "umoci raw add-layer --image oci:1 l1.tar\n"
                  "umoci config --image oci:1 --config.cmd /bin/sh --config.env MADE=here\n"
                  "tar -C oci -cf base.tar .; tar -C l1 -cf root.tar .; chmod 0777 .");
        QVERIFY2(made.status == 0, made.said.constData());
        ::chmod(m_tree.path("").c_str(), 0755);
    }
    void cleanupTestCase() { m_helper.reset(); }
    void init() { QCOMPARE(front({ "image", "import", file("base.tar"), "base:1" }).status, 0); }
    void cleanup()
    {
        for (const QByteArray &id : lines({ "ps", "-aq" }))
            front({ "rm", "-f", id.toStdString() });
        for (const QByteArray &id : lines({ "image", "ls", "-q" }))
            front({ "image", "rm", id.toStdString() });
        QVERIFY(m_helper->rig().names("state/layers/1000").empty());
        shell(m_directory, "rm -rf out* bundle layout");
    }

    void aCommitHasWhatWasWrittenAndWhatTheImageHad()
    {
        QCOMPARE(front({ "run", "--name", "c", "base:1", "sh", "-c",
                         "echo new > /new; rm /hidden; rm -r /old; echo more >> /kept" })
                     .status,
                 0);
        const Ran done = front({ "commit", "-m", "a word", "-a", "me", "-c", "CMD [\"sh\",\"-c\",\"cat /new\"]", "-c",
                                 "ENV MORE=\"two words\"", "c", "mine" });
        QVERIFY2(done.status == 0, done.said.constData());
        const Ran ran = front({ "run", "--rm", "mine:latest" });
        QCOMPARE(ran.said, QByteArray("new\n"));
        const Ran looked = front({ "run", "--rm", "mine:latest", "sh", "-c",
                                   "[ ! -e /hidden ] && [ ! -e /old ] && cat /kept && echo $MADE $MORE && "
                                   "stat -c %u:%g /theirs" });
        QCOMPARE(looked.said, QByteArray("one\nmore\nhere two words\n33:7\n"));
        const QJsonObject image = inspect("mine");
        QCOMPARE(image["layers"].toArray().size(), qsizetype{ 2 });
        QCOMPARE(image["layers"].toArray()[0].toObject()["sharedWith"].toInt(), 1);
        const QJsonObject config = image["config"].toObject();
        QCOMPARE(config["author"].toString(), QStringLiteral("me"));
        QCOMPARE(config["history"].toArray().last().toObject()["comment"].toString(), QStringLiteral("a word"));
        // It stands by itself.
        QCOMPARE(front({ "rm", "c" }).status, 0);
        QCOMPARE(front({ "image", "rm", "base:1" }).status, 0);
        QCOMPARE(front({ "run", "--rm", "mine" }).said, QByteArray("new\n"));
    }

    void whatIsExportedIsWhatOthersRead_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("oci") << "oci-archive";
        QTest::newRow("docker") << "docker-archive";
    }
    void whatIsExportedIsWhatOthersRead()
    {
        QFETCH(QString, format);
        front({ "run", "--name", "c", "base:1", "sh", "-c", "echo new > /new; rm -r /old" });
        QCOMPARE(front({ "commit", "c", "mine" }).status, 0);
        const Ran written = front({ "image", "export", "--format", format.toStdString(), "mine", file("out.tar") });
        QVERIFY2(written.status == 0, written.said.constData());
        // Never over what is there.
        QCOMPARE(front({ "image", "export", "mine", file("out.tar") }).status, 125);
        const Ran read = shell(m_directory,
                               "skopeo --insecure-policy copy -q " + format.toStdString()
                                   + ":out.tar oci:layout:x\n umoci unpack --image layout:x bundle\n"
                                     "cat bundle/rootfs/new bundle/rootfs/kept; stat -c %u:%g bundle/rootfs/theirs\n"
                                     "[ ! -e bundle/rootfs/old ]");
        QVERIFY2(read.status == 0, read.said.constData());
        QVERIFY2(read.said.endsWith("new\none\n33:7\n"), read.said.constData());
        QCOMPARE(front({ "image", "import", file("out.tar"), "again" }).status, 0);
        QCOMPARE(inspect("again")["config"].toObject(), inspect("mine")["config"].toObject());
        QCOMPARE(front({ "run", "--rm", "again", "sh", "-c", "cat /new && [ ! -e /old ]" }).said, QByteArray("new\n"));
    }

    void theFilesOfAContainerAreExported()
    {
        front({ "run", "--name", "c", "base:1", "sh", "-c", "echo new > /new; rm -r /old; echo more >> /kept" });
        const Ran written = front({ "export", "c", file("out.tar") });
        QVERIFY2(written.status == 0, written.said.constData());
        const Ran read = shell(m_directory,
                               "mkdir outdir; tar --numeric-owner -C outdir -xpf out.tar\n"
                               "cat outdir/new outdir/kept; stat -c %u:%g outdir/theirs outdir/new\n"
                               "[ ! -e outdir/old ]; tar -tf out.tar | { ! grep -F .wh.; }");
        QVERIFY2(read.status == 0, read.said.constData());
        QCOMPARE(read.said, QByteArray("new\none\nmore\n33:7\n0:0\n"));
        const Ran image = front({ "image", "export", "--format=rootfs", "base:1", "-" });
        QCOMPARE(image.status, 0);
        QVERIFY(image.said.contains("old/file") && image.said.size() % 512 == 0);
    }

    void anArchivesContainerBecomesOneLayer()
    {
        const Ran made = front({ "create", "--name", "c", "--rootfs", file("root.tar"), "sh", "-c", "cat /new" });
        QVERIFY2(made.status == 0, made.said.constData());
        QVERIFY(QTest::qWaitFor([&] { return front({ "ps", "-a" }).said.contains("created"); }, 20'000));
        front({ "start", "c" });
        QCOMPARE(front({ "commit", "c", "whole" }).status, 0);
        QCOMPARE(inspect("whole")["layers"].toArray().size(), qsizetype{ 1 });
        QCOMPARE(front({ "run", "--rm", "whole", "sh", "-c", "cat /kept" }).said, QByteArray("one\n"));
    }

    void whatIsNotInVitrinesKeepingIsRefused()
    {
        front({ "create", "--name", "c", "--host", "--", "true" });
        const Ran refused = front({ "commit", "c", "mine" });
        QCOMPARE(refused.status, 125);
        QVERIFY2(refused.said.contains("keeping"), refused.said.constData());
        QCOMPARE(front({ "export", "c", file("out.tar") }).status, 125);
        QVERIFY(!QFileInfo::exists(QString::fromStdString(file("out.tar"))));
        QVERIFY(front({ "commit", "-c", "FROM x", "c", "mine" }).said.contains("begins with"));
    }

    void killedHelperLeavesNothingHalfDone()
    {
        front({ "run", "-d", "--name", "c", "base:1", "sh", "-c",
                "for i in 1 2 3 4 5 6 7 8; do busybox head -c 3000000 /dev/urandom > /f$i; done; echo yes > /done; "
                "while :; do sleep 1; done" });
        QVERIFY(QTest::qWaitFor([&] { return front({ "exec", "c", "cat", "/done" }).status == 0; }, 30'000));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(front({ "commit", "c", "mine" }).status, 0);
        const auto whole = static_cast<unsigned long>(timer.elapsed()) * 1000;
        QCOMPARE(front({ "image", "rm", "mine" }).status, 0);
        int interrupted = 0;
        for (unsigned long i = 0; i < kKills; ++i) {
            QProcess commit;
            program().start(commit, { "commit", "c", "mine" });
            ::usleep(static_cast<useconds_t>(whole * (i + 1) / kKills));
            m_helper->rig().killHelper();
            QVERIFY(m_helper->rig().startHelper());
            commit.waitForFinished(10'000);
            const bool isThere = front({ "image", "ls" }).said.contains("mine");
            interrupted += isThere ? 0 : 1;
            QCOMPARE(m_helper->rig().names("state/layers/1000").size(), std::size_t(isThere ? 2 : 1));
            // It runs, and not only by name.
            QVERIFY2(front({ "ps" }).said.contains("running"), front({ "ps" }).said.constData());
            QCOMPARE(front({ "exec", "c", "cat", "/done" }).said, QByteArray("yes\n"));
            if (isThere)
                QCOMPARE(front({ "image", "rm", "mine" }).status, 0);
        }
        qInfo("%d kills, %d of them before the image was there", kKills, interrupted);
        QVERIFY(interrupted > 0);
    }

private:
    [[nodiscard]] FrontEnd program() const { return { m_helper->rig(), VITRINE_PROGRAM }; }
    Ran front(const std::vector<std::string> &words) const { return program().run(words); }
    [[nodiscard]] QList<QByteArray> lines(const std::vector<std::string> &words) const
    {
        auto found = front(words).said.split('\n');
        found.removeAll(QByteArray());
        return found;
    }
    [[nodiscard]] QJsonObject inspect(const std::string &name) const
    {
        return QJsonDocument::fromJson(front({ "image", "inspect", "--json", name }).said).object();
    }
    [[nodiscard]] std::string file(const char *name) const { return m_tree.path(std::string("work/") + name); }

    TempTree m_tree;
    QString m_directory;
    std::unique_ptr<RealHelper> m_helper;
};

int main(int argc, char **argv)
{
    return runInSandbox([&] {
        QCoreApplication application(argc, argv);
        TestCommit test;
        return QTest::qExec(&test, argc, argv);
    });
}
#include "tst_Commit.moc"
