// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakeBackend.h"

#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

ContainerInfo web()
{
    ContainerInfo info;
    info.id = "a";
    info.name = "web";
    info.state = ipc::ContainerState::Running;
    return info;
}

} // namespace

class FakeBackendTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersFromTheEventLoopAndChangesTheContainer();
    void holdsRepliesUntilReleased();
    void failsOnceAsScripted();
    void forgetsTheReplyOfADeletedReceiver();
};

void FakeBackendTest::answersFromTheEventLoopAndChangesTheContainer()
{
    FakeBackend backend;
    backend.addContainer(web());
    QSignalSpy changed(&backend, &Backend::containerChanged);
    bool answered = false;
    backend.pause("a", { this, [&](Result<> result) { answered = result.has_value(); } });
    QVERIFY(!answered);
    QTRY_VERIFY(answered);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(backend.container("a")->state, ipc::ContainerState::Paused);
    QCOMPARE(backend.verbs(), QStringList{ "pause" });
}

void FakeBackendTest::holdsRepliesUntilReleased()
{
    FakeBackend backend;
    backend.holdReplies();
    QString id;
    backend.create({}, { this, [&](Result<QString> result) { id = result.value_or(QString()); } });
    QCoreApplication::processEvents();
    QCOMPARE(backend.heldReplies(), 1);
    QVERIFY(id.isEmpty());
    backend.releaseReplies();
    QVERIFY(backend.container(id).has_value());
}

void FakeBackendTest::failsOnceAsScripted()
{
    FakeBackend backend;
    backend.addContainer(web());
    backend.failNext("stop", Error{ ErrorCode::NotAuthorized, 0, "Not allowed" });
    std::vector<bool> outcomes;
    const auto note = [&](Result<> result) { outcomes.push_back(result.has_value()); };
    backend.stop("a", 0, { this, note });
    backend.stop("a", 0, { this, note });
    QTRY_COMPARE(outcomes, (std::vector<bool>{ false, true }));
}

void FakeBackendTest::forgetsTheReplyOfADeletedReceiver()
{
    FakeBackend backend;
    backend.addContainer(web());
    bool answered = false;
    {
        QObject receiver;
        backend.pause("a", { &receiver, [&](Result<>) { answered = true; } });
    }
    QTRY_COMPARE(backend.container("a")->state, ipc::ContainerState::Paused);
    QVERIFY(!answered);
}

QTEST_GUILESS_MAIN(FakeBackendTest)
#include "tst_FakeBackend.moc"
