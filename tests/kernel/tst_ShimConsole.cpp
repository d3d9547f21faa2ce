// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/ConsoleFrame.h"
#include "tests/kernel/ShimDriver.h"

#include <QTest>

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>

using namespace vitrine;
using namespace vitrine::tests;
using shim::ShimMessage;
using shim::ShimMessageType;

namespace {

void type(int console, ipc::FrameType frame, std::string_view payload)
{
    const std::string packet = ipc::encodeFrame(frame, payload);
    QCOMPARE(::send(console, packet.data(), packet.size(), MSG_NOSIGNAL), static_cast<ssize_t>(packet.size()));
}

/// Output of the console until it contains `wanted`.
QByteArray readUntil(int console, const QByteArray &wanted)
{
    QByteArray seen;
    std::array<char, 64 * 1024> buffer{};
    pollfd one{ console, POLLIN, 0 };
    while (!seen.contains(wanted) && ::poll(&one, 1, 10'000) > 0) {
        const ssize_t size = ::recv(console, buffer.data(), buffer.size(), 0);
        if (size <= 0)
            break;
        seen.append(buffer.data() + 1, static_cast<qsizetype>(size) - 1);
    }
    return seen;
}

std::optional<ipc::Ended> endOf(int status)
{
    std::array<char, 4096> buffer{};
    const ssize_t size = ::recv(status, buffer.data(), buffer.size(), 0);
    if (size <= 0)
        return {};
    const auto frame = ipc::decodeFrame(std::string_view(buffer.data(), static_cast<std::size_t>(size)));
    const auto ended = frame ? ipc::endedFromJson(frame->payload) : Result<ipc::Ended>(failure(frame.error()));
    return ended ? std::optional(*ended) : std::nullopt;
}

spec::ExecSpec execOf(std::vector<std::string> command)
{
    spec::ExecSpec exec;
    exec.command = std::move(command);
    return exec;
}

} // namespace

class TestShimConsole : public QObject {
    Q_OBJECT

private slots:
    void givesATerminalThatEchoesAndHasASize()
    {
        ShimDriver driver;
        driver.config.spec.terminal = true;
        driver.config.spec.openStdin = true;
        driver.config.spec.command = shell("tty; stty size; read line; stty size; echo got $line");
        QVERIFY(driver.start());
        QVERIFY(readUntil(driver.console(), "24 80").contains("/dev/pts/0"));
        type(driver.console(), ipc::FrameType::Resize, ipc::encodeResize(50, 132).substr(1));
        type(driver.console(), ipc::FrameType::Stdin, "hello\n");
        const QByteArray seen = readUntil(driver.console(), "got hello");
        QVERIFY2(seen.contains("hello\r\n") && seen.contains("50 132") && seen.contains("got hello"), seen);
    }

    void handsInputThroughAPipe()
    {
        ShimDriver driver;
        driver.config.spec.openStdin = true;
        driver.config.spec.command = { "cat" };
        QVERIFY(driver.start());
        type(driver.console(), ipc::FrameType::Stdin, "one\n");
        type(driver.console(), ipc::FrameType::StdinEof, {});
        const Shown shown = driver.watch();
        QCOMPARE(out(shown), QByteArray("one\n"));
        QCOMPARE(shown.ended->exitCode, std::optional<int>(0));
    }

    void readsNothingFromAClosedInput()
    {
        ShimDriver driver;
        QCOMPARE(out(driver.run({ "cat" })), QByteArray());
    }

    void servesAHelperThatComesBack()
    {
        ShimDriver driver;
        driver.config.spec.openStdin = true;
        driver.config.spec.command = { "cat" };
        QVERIFY(driver.start());
        driver.dropControl();
        auto helper = driver.connectAgain();
        QVERIFY(helper);
        const auto hello = shim::receiveMessage(helper->get());
        QVERIFY(hello && hello->type == ShimMessageType::Hello && hello->fds.size() == 1);
        QCOMPARE(static_cast<pid_t>(hello->value), driver.initPid());
        QVERIFY(shim::sendMessage(helper->get(), { ShimMessageType::OpenConsole, 0, {}, {} }));
        const auto console = shim::receiveMessage(helper->get());
        QVERIFY(console && console->type == ShimMessageType::Console && console->fds.size() == 1);
        type(console->fds[0].get(), ipc::FrameType::Stdin, "again\n");
        QVERIFY(readUntil(console->fds[0].get(), "again").contains("again"));
        type(console->fds[0].get(), ipc::FrameType::StdinEof, {});
        const auto ended = shim::receiveMessage(helper->get());
        QVERIFY(ended && ended->type == ShimMessageType::Ended);
    }

    void dropsAClientThatDoesNotReadAndGoesOn()
    {
        ShimDriver driver;
        driver.config.spec.command = shell("head -c 4000000 /dev/zero; echo done >&2");
        QVERIFY(driver.start());
        const auto ended = driver.receive();
        QVERIFY(ended && ended->type == ShimMessageType::Ended);
        const Shown shown = driver.watch();
        QVERIFY(shown.output.size() < 1'000'000);
    }

