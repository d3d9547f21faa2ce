// SPDX-License-Identifier: GPL-3.0-or-later
// The consoles that are asked for while a run goes on; the shim answers in the order of the questions.
#include "privhelper/daemon/Run.h"

#include <utility>

namespace vitrine::daemon {

namespace {

constexpr std::uint64_t kConsoleTimeoutMs = 10'000;

} // namespace

void Run::openConsole(Done<UniqueFd> done)
{
    if (m_phase != Phase::Running)
        return done(failure(ErrorCode::BadState, "the container does not run"));
    if (m_consoles.empty()) {
        auto timer = EventSource::timer(m_context.loop, kConsoleTimeoutMs, [this] {
            answerConsoles(Error{ ErrorCode::Timeout, 0, "the container's shim does not answer" });
        });
        if (!timer)
            return done(failure(timer.error()));
        m_consoleTimer = std::move(*timer);
    }
    if (auto sent = m_connection->send(shim::ShimMessageType::OpenConsole); !sent)
        return done(failure(sent.error()));
    m_consoles.push_back(std::move(done));
}

void Run::answerConsole(Result<UniqueFd> console)
{
    if (m_consoles.empty())
        return;
    const auto done = std::move(m_consoles.front());
    m_consoles.pop_front();
    if (m_consoles.empty())
        m_consoleTimer.reset();
    done(std::move(console));
}

void Run::answerConsoles(const Error &error)
{
    m_consoleTimer.reset();
    const auto consoles = std::exchange(m_consoles, {});
    for (const auto &done : consoles)
        done(failure(error));
}

} // namespace vitrine::daemon
