// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/ShimConnection.h"

#include "core/base/Try.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace vitrine::daemon {

ShimConnection::ShimConnection(UniqueFd socket, Handler handler)
    : m_socket(std::move(socket))
    , m_handler(std::move(handler))
{
}

Result<std::unique_ptr<ShimConnection>> ShimConnection::open(sd_event *loop, UniqueFd socket, Handler handler)
{
    std::unique_ptr<ShimConnection> connection(new ShimConnection(std::move(socket), std::move(handler)));
    VITRINE_TRY_ASSIGN(
        connection->m_source,
        EventSource::readable(loop, connection->m_socket.get(), [self = connection.get()] { self->onReadable(); }));
    return connection;
}

Result<UniqueFd> ShimConnection::connectTo(int runDirFd)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return failErrno(errno, "making a socket");
    // By way of the descriptor: the run directory's own path may be longer than a socket's name can be.
    const std::string path = fmt::format("/proc/self/fd/{}/shim.sock", runDirFd);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return failErrno(errno, "connecting to the shim", ErrorCode::NotFound);
    return socket;
}

Result<> ShimConnection::send(shim::ShimMessageType type)
{
    return shim::sendMessage(m_socket.get(), shim::ShimMessage{ type, 0, {}, {} });
}

void ShimConnection::onReadable()
{
    auto message = shim::receiveMessage(m_socket.get());
    if (!message && message.error().sysErrno == EAGAIN)
        return;
    if (!message && shim::isPeerGone(message.error()))
        m_source.reset();
    // A copy, and the last thing done here: the handler may destroy this connection. What else has come wakes us again.
    const Handler handler = m_handler;
    handler(std::move(message));
}

} // namespace vitrine::daemon
