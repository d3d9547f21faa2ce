// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ConsoleHub.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vitrine::shim {

Result<UniqueFd> ConsoleHub::open()
{
    if (m_clients.size() >= kMaxClients)
        return failure(ErrorCode::LimitExceeded, "the container has as many consoles as it can have");
    std::array<int, 2> ends{ -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return failErrno(errno, "making a console");
    Client client;
    client.fd.reset(ends[0]);
    m_clients.push_back(std::move(client));
    return UniqueFd(ends[1]);
}

/// False when the client is gone.
bool ConsoleHub::send(Client &client, const std::string &packet)
{
    if (client.queue.empty()) {
        if (::send(client.fd.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
            return true;
        if (errno != EAGAIN && errno != EINTR && errno != ENOBUFS)
            return false;
    }
    client.queuedBytes += packet.size();
    client.queue.push_back(packet);
    if (client.queuedBytes > kMaxQueuedBytes / 2 && !client.behindSince)
        client.behindSince = Clock::now();
    return client.queuedBytes <= kMaxQueuedBytes;
}

bool ConsoleHub::flush(Client &client)
{
    while (!client.queue.empty()) {
        const std::string &packet = client.queue.front();
        if (::send(client.fd.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            return errno == EAGAIN || errno == EINTR || errno == ENOBUFS;
        client.queuedBytes -= packet.size();
        client.queue.pop_front();
    }
    client.behindSince.reset();
    return true;
}

bool ConsoleHub::receive(Client &client, const std::function<void(const ipc::ConsoleFrame &)> &onFrame)
{
    std::array<char, ipc::kMaxFramePayload + 2> buffer{};
    const ssize_t size = ::recv(client.fd.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0)
        return errno == EAGAIN || errno == EINTR;
    if (size == 0)
        return false;
    const auto frame = ipc::decodeFrame(std::string_view(buffer.data(), static_cast<std::size_t>(size)));
    if (!frame)
        return false; // who speaks something else is no console
    onFrame(*frame);
    return true;
}

void ConsoleHub::broadcast(ipc::FrameType type, std::string_view payload)
{
    const std::string packet = ipc::encodeFrame(type, payload);
    std::erase_if(m_clients, [&](Client &client) { return !send(client, packet); });
}

void ConsoleHub::addTo(std::vector<pollfd> &polled, bool acceptsInput) const
{
    for (const Client &client : m_clients) {
        const int events = (acceptsInput ? POLLIN : 0) | (client.queue.empty() ? 0 : POLLOUT);
        polled.push_back({ client.fd.get(), static_cast<short>(events), 0 });
    }
}

void ConsoleHub::handle(const std::vector<pollfd> &polled,
                        const std::function<void(const ipc::ConsoleFrame &)> &onFrame)
{
    std::erase_if(m_clients, [&](Client &client) {
        const auto found = std::ranges::find(polled, client.fd.get(), &pollfd::fd);
        if (found == polled.end() || found->revents == 0)
            return false;
        if ((found->revents & POLLOUT) != 0 && !flush(client))
            return true;
        if ((found->revents & POLLIN) != 0)
            return !receive(client, onFrame);
        return (found->revents & (POLLHUP | POLLERR)) != 0;
    });
}

bool ConsoleHub::hasQueued() const
{
    return std::ranges::any_of(m_clients, [](const Client &client) { return !client.queue.empty(); });
}

std::optional<ConsoleHub::Clock::time_point> ConsoleHub::waitsUntil() const
{
    std::optional<Clock::time_point> until;
    for (const Client &client : m_clients) {
        if (!client.behindSince || client.queuedBytes <= kMaxQueuedBytes / 2
            || Clock::now() >= *client.behindSince + kMaxWait)
            continue;
        until = std::max(until.value_or(Clock::time_point()), *client.behindSince + kMaxWait);
    }
    return until;
}

} // namespace vitrine::shim
