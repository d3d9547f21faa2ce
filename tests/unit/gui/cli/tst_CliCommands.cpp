// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/ConsoleFrame.h"
#include "gui/cli/Session.h"
#include "tests/support/FakeBackend.h"
#include "tests/unit/gui/cli/Captured.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

/// The same into a pipe that nobody reads.
Ran runUnread(FakeBackend &backend, const std::vector<std::string> &words)
{
    int fds[2];
    if (::pipe2(fds, O_CLOEXEC) != 0)
        qFatal("no pipe to be had");
    ::close(fds[0]);
    const int before = ::dup(STDOUT_FILENO);
    ::dup2(fds[1], STDOUT_FILENO);
    ::close(fds[1]);
    Captured err(STDERR_FILENO);
    const int status = runWords(backend, words);
    ::dup2(before, STDOUT_FILENO);
    ::close(before);
    return { status, {}, err.text() };
}

void sendFrame(int socket, ipc::FrameType type, std::string_view payload)
{
    const std::string packet = ipc::encodeFrame(type, payload);
    QCOMPARE(::send(socket, packet.data(), packet.size(), 0), static_cast<ssize_t>(packet.size()));
}

ContainerInfo web()
{
    ContainerInfo info;
    info.id = "0123456789abcdef";
    info.name = "web";
    info.state = ipc::ContainerState::Running;
    info.initPid = 12;
    info.spec.name = "web";
    info.spec.command = { "sleep", "100" };
    info.spec.limits.memoryBytes = 64 << 20;
    return info;
}

} // namespace

class CliCommandsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void helpsWithEveryCommand();
    void saysThatACommandIsUnknown();
    void refusesOptionsThatNobodyKnows();
    void helpsBehindAnOptionWithAValue();
    void saysThatNothingCouldBeWritten();
    void startsAnAgentBeforeItAsks();
    void saysThatTheHelperIsLost();
    void listsForProgramsAndPeople();
    void findsByTheBeginningOfAnId();
    void makesOneCallAVerb_data();
    void makesOneCallAVerb();
    void goesOnAfterAnUnknownName();
    void setsOneLimitAndLeavesTheOthers();
    void takesALimitAway();
    void updateSaysWhatIsInForceAndWhatWaits();
    void revertTakesBackWhatWaits();
    void updateMakesTheVolumesThatItNames();
    void runsInTheBackgroundAndPrintsTheId();
    void runsAndExitsAsTheCommandDid();
    void handsTheEndOfTheReaderOnToWhatItStarted();
    void leavesWhatItOnlyLooksAt();
    void leavesAnExecWithoutAWord();
    void saysWhatFailedAndExitsAsShellsDo();
    void waitsUntilTheRootIsUnpacked();
    void printsTheLog();
    void printsTheLastLines();
    void checksWithoutAHelper();
};

void CliCommandsTest::helpsWithEveryCommand()
{
    FakeBackend backend;
    const QByteArray overview = run(backend, { "--help" }).out;
    for (const char *name : { "run", "ps", "inspect", "set", "stats", "logs", "exec", "attach", "stop", "kill", "pause",
                              "resume", "restart", "rm", "rename", "check" }) {
        QVERIFY2(overview.contains(QByteArray("  ") + name + " "), name);
        const Ran ran = run(backend, { name, "--help" });
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.out.startsWith(QByteArray("Usage: vitrine ") + name), name);
    }
    QVERIFY(run(backend, { "run", "--help" }).out.contains("--memory"));
    QVERIFY(backend.verbs().isEmpty());
}

void CliCommandsTest::saysThatACommandIsUnknown()
{
    FakeBackend backend;
    const Ran ran = run(backend, { "frob" });
    QCOMPARE(ran.status, 125);
    QVERIFY(ran.err.startsWith("vitrine: There is no command \"frob\""));
}

void CliCommandsTest::refusesOptionsThatNobodyKnows()
{
    FakeBackend backend;
    const Ran ran = run(backend, { "--jsno", "ps" });
    QCOMPARE(ran.status, 125);
    QVERIFY(ran.err.startsWith("vitrine: \"--jsno\" is not known here"));
    QVERIFY(run(backend, { "-style", "Fusion", "ps" }).err.startsWith("vitrine: \"ps\" is not known here"));
    QVERIFY(backend.verbs().isEmpty());
}

