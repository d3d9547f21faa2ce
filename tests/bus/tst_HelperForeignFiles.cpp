// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"
#include "tests/support/SilentFile.h"

#include "core/ipc/Names.h"

#include <QElapsedTimer>
#include <QtTest>

#include <sched.h>
#include <sys/mount.h>

#include <csignal>

using namespace vitrine;
using namespace vitrine::test;

namespace {

constexpr qint64 kSoonMs = 5000;

} // namespace

/// Files whose server never lets them be closed: the kernel waits for it at every close, and nothing ends that. The bus
/// itself may close them here, as it would not be heard of again otherwise.
class TestHelperForeignFiles : public HelperTest {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (SilentFile().fd() < 0)
            QSKIP("mounting a FUSE file system takes root and /dev/fuse");
        // As systemd has it on every computer.
        QCOMPARE(::unshare(CLONE_NEWNS), 0);
        QCOMPARE(::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
        QCOMPARE(::mount("fusectl", "/sys/fs/fuse/connections", "fusectl", 0, nullptr), 0);
    }

    void descriptorOfAnyMessageHoldsNobodyUp_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("member");
        QTest::addRow("call that is refused") << QByteArray(ipc::kManagerPath) << QByteArray("ImportImage");
        QTest::addRow("call with other arguments") << QByteArray(ipc::kManagerPath) << QByteArray("Ping");
        QTest::addRow("unknown method") << QByteArray(ipc::kManagerPath) << QByteArray("Nothing");
        QTest::addRow("unknown object") << QByteArray("/nothing") << QByteArray("Ping");
    }
    void descriptorOfAnyMessageHoldsNobodyUp()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, member);
        const auto file = openFile();
        const auto call =
            m_client->begin(path.toStdString(), ipc::kManagerInterface, member.constData(), "sh", "{", file->fd());
        QTRY_VERIFY(!file->waitInClose().empty());
        QVERIFY(answersSoon());
        QVERIFY(!m_client->take(call));
    }

    void manyDescriptorsHoldNobodyUp()
    {
        const auto file = openFile();
        for (int i = 0; i < 100; ++i)
            m_client->begin(ipc::kManagerPath, ipc::kManagerInterface, "Nothing", "h", file->fd());
        QTRY_VERIFY(file->waitInClose().size() > 10);
        QVERIFY(answersSoon());
    }

    /// What is started gets no copy of what others have handed over, which it would have to close.
    void preparationFromSuchAFileHoldsUpNoOtherStart()
    {
        const auto file = openFile();
        const std::string spec = specJson("web", R"("run")", R"("root":{"kind":"tar","path":"/root.tar"})");
        QVERIFY(m_client->call(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", spec.c_str(), 1, "root",
                               file->fd()));
        QTRY_VERIFY(file->unanswered() > 0);
        QElapsedTimer timer;
        timer.start();
        const std::string other = m_client->create(specJson("other"));
        QVERIFY(m_client->start(other));
        QVERIFY(timer.elapsed() < kSoonMs);
        QVERIFY(answersSoon());
    }

    void helperEndsAlthoughADescriptorIsBeingClosed()
    {
        const auto file = openFile();
        m_client->begin(ipc::kManagerPath, ipc::kManagerInterface, "Nothing", "h", file->fd());
        QTRY_VERIFY(!file->waitInClose().empty());
        ::kill(m_rig->helperPid(), SIGTERM);
        QVERIFY(m_rig->helperEnds());
        QVERIFY(m_rig->startHelper());
    }

private:
    [[nodiscard]] std::unique_ptr<SilentFile> openFile() const
    {
        auto file = std::make_unique<SilentFile>();
        file->letOnlyClose({ m_rig->busPid() });
        return file;
    }

    [[nodiscard]] bool answersSoon() const
    {
        QElapsedTimer timer;
        timer.start();
        return m_rig->client()->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping") && timer.elapsed() < kSoonMs;
    }
};

QTEST_GUILESS_MAIN(TestHelperForeignFiles)
#include "tst_HelperForeignFiles.moc"
