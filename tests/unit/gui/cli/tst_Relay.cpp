// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Relay.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::gui;

namespace {

struct Pair {
    Pair()
    {
        int fds[2];
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0) {
            near.reset(fds[0]);
            far.reset(fds[1]);
        }
    }
    UniqueFd near;
    UniqueFd far;
};

struct Pipe {
    Pipe()
    {
        int fds[2];
        if (::pipe2(fds, O_CLOEXEC) == 0) {
            reader.reset(fds[0]);
            writer.reset(fds[1]);
        }
    }
    /// All that has come so far.
    QByteArray read()
    {
        ::fcntl(reader.get(), F_SETFL, O_NONBLOCK);
        char part[4096];
        for (ssize_t count = 0; (count = ::read(reader.get(), part, sizeof part)) > 0;)
            received.append(part, count);
        return received;
    }
    QByteArray received;
    UniqueFd reader;
    UniqueFd writer;
};

void sendPacket(const UniqueFd &socket, const std::string &packet)
{
    QCOMPARE(::send(socket.get(), packet.data(), packet.size(), 0), static_cast<ssize_t>(packet.size()));
}

std::optional<ipc::ConsoleFrame> nextFrame(const UniqueFd &socket)
{
    std::string buffer(ipc::kMaxFramePayload + 1, '\0');
    const ssize_t count = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count <= 0)
        return std::nullopt;
    const auto frame = ipc::decodeFrame({ buffer.data(), static_cast<std::size_t>(count) });
    return frame ? std::optional(*frame) : std::nullopt;
}

constexpr const char *kEnded = R"({"reason":"exited","exitCode":3})";

} // namespace

class RelayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void partsOutputAndErrors();
    void endsWithTheCommand();
    void endsWithoutAnEndWhenTheConsoleBreaks();
    void endsOnANonsenseFrame();
    void sendsInputAndItsEnd();
    void sendsMuchInputWithoutLoss();
    void detaches();
    void sendsTheEndOfInputThroughAFullSocket();
    void sendsTheWindowSize();
    void sendsTheWindowSizeThroughAFullSocket();
    void saysWhenNobodyReads();
    void drainsAnExecBeforeItEnds();
    void closesTheInputOfAnExec();
    void endsTheInputOfATerminalByItsKey_data();
    void endsTheInputOfATerminalByItsKey();
    void pastesMuchIntoATerminal();
    void leavesIgnoredSignalsAlone();

private:
    [[nodiscard]] StandardStreams streams() const
    {
        return { m_in.reader.get(), m_out.writer.get(), m_err.writer.get() };
    }
    [[nodiscard]] ExecStreams execStreams();
    /// Of a new terminal; `slave` is the container's side of it, which does not block.
    [[nodiscard]] ExecStreams terminalStreams(UniqueFd &slave);

    /// Until the socket takes no more; how many frames of input are in it.
    int fillConsole() const;

    Pair m_console;
    Pipe m_in, m_out, m_err;
    Pipe m_execIn, m_execOut, m_execErr;
};

void RelayTest::init()
{
    m_console = Pair();
    for (Pipe *pipe : { &m_in, &m_out, &m_err, &m_execIn, &m_execOut, &m_execErr })
        *pipe = Pipe();
}

ExecStreams RelayTest::execStreams()
{
    ExecStreams exec;
    exec.streams.push_back(std::move(m_execIn.writer));
    exec.streams.push_back(std::move(m_execOut.reader));
    exec.streams.push_back(std::move(m_execErr.reader));
    exec.status = std::make_unique<UniqueFd>(std::move(m_console.near));
    return exec;
}

ExecStreams RelayTest::terminalStreams(UniqueFd &slave)
{
    UniqueFd master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0)
        qFatal("no terminal to be had");
    slave.reset(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
    ExecStreams exec;
    exec.streams.push_back(std::move(master));
    exec.status = std::make_unique<UniqueFd>(std::move(m_console.near));
    return exec;
}

void RelayTest::partsOutputAndErrors()
{
    const ConsoleRelay relay(std::move(m_console.near), streams(), {});
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Stdout, "to out"));
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Stderr, "to err"));
    QTRY_COMPARE(m_err.read(), "to err");
    QCOMPARE(m_out.read(), "to out");
}

void RelayTest::endsWithTheCommand()
{
    const ConsoleRelay relay(std::move(m_console.near), streams(), {});
    const QSignalSpy finished(&relay, &Relay::finished);
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Stdout, "last words"));
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Ended, kEnded));
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(m_out.read(), "last words");
    QCOMPARE(relay.ended()->exitCode.value_or(-1), 3);
}

void RelayTest::endsWithoutAnEndWhenTheConsoleBreaks()
{
    const ConsoleRelay relay(std::move(m_console.near), streams(), {});
    const QSignalSpy finished(&relay, &Relay::finished);
    m_console.far.reset();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(!relay.ended());
    QVERIFY(!relay.isDetached());
}

