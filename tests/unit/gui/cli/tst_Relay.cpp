// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Relay.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/socket.h>
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
    void sendsTheWindowSize();
    void saysWhenNobodyReads();
    void drainsAnExecBeforeItEnds();
    void closesTheInputOfAnExec();

private:
    [[nodiscard]] StandardStreams streams() const
    {
        return { m_in.reader.get(), m_out.writer.get(), m_err.writer.get() };
    }
    [[nodiscard]] ExecStreams execStreams();

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

QTEST_GUILESS_MAIN(RelayTest)
#include "tst_Relay.moc"
