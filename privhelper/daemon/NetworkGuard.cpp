// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/NetworkGuard.h"

#include "core/base/Try.h"
#include "privhelper/daemon/Journal.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace vitrine::daemon {

namespace {

/// A reload comes as many changes; the networks are looked at once, after the last of them or soon after the first.
constexpr std::uint64_t kSettleMs = 100;
/// Nobody says when what has failed would succeed.
constexpr std::uint64_t kRetryMs = 5'000;

/// The kernel says ENOBUFS where it has left something out.
void readAway(int socket)
{
    std::array<char, 8192> buffer;
    while (::recv(socket, buffer.data(), buffer.size(), 0) >= 0 || errno == ENOBUFS || errno == EINTR) { }
}

} // namespace

NetworkGuard::NetworkGuard(Context &context)
    : m_context(context)
{
}

void NetworkGuard::setWatching(bool wanted)
{
    if (wanted == isWatching())
        return;
    m_timer.reset();
    m_sources.clear();
    m_sockets.clear();
    if (!wanted)
        return;
    if (const auto watched = watch(); !watched) {
        m_sources.clear();
        journal(Level::Warning, watched.error().what);
    }
}

Result<> NetworkGuard::watch()
{
    VITRINE_TRY_ASSIGN(m_sockets, m_context.host.openNetworkWatch());
    for (const UniqueFd &socket : m_sockets) {
        VITRINE_TRY_ASSIGN(auto source, EventSource::readable(m_context.loop, socket.get(), [this, fd = socket.get()] {
                               onChange(fd);
                           }));
        m_sources.push_back(std::move(source));
    }
    return {};
}

void NetworkGuard::onChange(int socket)
{
    readAway(socket);
    settleIn(kSettleMs);
}

void NetworkGuard::settleIn(std::uint64_t milliseconds)
{
    if (m_timer && milliseconds >= m_waitMs)
        return;
    auto timer = EventSource::timer(m_context.loop, milliseconds, [this] { settle(); });
    if (!timer)
        return journal(Level::Error, "putting the private network back: " + timer.error().what);
    m_timer = std::move(*timer);
    m_waitMs = milliseconds;
}

void NetworkGuard::settle()
{
    m_timer.reset();
    const auto refreshed = m_context.host.refreshNetwork();
    const std::string problem = refreshed ? std::string() : refreshed.error().what;
    // The same again is no news.
    if (!refreshed && problem != m_problem)
        journal(Level::Error, "putting the private network back: " + problem);
    m_problem = problem;
    if (!refreshed)
        settleIn(kRetryMs);
}

} // namespace vitrine::daemon