    void waitsForAClientThatReadsSlowly()
    {
        ShimDriver driver;
        driver.config.spec.command = shell("seq 1 400000");
        QVERIFY(driver.start());
        QTest::qWait(300);
        const Shown shown = driver.watch();
        QVERIFY(shown.ended);
        QCOMPARE(out(shown).count('\n'), 400'000);
    }

    void keepsTheLogBelowItsCap()
    {
        ShimDriver driver;
        driver.config.logCapBytes = 200'000;
        driver.config.spec.command = shell("seq 1 100000");
        QVERIFY(driver.start());
        driver.watch();
        driver.waitForShim();
        const std::string first = readText(driver.stateDir() / "log.0");
        const std::string second = readText(driver.stateDir() / "log.1");
        QVERIFY2(first.size() + second.size() <= 200'000, std::to_string(first.size() + second.size()).c_str());
        QVERIFY(QByteArray::fromStdString(first).contains(" F 100000\n")
                || QByteArray::fromStdString(second).contains(" F 100000\n"));
    }

    void handsSignalsToTheCommand()
    {
        ShimDriver driver;
        driver.config.spec.command = shell("trap 'echo term; exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        QVERIFY(driver.start());
        QVERIFY(readUntil(driver.console(), "ready").contains("ready"));
        ::kill(driver.initPid(), SIGTERM);
        const Shown shown = driver.watch();
        QCOMPARE(out(shown), QByteArray("term\n"));
        QCOMPARE(shown.ended->exitCode, std::optional<int>(7));
    }

    void endsWithEverythingInsideWhenTheShimIsKilled()
    {
        ShimDriver driver;
        driver.config.spec.command = shell("sleep 100 & setsid sleep 100 & sleep 100");
        QVERIFY(driver.start());
        ::kill(driver.shimPid(), SIGKILL);
        driver.waitForShim();
        QVERIFY(driver.isPayloadEmpty());
        QCOMPARE(readText(driver.runDir() / "exit"), std::string());
    }

    void reportsAKillOfPid1()
    {
        ShimDriver driver;
        driver.config.spec.command = { "sleep", "100" };
        QVERIFY(driver.start());
        ::kill(driver.initPid(), SIGKILL);
        const Shown shown = driver.watch();
        QVERIFY(shown.ended);
        QCOMPARE(shown.ended->signal, std::optional<int>(SIGKILL));
    }

    void runsOneMoreCommand()
    {
        ShimDriver driver;
        driver.config.spec.command = { "sleep", "100" };
        QVERIFY(driver.start());
        const auto ready = driver.exec(
            execOf(shell("echo out; echo err >&2; grep -E '^(CapPrm|NoNewPrivs|Seccomp:)' /proc/self/status; "
                         "ls /proc/self/fd; hostname; cat /proc/self/cgroup | grep ^0:; exit 5")));
        QVERIFY2(ready && ready->type == ShimMessageType::ExecReady && ready->fds.size() == 4,
                 ready ? ready->text.c_str() : ready.error().what.c_str());
        const QByteArray output = QByteArray::fromStdString(drain(ready->fds[2].get()));
        QCOMPARE(QString(output).simplified(),
                 QString("out CapPrm: 00000000800405fb NoNewPrivs: 1 Seccomp: 2 0 1 2 3 probe 0::/"));
        QCOMPARE(drain(ready->fds[3].get()), std::string("err\n"));
        const auto ended = endOf(ready->fds[0].get());
        QVERIFY(ended);
        QCOMPARE(ended->exitCode, std::optional<int>(5));
    }

    void runsOneMoreCommandInATerminal()
    {
        ShimDriver driver;
        driver.config.spec.command = { "sleep", "100" };
        QVERIFY(driver.start());
        spec::ExecSpec exec = execOf(shell("tty; id -u; pwd"));
        exec.terminal = true;
        exec.user = "12:12";
        exec.workdir = "/tmp";
        const auto ready = driver.exec(exec);
        QVERIFY(ready && ready->fds.size() == 2);
        const QByteArray output = QByteArray::fromStdString(drain(ready->fds[1].get()));
        QCOMPARE(QString(output).simplified(), QString("/dev/pts/0 12 /tmp"));
    }

    void saysWhyOneMoreCommandDidNotRun()
    {
        ShimDriver driver;
        driver.config.spec.command = { "sleep", "100" };
        QVERIFY(driver.start());
        const auto answer = driver.exec(execOf({ "no-such-program" }));
        QVERIFY(answer && answer->type == ShimMessageType::Failed);
        QCOMPARE(static_cast<int>(answer->value), ENOENT);
        QVERIFY(answer->text.starts_with("exec\n"));
    }

    void endsOneMoreCommandWithTheContainer()
    {
        ShimDriver driver;
        driver.config.spec.command = { "sleep", "100" };
        QVERIFY(driver.start());
        const auto ready = driver.exec(execOf({ "sleep", "100" }));
        QVERIFY(ready && !ready->fds.empty());
        ::kill(driver.initPid(), SIGKILL);
        const auto ended = endOf(ready->fds[0].get());
        QVERIFY(ended);
        QCOMPARE(ended->signal, std::optional<int>(SIGKILL));
    }
};

int main(int argc, char **argv)
{
    if (const std::string why = whyNoKernelTests(); !why.empty()) {
        std::fprintf(stderr, "skipped: %s\n", why.c_str());
        return 77;
    }
    TestShimConsole test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ShimConsole.moc"