void RelayTest::endsOnANonsenseFrame()
{
    const ConsoleRelay relay(std::move(m_console.near), streams(), {});
    const QSignalSpy finished(&relay, &Relay::finished);
    sendPacket(m_console.far, "\x7f");
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(!relay.ended());
}

void RelayTest::sendsInputAndItsEnd()
{
    const ConsoleRelay relay(std::move(m_console.near), streams(), { false, true, false });
    QCOMPARE(::write(m_in.writer.get(), "hello", 5), 5);
    m_in.writer.reset();
    std::optional<ipc::ConsoleFrame> frame;
    QTRY_VERIFY(frame || (frame = nextFrame(m_console.far)));
    QCOMPARE(*frame, (ipc::ConsoleFrame{ ipc::FrameType::Stdin, "hello" }));
    frame.reset();
    QTRY_VERIFY(frame || (frame = nextFrame(m_console.far)));
    QCOMPARE(frame->type, ipc::FrameType::StdinEof);
}

void RelayTest::sendsMuchInputWithoutLoss()
{
    const ConsoleRelay relay(std::move(m_console.near), streams(), { false, true, false });
    constexpr qsizetype kTotal = 4 << 20;
    QByteArray received;
    bool isAtEnd = false;
    const auto drain = [&] {
        while (const auto frame = nextFrame(m_console.far)) {
            received += QByteArray::fromStdString(frame->payload);
            isAtEnd = frame->type == ipc::FrameType::StdinEof;
        }
        return isAtEnd;
    };
    ::fcntl(m_in.writer.get(), F_SETFL, O_NONBLOCK);
    QByteArray sent;
    while (sent.size() < kTotal) {
        const QByteArray part(4096, static_cast<char>('a' + sent.size() / 4096 % 26));
        if (::write(m_in.writer.get(), part.constData(), 4096) == 4096) {
            sent += part;
            continue;
        }
        // The socket is drained only when the pipe behind it is full, so both come to a stop again and again.
        QCoreApplication::processEvents();
        drain();
    }
    m_in.writer.reset();
    QTRY_VERIFY(drain());
    QVERIFY(received == sent);
}

void RelayTest::detaches()
{
    const ConsoleRelay relay(std::move(m_console.near), streams(), { true, true, true });
    const QSignalSpy finished(&relay, &Relay::finished);
    QCOMPARE(::write(m_in.writer.get(), "\x10\x11", 2), 2);
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(relay.isDetached());
    QVERIFY(!nextFrame(m_console.far));
}

int RelayTest::fillConsole() const
{
    const std::string packet = ipc::encodeFrame(ipc::FrameType::Stdin, std::string(ipc::kMaxFramePayload / 2, 'x'));
    int frames = 0;
    while (::send(m_console.near.get(), packet.data(), packet.size(), MSG_DONTWAIT) > 0)
        ++frames;
    return frames;
}

void RelayTest::sendsTheEndOfInputThroughAFullSocket()
{
    const int frames = fillConsole();
    const ConsoleRelay relay(std::move(m_console.near), streams(), { false, true, false });
    m_in.writer.reset();
    QTest::qWait(50); // the end of input is seen, and finds no room
    for (int i = 0; i < frames; ++i)
        QCOMPARE(nextFrame(m_console.far)->type, ipc::FrameType::Stdin);
    std::optional<ipc::ConsoleFrame> frame;
    QTRY_VERIFY(frame || (frame = nextFrame(m_console.far)));
    QCOMPARE(frame->type, ipc::FrameType::StdinEof);
    QTest::qWait(20);
    QVERIFY(!nextFrame(m_console.far));
}

void RelayTest::sendsTheWindowSizeThroughAFullSocket()
{
    const int frames = fillConsole();
    ConsoleRelay relay(std::move(m_console.near), streams(), { true, false, false });
    relay.sendSize({ 24, 80 });
    relay.sendSize({ 40, 132 });
    for (int i = 0; i < frames; ++i)
        QVERIFY(nextFrame(m_console.far));
    std::optional<ipc::ConsoleFrame> frame;
    QTRY_VERIFY(frame || (frame = nextFrame(m_console.far)));
    QCOMPARE(frame->type, ipc::FrameType::Resize);
    QCOMPARE(frame->payload.front(), char{ 40 });
}

void RelayTest::sendsTheWindowSize()
{
    ConsoleRelay relay(std::move(m_console.near), streams(), { true, false, false });
    relay.sendSize({ 40, 132 });
    const auto frame = nextFrame(m_console.far);
    QVERIFY(frame);
    QCOMPARE(frame->type, ipc::FrameType::Resize);
    QCOMPARE(frame->payload, std::string({ 40, 0, static_cast<char>(132), 0 }));
}

