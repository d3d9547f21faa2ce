// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/InputPump.h"

#include "core/ipc/ConsoleFrame.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace vitrine::gui {

InputPump::InputPump(int input, Sink sink, Keys keys, QObject *parent)
    : QObject(parent)
    , m_input(input)
    , m_sink(std::move(sink))
    , m_keys(keys)
    , m_canRead(input, QSocketNotifier::Read)
    , m_canWrite(m_sink.fd, QSocketNotifier::Write)
{
    m_canWrite.setEnabled(false);
    connect(&m_canRead, &QSocketNotifier::activated, this, &InputPump::readSome);
    connect(&m_canWrite, &QSocketNotifier::activated, this, &InputPump::writeSome);
}

void InputPump::readSome()
{
    std::array<char, ipc::kMaxFramePayload / 2> buffer{};
    const ssize_t count = ::read(m_input, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0)
        noteEnd();
    else
        take({ buffer.data(), static_cast<std::size_t>(count) });
}

void InputPump::take(std::string_view bytes)
{
    DetachKeys::Typed typed{ std::string(bytes), false };
    if (m_keys == Keys::Detach)
        typed = m_detachKeys.feed(bytes);
    m_pending += typed.forward;
    if (!m_pending.empty())
        m_lastByte = m_pending.back();
    if (typed.isDetached) {
        stop();
        Q_EMIT detached();
        return;
    }
    writeSome();
}

void InputPump::noteEnd()
{
    m_isAtEnd = true;
    // The key for the end of input ends only the line when one has been begun, and has to be pressed again.
    if (m_sink.isTerminal && m_lastByte != '\n')
        m_pending += kEndOfInputKey;
    writeSome();
}

void InputPump::writeSome()
{
    while (!m_pending.empty()) {
        const ssize_t count = m_sink.write(m_pending);
        if (!hasTaken(count))
            return;
        m_pending.erase(0, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    while (m_isAtEnd && !m_isEndTaken) {
        const ssize_t count = m_sink.end();
        if (!hasTaken(count))
            return;
        m_isEndTaken = count >= 0;
    }
    m_canRead.setEnabled(!m_isAtEnd);
    m_canWrite.setEnabled(false);
}

bool InputPump::hasTaken(ssize_t count)
{
    if (count >= 0 || errno == EINTR)
        return true;
    const bool isFull = errno == EAGAIN;
    // When the container has gone, how it ended comes by another way.
    stop();
    m_canWrite.setEnabled(isFull);
    return false;
}

void InputPump::stop()
{
    m_canRead.setEnabled(false);
    m_canWrite.setEnabled(false);
}

bool isReadable(int fd)
{
    pollfd asked{ fd, POLLIN, 0 };
    return ::poll(&asked, 1, 0) > 0;
}

} // namespace vitrine::gui
