// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/X11Relay.h"

#include "core/base/UniqueFd.h"

#include <fmt/format.h>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::shim {

namespace {

constexpr std::size_t kMaxConnections = 128; // half of what an X server takes
constexpr std::size_t kChunk = 64 * 1024;

/// One direction of a connection. It reads only when all that it had read is written.
class Flow {
public:
    Flow(int from, int to)
        : m_from(from)
        , m_to(to)
    {
    }

    [[nodiscard]] bool hasEnded() const { return m_ended && m_waiting.empty(); }

    void addTo(std::vector<pollfd> &polled) const
    {
        if (!m_waiting.empty())
            polled.push_back({ m_to, POLLOUT, 0 });
        else if (!m_ended)
            polled.push_back({ m_from, POLLIN, 0 });
    }

    /// False when the connection is broken.
    [[nodiscard]] bool move()
    {
        if (m_waiting.empty() && !m_ended && !fill())
            return false;
        if (!m_waiting.empty() && !drain())
            return false;
        if (hasEnded() && !std::exchange(m_told, true))
            ::shutdown(m_to, SHUT_WR);
        return true;
    }

private:
    bool fill()
    {
        std::array<char, kChunk> chunk; // NOLINT(*-member-init): it is read into
        const ssize_t size = ::recv(m_from, chunk.data(), chunk.size(), 0);
        if (size < 0)
            return errno == EAGAIN || errno == EINTR;
        m_ended = size == 0;
        m_waiting.assign(chunk.data(), static_cast<std::size_t>(size));
        return true;
    }

    bool drain()
    {
        const ssize_t size = ::send(m_to, m_waiting.data(), m_waiting.size(), MSG_NOSIGNAL);
        if (size < 0)
            return errno == EAGAIN || errno == EINTR;
        m_waiting.erase(0, static_cast<std::size_t>(size));
        return true;
    }

    int m_from;
    int m_to;
    std::string m_waiting;
    bool m_ended = false;
    bool m_told = false;
};

struct Connection {
    Connection(UniqueFd app, UniqueFd server)
        : appFd(std::move(app))
        , serverFd(std::move(server))
        , toServer(appFd.get(), serverFd.get())
        , toApp(serverFd.get(), appFd.get())
    {
    }

    /// Whether there is more to come.
    [[nodiscard]] bool move()
    {
        const bool isWhole = toServer.move() && toApp.move();
        return isWhole && !(toServer.hasEnded() && toApp.hasEnded());
    }

    UniqueFd appFd;
    UniqueFd serverFd;
    Flow toServer;
    Flow toApp;
};

UniqueFd connectTo(int serverFd)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = fmt::format("/proc/self/fd/{}", serverFd);
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return {};
    return socket;
}

} // namespace

void runX11Relay(int listener, int serverFd)
{
    std::vector<Connection> connections;
    for (;;) {
        std::vector<pollfd> polled;
        if (connections.size() < kMaxConnections)
            polled.push_back({ listener, POLLIN, 0 });
        for (const Connection &connection : connections) {
            connection.toServer.addTo(polled);
            connection.toApp.addTo(polled);
        }
        if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR)
            return;
        std::erase_if(connections, [](Connection &connection) { return !connection.move(); });
        if (connections.size() == kMaxConnections)
            continue;
        UniqueFd app(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!app && errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
            return;
        if (!app)
            continue;
        // A server that is gone, or has too much to do: the app sees its connection end.
        if (UniqueFd server = connectTo(serverFd))
            connections.emplace_back(std::move(app), std::move(server));
    }
}

} // namespace vitrine::shim