void CliCommandsTest::helpsBehindAnOptionWithAValue()
{
    FakeBackend backend;
    const Ran ran = run(backend, { "run", "--name", "x", "--help" });
    QCOMPARE(ran.status, 0);
    QVERIFY(ran.out.startsWith("Usage: vitrine run"));
    QVERIFY(run(backend, { "stop", "web", "--help" }).out.startsWith("Usage: vitrine stop"));
}

void CliCommandsTest::saysThatNothingCouldBeWritten()
{
    FakeBackend backend;
    backend.addContainer(web());
    backend.setLog(web().id, "2026-11-23T21:00:00.000000001Z stdout F one\n");
    const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    const std::vector<std::vector<std::string>> lines{
        { "ps" }, { "ps", "--json" }, { "inspect", "web" }, { "logs", "web" }, { "--help" }
    };
    for (const auto &line : lines) {
        const UniqueFd before(::dup(STDOUT_FILENO));
        Captured err(STDERR_FILENO);
        ::dup2(full.get(), STDOUT_FILENO);
        const int status = runWords(backend, line);
        ::dup2(before.get(), STDOUT_FILENO);
        QCOMPARE(status, 125);
        QVERIFY(err.text().endsWith(": No space left on device\n"));
    }
}

void CliCommandsTest::startsAnAgentBeforeItAsks()
{
    QTemporaryDir folder;
    const QString told = folder.filePath("told");
    QFile program(folder.filePath("agent"));
    QVERIFY(program.open(QIODevice::WriteOnly));
    // It takes its time before it says that it is there.
    program.write("#!/bin/sh\nsleep 0.3\necho \"$$ $*\" >'" + told.toUtf8()
                  + "'\neval \"exec $5>&-\"\nexec sleep 1000\n");
    program.close();
    program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    const QByteArray path = program.fileName().toUtf8();
    FakeBackend backend;
    backend.addContainer(web());
    QByteArrayList words;
    {
        Session session(backend, path.constData());
        QVERIFY(session.connect());
        QVERIFY(session.ask<void>([&](Reply<void> reply) {
            QFile file(told);
            QVERIFY(file.open(QIODevice::ReadOnly));
            words = file.readAll().trimmed().split(' ');
            backend.pause(web().id, std::move(reply));
        }));
    }
    QCOMPARE(words.size(), 6);
    QCOMPARE(words.mid(1, 4),
             (QByteArrayList{ "--process", QByteArray::number(::getpid()), "--fallback", "--notify-fd" }));
    QCOMPARE(::kill(words.first().toInt(), 0), -1); // it has ended with the session
}

void CliCommandsTest::saysThatTheHelperIsLost()
{
    FakeBackend backend;
    backend.setConnection(Connection::Lost, "Nobody is there");
    const Ran ran = run(backend, { "ps" });
    QCOMPARE(ran.status, 125);
    QCOMPARE(ran.err, "vitrine: Nobody is there\n");
}

void CliCommandsTest::listsForProgramsAndPeople()
{
    FakeBackend backend;
    backend.addContainer(web());
    const auto array = QJsonDocument::fromJson(run(backend, { "ps", "--json" }).out).array();
    QCOMPARE(array.size(), 1);
    QCOMPARE(array.at(0).toObject()["initPid"].toInt(), 12);
    const QByteArray table = run(backend, { "ps" }).out;
    QVERIFY(table.contains("web   running"));
    QVERIFY(table.contains("64 MiB"));
    QCOMPARE(run(backend, { "ps", "-q" }).out, "0123456789abcdef\n");
}

void CliCommandsTest::findsByTheBeginningOfAnId()
{
    FakeBackend backend;
    backend.addContainer(web());
    const auto object = QJsonDocument::fromJson(run(backend, { "inspect", "--json", "0123" }).out).object();
    QCOMPARE(object["name"].toString(), "web");
    QCOMPARE(object["spec"].toObject()["command"].toArray().size(), 2);
    QCOMPARE(run(backend, { "inspect", "4567" }).err, "vitrine: There is no container \"4567\"\n");
}

