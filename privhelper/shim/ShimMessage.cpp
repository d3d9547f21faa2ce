// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ShimMessage.h"

#include "core/base/PacketSocket.h"
#include "core/base/Try.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <utility>

namespace vitrine::shim {

namespace {

/// What stands in front of the text. Both sides are built together on one machine, so it travels in native order.
struct Header {
    std::uint32_t type = 0;
    std::uint32_t textBytes = 0;
    std::int64_t value = 0;
};
static_assert(sizeof(Header) == 16);

static_assert(kMaxMessageFds <= kMaxPacketFds);

bool isKnown(std::uint32_t type)
{
    return type >= static_cast<std::uint32_t>(ShimMessageType::Spawned)
        && type <= static_cast<std::uint32_t>(ShimMessageType::Tried);
}

} // namespace

Result<> sendMessage(int socket, const ShimMessage &message)
{
    if (message.text.size() > kMaxMessageText || message.fds.size() > kMaxMessageFds)
        return failure(ErrorCode::Protocol, "sending a message to the other side of a start: it is too large");

    Header header{ static_cast<std::uint32_t>(message.type), static_cast<std::uint32_t>(message.text.size()),
                   message.value };
    // Sending only reads, but iovec has no const form.
    std::array<iovec, 2> parts{ iovec{ &header, sizeof header },
                                iovec{ const_cast<char *>(message.text.data()), message.text.size() } };
    std::array<int, kMaxMessageFds> numbers{};
    std::ranges::transform(message.fds, numbers.begin(), &UniqueFd::get);
    return sendPacket(socket, parts, std::span(numbers).first(message.fds.size()),
                      "sending a message to the other side of a start");
}

Result<ShimMessage> receiveMessage(int socket)
{
    Header header;
    std::array<char, kMaxMessageText> text{};
    std::array<iovec, 2> parts{ iovec{ &header, sizeof header }, iovec{ text.data(), text.size() } };
    VITRINE_TRY_ASSIGN(ReceivedPacket packet,
                       receivePacket(socket, parts, "receiving a message from the other side of a start"));
    const std::size_t size = packet.bytes;
    if (size == 0)
        return failure(ErrorCode::System, "the other side of a start has closed the connection");
    if (packet.hasLostFds)
        return failure(ErrorCode::OutOfResources,
                       "receiving a message from the other side of a start: its descriptors could not be taken over");
    if (packet.isCut)
        return failure(ErrorCode::Protocol, "receiving a message from the other side of a start: it is too large");
    if (size < sizeof header || size - sizeof header != header.textBytes)
        return failure(ErrorCode::Protocol, "receiving a message from the other side of a start: its length is wrong");
    if (!isKnown(header.type))
        return failure(ErrorCode::Protocol, "receiving a message from the other side of a start: its type is unknown");

    ShimMessage message;
    message.fds = std::move(packet.fds);
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
