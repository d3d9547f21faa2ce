// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/PacketSocket.h"

#include <array>
#include <cerrno>

namespace vitrine {

namespace {

using ControlBuffer = std::array<char, CMSG_SPACE(kMaxPacketFds * sizeof(int))>;

} // namespace

void putDescriptors(msghdr &message, std::span<const int> fds)
{
    message.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr *part = CMSG_FIRSTHDR(&message);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(part), fds.data(), fds.size_bytes());
}

Result<> sendPacket(int socket, std::span<iovec> parts, std::span<const int> fds, std::string_view doing)
{
    if (fds.size() > kMaxPacketFds)
        return failErrno(EMSGSIZE, doing);
    alignas(cmsghdr) ControlBuffer control{};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    if (!fds.empty()) {
        message.msg_control = control.data();
        putDescriptors(message, fds);
    }
    while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
        if (errno != EINTR)
            return failErrno(errno, doing);
    }
    return {};
}

Result<ReceivedPacket> receivePacket(int socket, std::span<iovec> parts, std::string_view doing)
{
    alignas(cmsghdr) ControlBuffer control{};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t size = -1;
    while ((size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0) {
        if (errno != EINTR)
            return failErrno(errno, doing);
    }
    ReceivedPacket packet;
    packet.bytes = static_cast<std::size_t>(size);
    forEachDescriptor(message, [&packet](int fd) { packet.fds.emplace_back(fd); });
    packet.isCut = (message.msg_flags & MSG_TRUNC) != 0;
    packet.hasLostFds = (message.msg_flags & MSG_CTRUNC) != 0;
    return packet;
}

} // namespace vitrine