void CliCommandsTest::makesOneCallAVerb_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("detail");
    QTest::newRow("stop") << QStringList{ "stop", "web" } << "stop"
                          << "4294967295";
    QTest::newRow("stop soon") << QStringList{ "stop", "-t", "3", "web" } << "stop"
                               << "3000";
    QTest::newRow("kill") << QStringList{ "kill", "web" } << "kill"
                          << "9";
    QTest::newRow("kill with") << QStringList{ "kill", "-s", "HUP", "web" } << "kill"
                               << "1";
    QTest::newRow("pause") << QStringList{ "pause", "web" } << "pause"
                           << "";
    QTest::newRow("resume") << QStringList{ "resume", "web" } << "resume"
                            << "";
    QTest::newRow("start") << QStringList{ "start", "web" } << "startContainer"
                           << "";
    QTest::newRow("restart") << QStringList{ "restart", "-t1", "web" } << "restart"
                             << "1000";
    QTest::newRow("rm") << QStringList{ "rm", "web" } << "remove"
                        << "";
    QTest::newRow("rm by force") << QStringList{ "rm", "-f", "web" } << "remove"
                                 << "force";
    QTest::newRow("rename") << QStringList{ "rename", "web", "net" } << "rename"
                            << "net";
}

void CliCommandsTest::makesOneCallAVerb()
{
    QFETCH(QStringList, words);
    QFETCH(QString, verb);
    QFETCH(QString, detail);
    FakeBackend backend;
    backend.setConnection(Connection::Ready);
    backend.addContainer(web());
    std::vector<std::string> given;
    for (const QString &word : words)
        given.push_back(word.toStdString());
    const Ran ran = run(backend, given);
    QCOMPARE(ran.err, "");
    QCOMPARE(ran.status, 0);
    QCOMPARE(backend.calls(), (std::vector<FakeBackend::Call>{ { verb, web().id, detail } }));
}

void CliCommandsTest::goesOnAfterAnUnknownName()
{
    FakeBackend backend;
    backend.addContainer(web());
    const Ran ran = run(backend, { "pause", "nobody", "web" });
    QCOMPARE(ran.status, 125);
    QCOMPARE(ran.err, "vitrine: There is no container \"nobody\"\n");
    QCOMPARE(backend.container(web().id)->state, ipc::ContainerState::Paused);
}

void CliCommandsTest::setsOneLimitAndLeavesTheOthers()
{
    FakeBackend backend;
    backend.addContainer(web());
    QCOMPARE(run(backend, { "set", "web", "--pids-limit", "5" }).err, "");
    QCOMPARE(backend.lastLimits().pids.value_or(0), 5U);
    QCOMPARE(backend.lastLimits().memoryBytes.value_or(0), 64U << 20);
}

void CliCommandsTest::takesALimitAway()
{
    FakeBackend backend;
    backend.addContainer(web());
    QCOMPARE(run(backend, { "set", "web", "--memory", "none" }).err, "");
    QVERIFY(!backend.lastLimits().memoryBytes);
}

void CliCommandsTest::updateSaysWhatIsInForceAndWhatWaits()
{
    FakeBackend backend;
    backend.addContainer(web());
    const Ran ran = run(backend, { "update", "web", "--pids-limit", "5", "-e", "A=1", "--", "sleep", "7" });
    QCOMPARE(ran.err, "");
    QCOMPARE(ran.status, 0);
    QVERIFY2(ran.out.contains("at next start  command: "), ran.out.constData());
    QVERIFY2(ran.out.contains(" → sleep 7\n"), ran.out.constData());
    QVERIFY2(ran.out.contains("now            pids-limit: "), ran.out.constData());
    QVERIFY2(ran.out.contains("at next start  env: nothing → A=1\n"), ran.out.constData());
    QCOMPARE(backend.lastSpec().command, (std::vector<std::string>{ "sleep", "7" }));

    QVERIFY(run(backend, { "ps" }).out.contains("2 changes wait for restart"));
    const QByteArray shown = run(backend, { "inspect", "web" }).out;
    QVERIFY2(shown.contains("Waits       env: nothing → A=1\n"), shown.constData());
    QVERIFY(run(backend, { "inspect", "--json", "web" }).out.contains("\"next-start\""));
    QCOMPARE(run(backend, { "set", "web", "--stop-timeout", "3" }).out, "");
}