void RelayTest::saysWhenNobodyReads()
{
    std::signal(SIGPIPE, SIG_IGN);
    const ConsoleRelay relay(std::move(m_console.near), streams(), {});
    const QSignalSpy closed(&relay, &Relay::outputClosed);
    m_out.reader.reset();
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Stdout, "x"));
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Stdout, "y"));
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Stderr, "z"));
    QTRY_COMPARE(m_err.read(), "z");
    QCOMPARE(closed.count(), 1);
}

void RelayTest::drainsAnExecBeforeItEnds()
{
    const ExecRelay relay(execStreams(), streams(), {});
    const QSignalSpy finished(&relay, &Relay::finished);
    const QByteArray text(20'000, 'x');
    QCOMPARE(::write(m_execOut.writer.get(), text.constData(), 20'000), 20'000);
    sendPacket(m_console.far, ipc::encodeFrame(ipc::FrameType::Ended, kEnded));
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(m_out.read(), text);
    QCOMPARE(relay.ended()->exitCode.value_or(-1), 3);
}

void RelayTest::closesTheInputOfAnExec()
{
    const ExecRelay relay(execStreams(), streams(), { false, true, false });
    QCOMPARE(::write(m_in.writer.get(), "abc", 3), 3);
    m_in.writer.reset();
    QTRY_COMPARE(m_execIn.read(), "abc");
    char byte = 0;
    QTRY_COMPARE(::read(m_execIn.reader.get(), &byte, 1), 0);
}

void RelayTest::endsTheInputOfATerminalByItsKey_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("received");
    QTest::newRow("a whole line") << QByteArray("ls\n") << QByteArray("ls\n");
    QTest::newRow("a line begun") << QByteArray("ls\nx") << QByteArray("ls\nx");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
}

void RelayTest::endsTheInputOfATerminalByItsKey()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, received);
    UniqueFd slave;
    const ExecRelay relay(terminalStreams(slave), streams(), { true, true, true });
    QCOMPARE(::write(m_in.writer.get(), text.constData(), static_cast<std::size_t>(text.size())), text.size());
    m_in.writer.reset();
    QByteArray read;
    bool isAtEnd = false;
    const auto readOn = [&] {
        char part[4096];
        const ssize_t count = isAtEnd ? -1 : ::read(slave.get(), part, sizeof part);
        if (count > 0)
            read.append(part, count);
        isAtEnd = isAtEnd || count == 0;
        return isAtEnd;
    };
    QTRY_VERIFY(readOn());
    QCOMPARE(read, received);
}

void RelayTest::pastesMuchIntoATerminal()
{
    UniqueFd slave;
    const ExecRelay relay(terminalStreams(slave), streams(), { true, true, false });
    termios raw{};
    QCOMPARE(::tcgetattr(slave.get(), &raw), 0);
    ::cfmakeraw(&raw);
    QCOMPARE(::tcsetattr(slave.get(), TCSANOW, &raw), 0);
    constexpr int kTotal = 512 * 1024;
    ::fcntl(m_in.writer.get(), F_SETFL, O_NONBLOCK);
    const QByteArray part(4096, 'p');
    int sent = 0;
    qsizetype received = 0;
    QElapsedTimer time;
    time.start();
    while (received < kTotal && time.elapsed() < 30'000) {
        // Nothing is read inside until the terminal and the pipe are full: both come to a stop again and again.
        if (sent < kTotal && ::write(m_in.writer.get(), part.constData(), 4096) == 4096) {
            sent += 4096;
            continue;
        }
        QCoreApplication::processEvents();
        char buffer[16 * 1024];
        for (ssize_t count = 0; (count = ::read(slave.get(), buffer, sizeof buffer)) > 0;)
            received += count;
    }
    QCOMPARE(received, kTotal);
}

void RelayTest::leavesIgnoredSignalsAlone()
{
    const auto handlerOf = [](int signal) {
        struct sigaction action { };
        ::sigaction(signal, nullptr, &action);
        return action.sa_handler;
    };
    const auto own = [](int) {};
    std::signal(SIGHUP, SIG_IGN);
    std::signal(SIGUSR1, own);
    {
        const SignalCatcher catcher({ SIGHUP, SIGUSR1, SIGUSR2 });
        QVERIFY(handlerOf(SIGHUP) == SIG_IGN);
        QVERIFY(handlerOf(SIGUSR1) != +own);
        const QSignalSpy caught(&catcher, &SignalCatcher::caught);
        ::raise(SIGHUP);
        ::raise(SIGUSR2);
        QTRY_COMPARE(caught.count(), 1);
        QCOMPARE(caught.at(0).at(0).toInt(), SIGUSR2);
    }
    QVERIFY(handlerOf(SIGHUP) == SIG_IGN);
    QVERIFY(handlerOf(SIGUSR1) == +own);
    QVERIFY(handlerOf(SIGUSR2) == SIG_DFL);
    std::signal(SIGHUP, SIG_DFL);
}

QTEST_GUILESS_MAIN(RelayTest)
#include "tst_Relay.moc"
