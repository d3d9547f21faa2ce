// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ShimMessage.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace vitrine::shim {

namespace {

/// What stands in front of the text. Both sides are built together on one machine, so it travels in native order.
struct Header {
    std::uint32_t type = 0;
    std::uint32_t textBytes = 0;
    std::int64_t value = 0;
};
static_assert(sizeof(Header) == 16);

using ControlBuffer = std::array<char, CMSG_SPACE(kMaxMessageFds * sizeof(int))>;

bool isKnown(std::uint32_t type)
{
    return type >= static_cast<std::uint32_t>(ShimMessageType::Spawned)
        && type <= static_cast<std::uint32_t>(ShimMessageType::Tried);
}

/// Takes over every descriptor of the packet, also when the packet is refused afterwards.
std::vector<UniqueFd> takeDescriptors(msghdr &packet)
{
    std::vector<UniqueFd> fds;
    for (cmsghdr *part = CMSG_FIRSTHDR(&packet); part != nullptr; part = CMSG_NXTHDR(&packet, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof fd);
            fds.emplace_back(fd);
        }
    }
    return fds;
}

} // namespace

Result<> sendMessage(int socket, const ShimMessage &message)
{
    if (message.text.size() > kMaxMessageText || message.fds.size() > kMaxMessageFds)
        return failure(ErrorCode::Protocol, "sending a message to the other side of a start: it is too large");

    Header header{ static_cast<std::uint32_t>(message.type), static_cast<std::uint32_t>(message.text.size()),
                   message.value };
    // sendmsg only reads, but iovec has no const form.
    std::array<iovec, 2> parts{ iovec{ &header, sizeof header },
                                iovec{ const_cast<char *>(message.text.data()), message.text.size() } };
    alignas(cmsghdr) ControlBuffer control{};
    msghdr packet{};
    packet.msg_iov = parts.data();
    packet.msg_iovlen = parts.size();
    if (!message.fds.empty()) {
        std::array<int, kMaxMessageFds> numbers{};
        std::ranges::transform(message.fds, numbers.begin(), &UniqueFd::get);
        const std::size_t bytes = message.fds.size() * sizeof(int);
        packet.msg_control = control.data();
        packet.msg_controllen = CMSG_SPACE(bytes);
        cmsghdr *part = CMSG_FIRSTHDR(&packet);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(bytes);
        std::memcpy(CMSG_DATA(part), numbers.data(), bytes);
    }
    while (::sendmsg(socket, &packet, MSG_NOSIGNAL) < 0) {
        if (errno != EINTR)
            return failErrno(errno, "sending a message to the other side of a start");
    }
    return {};
}

Result<ShimMessage> receiveMessage(int socket)
{
    Header header;
    std::array<char, kMaxMessageText> text{};
    std::array<iovec, 2> parts{ iovec{ &header, sizeof header }, iovec{ text.data(), text.size() } };
    alignas(cmsghdr) ControlBuffer control{};
    msghdr packet{};
    packet.msg_iov = parts.data();
    packet.msg_iovlen = parts.size();
    packet.msg_control = control.data();
    packet.msg_controllen = control.size();

    ssize_t received = -1;
    while ((received = ::recvmsg(socket, &packet, MSG_CMSG_CLOEXEC)) < 0) {
        if (errno != EINTR)
            return failErrno(errno, "receiving a message from the other side of a start");
    }
    ShimMessage message;
    message.fds = takeDescriptors(packet);
    if (received == 0)
        return failure(ErrorCode::System, "the other side of a start has closed the connection");
    if ((packet.msg_flags & MSG_CTRUNC) != 0)
        return failure(ErrorCode::OutOfResources,
                       "receiving a message from the other side of a start: its descriptors could not be taken over");
    if ((packet.msg_flags & MSG_TRUNC) != 0)
        return failure(ErrorCode::Protocol, "receiving a message from the other side of a start: it is too large");
    const auto size = static_cast<std::size_t>(received);
    if (size < sizeof header || size - sizeof header != header.textBytes)
        return failure(ErrorCode::Protocol, "receiving a message from the other side of a start: its length is wrong");
    if (!isKnown(header.type))
        return failure(ErrorCode::Protocol, "receiving a message from the other side of a start: its type is unknown");

    message.type = static_cast<ShimMessageType>(header.type);
    message.value = header.value;
    message.text.assign(text.data(), header.textBytes);
    return message;
}

bool isPeerGone(const Error &error)
{
    return error.code == ErrorCode::System && (error.sysErrno == 0 || error.sysErrno == ECONNRESET);
}

} // namespace vitrine::shim