void CliCommandsTest::revertTakesBackWhatWaits()
{
    FakeBackend backend;
    backend.addContainer(web());
    QCOMPARE(run(backend, { "update", "web", "-w", "/srv" }).status, 0);
    QCOMPARE(run(backend, { "update", "--revert", "web" }).err, "");
    QVERIFY(backend.container(web().id)->spec.workdir.empty());
    QVERIFY(!run(backend, { "ps" }).out.contains("wait"));
    QVERIFY(run(backend, { "update", "web", "--rootfs", "/x" }).err.contains("is fixed once"));
}

void CliCommandsTest::updateMakesTheVolumesThatItNames()
{
    FakeBackend backend;
    backend.addContainer(web());
    QCOMPARE(run(backend, { "update", "web", "-v", "pgdata:/data" }).err, "");
    QCOMPARE(backend.volumes().size(), 1U);
    QCOMPARE(backend.lastSpec().mounts.back().target, std::string("/data"));
    QCOMPARE(run(backend, { "update", "web", "--unmount", "/data" }).err, "");
    // One for this container alone.
    QCOMPARE(run(backend, { "update", "web", "-v", "/cache" }).err, "");
    QVERIFY(backend.volumes().size() == 2 && backend.volumes().back().name.size() == 32);
    QCOMPARE(run(backend, { "update", "web", "--unmount", "/cache" }).err, "");
    QVERIFY(backend.lastSpec().mounts.empty());
}

void CliCommandsTest::runsInTheBackgroundAndPrintsTheId()
{
    FakeBackend backend;
    const Ran ran = run(backend, { "run", "-d", "-m", "64M", "--", "sleep", "9" });
    QCOMPARE(ran.status, 0);
    QCOMPARE(ran.out, "0000000000000001\n");
    QVERIFY(!backend.lastSpec().name.empty());
    QCOMPARE(backend.lastSpec().limits.memoryBytes.value_or(0), 64U << 20);
    QCOMPARE(backend.verbs(), (QStringList{ "start", "create", "startContainer" }));
}

void CliCommandsTest::runsAndExitsAsTheCommandDid()
{
    FakeBackend backend;
    connect(&backend, &Backend::containerChanged, this, [&](const QString &id) {
        QTimer::singleShot(0, this, [&backend, id] {
            sendFrame(backend.consolePeer(id), ipc::FrameType::Stdout, "out\n");
            sendFrame(backend.consolePeer(id), ipc::FrameType::Stderr, "err\n");
            sendFrame(backend.consolePeer(id), ipc::FrameType::Ended, R"({"reason":"exited","exitCode":7})");
        });
    });
    const Ran ran = run(backend, { "run", "--", "prog" });
    QCOMPARE(ran.out, "out\n");
    QCOMPARE(ran.err, "err\n");
    QCOMPARE(ran.status, 7);
}

void CliCommandsTest::handsTheEndOfTheReaderOnToWhatItStarted()
{
    FakeBackend backend;
    connect(&backend, &Backend::containerChanged, this, [&](const QString &id) {
        if (backend.verbs().contains("kill"))
            return sendFrame(backend.consolePeer(id), ipc::FrameType::Ended, R"({"reason":"signal","signal":13})");
        QTimer::singleShot(0, this,
                           [&backend, id] { sendFrame(backend.consolePeer(id), ipc::FrameType::Stdout, "y\n"); });
    });
    const Ran ran = runUnread(backend, { "run", "--", "yes" });
    QCOMPARE(ran.err, "");
    QCOMPARE(ran.status, 128 + SIGPIPE);
    QVERIFY(backend.verbs().contains("kill"));
}

void CliCommandsTest::leavesWhatItOnlyLooksAt()
{
    FakeBackend backend;
    backend.addContainer(web());
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        if (backend.consolePeer(web().id) >= 0)
            sendFrame(backend.consolePeer(web().id), ipc::FrameType::Stdout, "y\n");
    });
    timer.start(5);
    const Ran ran = runUnread(backend, { "attach", "web" });
    QCOMPARE(ran.err, "");
    QCOMPARE(ran.status, 128 + SIGPIPE);
    QCOMPARE(backend.verbs(), (QStringList{ "start", "openConsole" }));
}

