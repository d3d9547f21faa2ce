// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/Supervisor.h"

#include "core/base/Files.h"
#include "privhelper/shim/ShimMessage.h"
#include "privhelper/sys/Namespaces.h"
#include "privhelper/sys/Pty.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vitrine::shim {

namespace {

constexpr std::size_t kMaxInputQueue = 64 * 1024;
constexpr std::chrono::milliseconds kDrainTime{ 1000 }; // for what still waits in a pipe that somebody holds open
constexpr std::chrono::milliseconds kFlushTime{ 5000 };
constexpr std::chrono::milliseconds kTerminalPause{ 50 };
constexpr char kEndOfTransmission = 4; // what Ctrl+D sends

std::uint64_t wallClockNs()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

void setNonBlocking(int fd)
{
    if (const int flags = ::fcntl(fd, F_GETFL); flags >= 0)
        ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

bool isReady(const std::vector<pollfd> &polled, int fd)
{
    const auto found = std::ranges::find(polled, fd, &pollfd::fd);
    return fd >= 0 && found != polled.end() && found->revents != 0;
}

bool isRoot(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == 0;
}

/// A helper that does not read must not hold the container up.
void limitSendTime(int socket)
{
    const timeval limit{ 2, 0 };
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

Result<UniqueFd> duplicate(int fd)
{
    UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
    if (!copy)
        return failErrno(errno, "duplicating a descriptor");
    return copy;
}

} // namespace

Supervisor::Supervisor(RunningContainer container)
    : m_container(std::move(container))
    , m_isTerminal(m_container.streams.size() == 1)
{
    for (const UniqueFd &stream : m_container.streams)
        setNonBlocking(stream.get());
    setNonBlocking(m_container.status.get());
    limitSendTime(m_container.control.get());
    if (m_isTerminal) {
        m_outputs.push_back({ std::move(m_container.streams[0]), false, {} });
        return;
    }
    m_input = std::move(m_container.streams[0]);
    m_outputs.push_back({ std::move(m_container.streams[1]), false, {} });
    m_outputs.push_back({ std::move(m_container.streams[2]), true, {} });
    if (!m_container.acceptsInput)
        m_input.reset();
}

int Supervisor::inputFd() const
{
    if (!m_isTerminal)
        return m_input.get();
    return m_outputs.empty() ? -1 : m_outputs.front().fd.get();
}

std::vector<pollfd> Supervisor::pollList() const
{
    std::vector<pollfd> polled;
    if (m_container.control)
        polled.push_back({ m_container.control.get(), POLLIN, 0 });
    polled.push_back({ m_container.files.listener.get(), POLLIN, 0 });
    if (!m_drainUntil)
        polled.push_back({ m_container.pidFd.get(), POLLIN, 0 });
    const Clock::time_point now = Clock::now();
    // What is left at the end fits into the other half of a client's queue.
    const bool waits = !m_drainUntil && m_container.consoles.waitsUntil();
    for (const Output &output : m_outputs) {
        if (!waits && output.pausedUntil <= now)
            polled.push_back({ output.fd.get(), POLLIN, 0 });
    }
    // The terminal's one descriptor may be in the list already; poll() takes it twice.
    if (!m_inputQueue.empty() && inputFd() >= 0)
        polled.push_back({ inputFd(), POLLOUT, 0 });
    m_container.consoles.addTo(polled, m_inputQueue.size() < kMaxInputQueue);
    return polled;
}

int Supervisor::timeoutMs() const
{
    std::optional<Clock::time_point> next = m_drainUntil;
    if (const auto waits = m_container.consoles.waitsUntil(); waits && !m_drainUntil)
        next = next ? std::min(*next, *waits) : *waits;
    const Clock::time_point now = Clock::now();
    for (const Output &output : m_outputs) {
        if (output.pausedUntil > now)
            next = next ? std::min(*next, output.pausedUntil) : output.pausedUntil;
    }
    if (!next)
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - now);
    return std::max(0, static_cast<int>(left.count()));
}

void Supervisor::run()
{
    const auto isDone = [this] { return m_drainUntil && (m_outputs.empty() || Clock::now() >= *m_drainUntil); };
    while (!isDone()) {
        std::vector<pollfd> polled = pollList();
        if (::poll(polled.data(), polled.size(), timeoutMs()) < 0 && errno != EINTR)
            break;
        handle(polled);
    }
    finish();
}

void Supervisor::handle(const std::vector<pollfd> &polled)
{
    for (Output &output : m_outputs) {
        if (isReady(polled, output.fd.get()))
            readOutput(output);
    }
    std::erase_if(m_outputs, [](const Output &output) { return !output.fd; });
    m_container.consoles.handle(polled, [this](const ipc::ConsoleFrame &frame) { handleFrame(frame); });
    writeInput();
    if (!m_drainUntil && isReady(polled, m_container.pidFd.get()))
        noteExit();
    if (isReady(polled, m_container.control.get()))
        handleControl();
    if (isReady(polled, m_container.files.listener.get()))
        acceptHelper();
}

void Supervisor::readOutput(Output &output)
{
    std::array<char, ipc::kMaxFramePayload> buffer;
    const ssize_t size = ::read(output.fd.get(), buffer.data(), buffer.size());
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size > 0) {
        const std::string_view chunk(buffer.data(), static_cast<std::size_t>(size));
        m_container.files.log.write(output.isStderr, chunk, wallClockNs());
        m_container.consoles.broadcast(output.isStderr ? ipc::FrameType::Stderr : ipc::FrameType::Stdout, chunk);
        return;
    }
    // A terminal gives EIO while nobody has it open, but a program may open it again as long as there are programs.
    if (m_isTerminal && !m_drainUntil)
        output.pausedUntil = Clock::now() + kTerminalPause;
    else
        output.fd.reset();
}

