// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/Relay.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::gui {

namespace {

void makeNonBlocking(const UniqueFd &fd)
{
    if (const int flags = ::fcntl(fd.get(), F_GETFL); flags >= 0)
        ::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK);
}

} // namespace

Relay::Relay(StandardStreams streams, RelayOptions options)
    : m_streams(streams)
    , m_options(options)
    , m_output(streams.out)
    , m_errors(streams.err)
{
    connect(&m_output, &OutputQueue::closed, this, &Relay::outputClosed);
}

void Relay::startInput(InputPump::Sink sink)
{
    if (!m_options.sendsInput)
        return;
    const auto keys = m_options.canDetach ? InputPump::Keys::Detach : InputPump::Keys::Plain;
    m_input = std::make_unique<InputPump>(m_streams.in, std::move(sink), keys);
    connect(m_input.get(), &InputPump::detached, this, [this] {
        m_isDetached = true;
        finish(std::nullopt);
    });
}

void Relay::show(ipc::FrameType stream, std::string_view bytes)
{
    (stream == ipc::FrameType::Stderr ? m_errors : m_output).add(bytes);
}

void Relay::finish(std::optional<ipc::Ended> ended)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    m_output.flush();
    m_errors.flush();
    m_ended = std::move(ended);
    Q_EMIT finished();
}

ConsoleRelay::ConsoleRelay(UniqueFd console, StandardStreams streams, RelayOptions options)
    : Relay(streams, options)
    , m_console(std::move(console))
    , m_forSizes(::fcntl(m_console.get(), F_DUPFD_CLOEXEC, 3))
    , m_notifier(m_console.get(), QSocketNotifier::Read)
    , m_canSendSize(m_forSizes.get(), QSocketNotifier::Write)
{
    m_canSendSize.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &ConsoleRelay::readFrames);
    connect(&m_canSendSize, &QSocketNotifier::activated, this, &ConsoleRelay::sendWaitingSize);
    const auto write = [this](std::string_view bytes) {
        const std::string_view part = bytes.substr(0, ipc::kMaxFramePayload);
        const ssize_t sent = sendFrame(ipc::encodeFrame(ipc::FrameType::Stdin, part));
        return sent < 0 ? sent : static_cast<ssize_t>(part.size());
    };
    const auto end = [this] { return sendFrame(ipc::encodeFrame(ipc::FrameType::StdinEof, {})); };
    startInput({ m_console.get(), options.hasTerminal, write, end });
}

void ConsoleRelay::sendSize(WindowSize size)
{
    m_waitingSize = ipc::encodeResize(size.rows, size.columns);
    sendWaitingSize();
}

void ConsoleRelay::sendWaitingSize()
{
    const bool isFull = sendFrame(m_waitingSize) < 0 && errno == EAGAIN;
    m_canSendSize.setEnabled(isFull);
}

ssize_t ConsoleRelay::sendFrame(const std::string &packet) const
{
    return ::send(m_console.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

void ConsoleRelay::readFrames()
{
    std::array<char, ipc::kMaxFramePayload + 1> buffer;
    // A busy container must not keep us from the person's keys and signals: a few packets at a time.
    for (int packets = 0; packets < 16; ++packets) {
        const ssize_t count = ::recv(m_console.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        const auto frame = ipc::decodeFrame({ buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)) });
        if (count <= 0 || !frame) {
            m_notifier.setEnabled(false);
            finish(std::nullopt);
            return;
        }
        if (frame->type == ipc::FrameType::Ended) {
            m_notifier.setEnabled(false);
            const auto ended = ipc::endedFromJson(frame->payload);
            finish(ended ? std::optional(*ended) : std::nullopt);
            return;
        }
        show(frame->type, frame->payload);
    }
}

ExecRelay::ExecRelay(ExecStreams streams, StandardStreams own, RelayOptions options)
    : Relay(own, options)
    , m_streams(std::move(streams))
{
    watchStreams();
    if (options.sendsInput) {
        const auto write = [this](std::string_view bytes) { return ::write(inputFd(), bytes.data(), bytes.size()); };
        startInput({ inputFd(), options.hasTerminal, write, [this] { return endInput(); } });
    } else if (!options.hasTerminal) {
        m_streams.streams.front().reset();
    }
}

void ExecRelay::watchStreams()
{
    m_statusNotifier = std::make_unique<QSocketNotifier>(m_streams.status->get(), QSocketNotifier::Read);
    connect(m_statusNotifier.get(), &QSocketNotifier::activated, this, &ExecRelay::readStatus);
    // The container has its own ends of them. A terminal that is called writable may block all the same, when more is
    // written than it has room for, while the command waits for its output to be read.
    for (const UniqueFd &stream : m_streams.streams)
        makeNonBlocking(stream);
    if (options().hasTerminal) {
        addOutput(inputFd(), ipc::FrameType::Stdout);
    } else {
        addOutput(m_streams.streams.at(1).get(), ipc::FrameType::Stdout);
        addOutput(m_streams.streams.at(2).get(), ipc::FrameType::Stderr);
    }
}

void ExecRelay::sendSize(WindowSize size)
{
    winsize window{};
    window.ws_row = size.rows;
    window.ws_col = size.columns;
    ::ioctl(inputFd(), TIOCSWINSZ, &window);
}

ssize_t ExecRelay::endInput()
{
    // A terminal has no end of file but the key for it.
    if (options().hasTerminal)
        return ::write(inputFd(), &kEndOfInputKey, 1);
    m_streams.streams.front().reset();
    return 0;
}

void ExecRelay::addOutput(int fd, ipc::FrameType stream)
{
    m_outputs.push_back({ fd, stream, std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Read) });
    connect(m_outputs.back().notifier.get(), &QSocketNotifier::activated, this, [this, index = m_outputs.size() - 1] {
        if (!readOutput(m_outputs[index]))
            m_outputs[index].notifier->setEnabled(false);
    });
}

bool ExecRelay::readOutput(const Output &output)
{
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = ::read(output.fd, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    // EIO: every process has closed its side of the pty.
    if (count <= 0)
        return false;
    show(output.stream, { buffer.data(), static_cast<std::size_t>(count) });
    return true;
}

void ExecRelay::readStatus()
{
    std::array<char, ipc::kMaxFramePayload + 1> buffer;
    const ssize_t count = ::recv(m_streams.status->get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    m_statusNotifier->setEnabled(false);
    // What it wrote before it ended is in the pipes by now; what its children still write is theirs.
    for (const Output &output : m_outputs) {
        while (output.notifier->isEnabled() && isReadable(output.fd) && readOutput(output)) { }
    }
    std::optional<ipc::Ended> ended;
    if (const auto frame = ipc::decodeFrame({ buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)) });
        frame && frame->type == ipc::FrameType::Ended) {
        if (auto read = ipc::endedFromJson(frame->payload))
            ended = std::move(*read);
    }
    finish(std::move(ended));
}

} // namespace vitrine::gui