void CliCommandsTest::leavesAnExecWithoutAWord()
{
    FakeBackend backend;
    backend.addContainer(web());
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        if (backend.execPeers().size() == 3)
            QCOMPARE(::write(backend.execPeers()[1].get(), "y\n", 2), 2);
    });
    timer.start(5);
    const Ran ran = runUnread(backend, { "exec", "web", "yes" });
    QCOMPARE(ran.err, "");
    QCOMPARE(ran.status, 128 + SIGPIPE);
}

void CliCommandsTest::saysWhatFailedAndExitsAsShellsDo()
{
    FakeBackend backend;
    backend.failNext("startContainer", Error{ ErrorCode::StartFailed, 0, "Starting prog: no such program" });
    connect(&backend, &Backend::containerAdded, this, [&](const QString &id) {
        QTimer::singleShot(0, this, [&backend, id] {
            backend.changeContainer(id, [](ContainerInfo &info) {
                info.ended.emplace();
                info.ended->reason = ipc::EndReason::Failed;
                info.ended->step = "exec";
                info.ended->sysErrno = ENOENT;
            });
        });
    });
    const Ran ran = run(backend, { "run", "--", "prog" });
    QCOMPARE(ran.err, "vitrine: Starting prog: no such program\n");
    QCOMPARE(ran.status, 127);
}

void CliCommandsTest::waitsUntilTheRootIsUnpacked()
{
    FakeBackend backend;
    connect(&backend, &Backend::containerAdded, this, [&](const QString &id) {
        backend.changeContainer(id, [](ContainerInfo &info) { info.state = ipc::ContainerState::Preparing; });
        QTimer::singleShot(20, this, [&backend, id] {
            QVERIFY(!backend.verbs().contains("startContainer"));
            backend.changeContainer(id, [](ContainerInfo &info) { info.state = ipc::ContainerState::Created; });
        });
    });
    const Ran ran = run(backend, { "run", "-d", "--", "prog" });
    QCOMPARE(ran.status, 0);
    QVERIFY(backend.verbs().contains("startContainer"));
}

void CliCommandsTest::printsTheLog()
{
    FakeBackend backend;
    backend.addContainer(web());
    backend.setLog(web().id,
                   "2026-11-23T21:00:00.000000001Z stdout P one \n"
                   "2026-11-23T21:00:00.000000002Z stdout F line\n",
                   "2026-11-23T21:00:01.000000000Z stderr F oops\n");
    const Ran ran = run(backend, { "logs", "web" });
    QCOMPARE(ran.out, "one line\n");
    QCOMPARE(ran.err, "oops\n");
    QVERIFY(run(backend, { "logs", "-t", "web" }).out.startsWith("2026-11-23T21:00:00.000Z one line\n"));
}

void CliCommandsTest::printsTheLastLines()
{
    FakeBackend backend;
    backend.addContainer(web());
    backend.setLog(web().id,
                   "2026-11-23T21:00:00.000000001Z stdout F one\n"
                   "2026-11-23T21:00:00.000000002Z stdout P two \n"
                   "2026-11-23T21:00:00.000000003Z stdout F two\n"
                   "2026-11-23T21:00:00.000000004Z stdout F three\n");
    QCOMPARE(run(backend, { "logs", "-n", "2", "web" }).out, "two two\nthree\n");
    QCOMPARE(run(backend, { "logs", "-n", "0", "web" }).out, "");
}

void CliCommandsTest::checksWithoutAHelper()
{
    FakeBackend backend;
    backend.setConnection(Connection::Lost, "Nobody is there");
    const Ran ran = run(backend, { "check", "--json" });
    QCOMPARE(ran.status, 125);
    const auto object = QJsonDocument::fromJson(ran.out).object();
    QVERIFY(!object["cgroupMode"].toString().isEmpty());
}

QTEST_GUILESS_MAIN(CliCommandsTest)
#include "tst_CliCommands.moc"
