// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/cli/InputPump.h"

#include "core/ipc/ConsoleFrame.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace vitrine::gui {

InputPump::InputPump(int input, int sink, Write write, Keys keys, QObject *parent)
    : QObject(parent)
    , m_input(input)
    , m_write(std::move(write))
    , m_keys(keys)
    , m_canRead(input, QSocketNotifier::Read)
    , m_canWrite(sink, QSocketNotifier::Write)
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
    if (count <= 0) {
        m_isAtEnd = true;
    } else {
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
        if (m_keys == Keys::Plain) {
            m_pending += bytes;
        } else {
            auto typed = m_detachKeys.feed(bytes);
            m_pending += typed.forward;
            if (typed.isDetached) {
                stop();
                Q_EMIT detached();
                return;
            }
        }
    }
    writeSome();
}

void InputPump::writeSome()
{
    while (!m_pending.empty()) {
        const ssize_t count = m_write(m_pending);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno != EAGAIN)
            return stop(); // The container has gone; how it ended comes by another way.
        if (count < 0)
            break;
        m_pending.erase(0, static_cast<std::size_t>(count));
    }
    m_canRead.setEnabled(m_pending.empty() && !m_isAtEnd);
    m_canWrite.setEnabled(!m_pending.empty());
    if (m_pending.empty() && m_isAtEnd)
        Q_EMIT atEnd();
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