void Supervisor::handleFrame(const ipc::ConsoleFrame &frame)
{
    if (frame.type == ipc::FrameType::Resize && m_isTerminal && frame.payload.size() == 4 && inputFd() >= 0) {
        const auto byte = [&](std::size_t at) {
            return static_cast<unsigned>(static_cast<unsigned char>(frame.payload[at]));
        };
        (void)sys::setWindowSize(inputFd(), static_cast<std::uint16_t>(byte(0) | byte(1) << 8),
                                 static_cast<std::uint16_t>(byte(2) | byte(3) << 8));
    }
    if (!m_container.acceptsInput || m_inputEnds)
        return;
    if (frame.type == ipc::FrameType::Stdin)
        m_inputQueue += frame.payload;
    if (frame.type == ipc::FrameType::StdinEof && m_isTerminal)
        m_inputQueue += kEndOfTransmission;
    else if (frame.type == ipc::FrameType::StdinEof)
        m_inputEnds = true;
}

void Supervisor::writeInput()
{
    while (!m_inputQueue.empty() && inputFd() >= 0) {
        const ssize_t written = ::write(inputFd(), m_inputQueue.data(), m_inputQueue.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == EAGAIN)
            return;
        if (written < 0) {
            // Nobody reads it any more.
            m_inputQueue.clear();
            m_input.reset();
            break;
        }
        m_inputQueue.erase(0, static_cast<std::size_t>(written));
    }
    if (m_inputEnds)
        m_input.reset();
}

void Supervisor::handleControl()
{
    auto message = receiveMessage(m_container.control.get());
    if (!message) {
        m_container.control.reset();
        return;
    }
    if (message->type != ShimMessageType::OpenConsole)
        return;
    ShimMessage reply;
    reply.type = ShimMessageType::Console;
    if (auto console = m_container.consoles.open())
        reply.fds.push_back(std::move(*console));
    else
        reply = { ShimMessageType::Failed, console.error().sysErrno, "console\n" + console.error().what, {} };
    if (!sendMessage(m_container.control.get(), reply))
        m_container.control.reset();
}

void Supervisor::acceptHelper()
{
    UniqueFd helper(::accept4(m_container.files.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!helper || !isRoot(helper.get()))
        return;
    limitSendTime(helper.get());
    ShimMessage hello;
    hello.type = ShimMessageType::Hello;
    hello.value = m_container.pid;
    if (auto copy = duplicate(m_container.pidFd.get()))
        hello.fds.push_back(std::move(*copy));
    if (sendMessage(helper.get(), hello))
        m_container.control = std::move(helper);
}

void Supervisor::noteExit()
{
    const auto ofInit = sys::waitForProcess(m_container.pidFd.get());
    int status = 0;
    // What PID 1 reported of the command counts; without a report PID 1 was killed itself.
    if (::read(m_container.status.get(), &status, sizeof status) == static_cast<ssize_t>(sizeof status))
        m_status = status;
    else if (ofInit)
        m_status = *ofInit;
    m_drainUntil = Clock::now() + kDrainTime;
}

void Supervisor::finish()
{
    const std::string record = ipc::endedToJson(m_container.recorder.ended(m_status));
    // Not synced: a run directory is of one boot, and its files outlive every process but not the kernel.
    (void)writeAll(m_container.files.exitRecord.get(), record);
    m_container.consoles.broadcast(ipc::FrameType::Ended, record);
    // Without a helper the record waits for the next, which is woken when this process is gone (sys/CgroupHold).
    if (m_container.control)
        (void)sendMessage(m_container.control.get(), { ShimMessageType::Ended, 0, record, {} });
    flushConsoles();
}

void Supervisor::flushConsoles()
{
    const Clock::time_point until = Clock::now() + kFlushTime;
    while (m_container.consoles.hasQueued() && Clock::now() < until) {
        std::vector<pollfd> polled;
        m_container.consoles.addTo(polled, false);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (::poll(polled.data(), polled.size(), std::max(0, static_cast<int>(left.count()))) < 0 && errno != EINTR)
            return;
        m_container.consoles.handle(polled, [](const ipc::ConsoleFrame &) {});
    }
}

} // namespace vitrine::shim
