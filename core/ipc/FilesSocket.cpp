// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/FilesSocket.h"

#include "core/base/PacketSocket.h"
#include "core/base/Try.h"

#include <array>
#include <cerrno>
#include <span>
#include <utility>

namespace vitrine::ipc {

namespace {

constexpr const char *kEnded = "the connection to the files has ended";

} // namespace

Result<> sendFilesPacket(int socket, std::string_view bytes, int fd)
{
    // Sending only reads, but iovec has no const form.
    std::array<iovec, 1> parts{ iovec{ const_cast<char *>(bytes.data()), bytes.size() } };
    const std::array<int, 1> fds{ fd };
    auto sent = sendPacket(socket, parts, std::span(fds).first(fd >= 0 ? 1 : 0), "speaking about files");
    if (!sent && (sent.error().sysErrno == EPIPE || sent.error().sysErrno == ECONNRESET))
        return failure(ErrorCode::NotFound, kEnded);
    return sent;
}

Result<FilesPacket> receiveFilesPacket(int socket, std::size_t maxBytes)
{
    FilesPacket packet;
    packet.bytes.resize(maxBytes);
    std::array<iovec, 1> parts{ iovec{ packet.bytes.data(), packet.bytes.size() } };
    auto received = receivePacket(socket, parts, "listening for files");
    if (!received && received.error().sysErrno == ECONNRESET)
        return failure(ErrorCode::NotFound, kEnded);
    VITRINE_TRY_ASSIGN(ReceivedPacket taken, std::move(received));
    if (taken.bytes == 0)
        return failure(ErrorCode::NotFound, kEnded);
    if (taken.isCut || taken.hasLostFds || taken.fds.size() > 1)
        return failure(ErrorCode::Protocol, "a packet about files is too long or brings too many descriptors");
    packet.bytes.resize(taken.bytes);
    if (!taken.fds.empty())
        packet.fd = std::move(taken.fds.front());
    return packet;
}

} // namespace vitrine::ipc
