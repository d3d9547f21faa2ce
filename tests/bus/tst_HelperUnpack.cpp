// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bus/HelperTest.h"
#include "tests/support/SilentFile.h"

#include "core/ipc/Names.h"

#include <QElapsedTimer>
#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

using namespace vitrine;
using namespace vitrine::test;

/// Containers that are made from an archive.
class TestHelperUnpack : public HelperTest {
    Q_OBJECT

private slots:
    void archiveIsUnpackedInTheBackground()
    {
        const std::string id = createFromArchive("good");
        QVERIFY(m_client->waitForState(id, "created"));
        QCOMPARE(fileText(m_rig->tree().path("state/containers/" + id + "/rootfs/unpacked")), std::string("good"));
        QVERIFY(m_client->start(id));
    }

    void unpackerRunsInTheCgroupOfItsUser()
    {
        createFromArchive("good");
        QCOMPARE(m_rig->names("run-host/jobs"), std::vector<std::string>{ std::to_string(::geteuid()) });
    }

    void refusedArchiveIsAFailedEnd()
    {
        const std::string id = createFromArchive("bad");
        QVERIFY(m_client->waitForState(id, "ended"));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("step":"unpack")"));
        QVERIFY(contains(m_client->property(id, "Ended"), "leads out of the root"));
    }

    void preparationIsCancelledAndGone()
    {
        const std::string id = createFromArchive("slow");
        QCOMPARE(m_client->property(id, "State"), std::string("preparing"));
        QCOMPARE(m_client->start(id).errorName, std::string("io.vitrine.Error.BadState"));
        QCOMPARE(m_client->verb(id, "Remove", "b", 0).errorName, std::string("io.vitrine.Error.BadState"));
        QVERIFY(m_client->verb(id, "Cancel"));
        QVERIFY(m_client->list().empty());
        QVERIFY(m_rig->names("state/containers").empty());
        QVERIFY(m_rig->names("state/trash").empty());
    }

    void preparationsAreTwoAtATime()
    {
        const std::string first = createFromArchive("slow", "first");
        createFromArchive("slow", "second");
        const UniqueFd archive(::open(m_rig->tree().write("root.tar", "slow").c_str(), O_RDONLY | O_CLOEXEC));
        QCOMPARE(tryFromArchive(archive.get(), "third").errorName, std::string("io.vitrine.Error.LimitExceeded"));
        QCOMPARE(m_client->list().size(), std::size_t{ 2 });
        QVERIFY(m_client->verb(first, "Cancel"));
        QVERIFY(tryFromArchive(archive.get(), "third"));
    }

    void preparationThatStandsStillIsGivenUp()
    {
        m_rig->killHelper();
        ::setenv("VITRINE_TEST_UNPACK_STALL_MS", "300", 1);
        QVERIFY(m_rig->startHelper());
        ::unsetenv("VITRINE_TEST_UNPACK_STALL_MS");
        const std::string id = createFromArchive("slow");
        QVERIFY(m_client->waitForState(id, "ended"));
        QVERIFY(contains(m_client->property(id, "Ended"), "nothing more came of it"));
    }

    /// CVE-2024-9676 and its like: a server that never answers holds nobody up but the unpacker.
    void archiveOfASilentServerHoldsNobodyUp()
    {
        auto file = std::make_unique<SilentFile>();
        if (file->fd() < 0)
            QSKIP("mounting a FUSE file system takes root and /dev/fuse");
        const auto other = m_rig->client();
        const auto creation = beginFromArchive(file->fd(), "web");
        QTRY_VERIFY(file->unanswered() > 0);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(other->call(ipc::kManagerPath, ipc::kManagerInterface, "Ping"));
        QVERIFY(timer.elapsed() < 5000);
        const std::string path = m_client->take(creation).text();
        const std::string id = path.substr(path.rfind('/') + 1);
        QCOMPARE(m_client->property(id, "State"), std::string("preparing"));
        file.reset();
        QVERIFY(m_client->waitForState(id, "created"));
    }

    void cancelAnswersThoughTheKernelHoldsTheUnpacker()
    {
        auto file = std::make_unique<SilentFile>();
        if (file->fd() < 0)
            QSKIP("mounting a FUSE file system takes root and /dev/fuse");
        const std::string path = tryFromArchive(file->fd()).text();
        const std::string id = path.substr(path.rfind('/') + 1);
        QTRY_VERIFY(file->unanswered() > 0);
        QCOMPARE(m_client->verb(id, "Cancel").errorName, std::string("io.vitrine.Error.Timeout"));
        // Its ids are still in use, so it is still there; it goes when the kernel lets go.
        QCOMPARE(m_client->property(id, "State"), std::string("preparing"));
        QCOMPARE(m_client->verb(id, "Cancel").errorName, std::string("io.vitrine.Error.Busy"));
        file.reset();
        QTRY_VERIFY(m_client->list().empty());
        QVERIFY(m_rig->names("state/trash").empty());
    }

    void interruptedPreparationIsAFailedEnd()
    {
        const std::string id = createFromArchive("slow");
        m_rig->killHelper();
        QVERIFY(m_rig->startHelper());
        QCOMPARE(m_client->property(id, "State"), std::string("ended"));
        QVERIFY(contains(m_client->property(id, "Ended"), R"("step":"unpack")"));
    }

private:
    std::uint64_t beginFromArchive(int archive, const std::string &name)
    {
        const std::string spec = specJson(name, R"("run")", R"("root":{"kind":"tar","path":"/root.tar"})");
        return m_client->begin(ipc::kManagerPath, ipc::kManagerInterface, "Create", "sa{sh}", spec.c_str(), 1, "root",
                               archive);
    }
    Answer tryFromArchive(int archive, const std::string &name = "web")
    {
        return m_client->take(beginFromArchive(archive, name));
    }
    std::string createFromArchive(const std::string &content, const std::string &name = "web")
    {
        const UniqueFd archive(::open(m_rig->tree().write("root.tar", content).c_str(), O_RDONLY | O_CLOEXEC));
        const std::string path = tryFromArchive(archive.get(), name).text();
        return path.substr(path.rfind('/') + 1);
    }
};

QTEST_GUILESS_MAIN(TestHelperUnpack)
#include "tst_HelperUnpack.moc"
