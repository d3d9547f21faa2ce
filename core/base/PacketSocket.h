// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine {

/// As many descriptors may come with one packet.
inline constexpr std::size_t kMaxPacketFds = 4;

/// Sends one packet of a SOCK_SEQPACKET connection, made of `parts`, with at most kMaxPacketFds descriptors. Waits
/// while the other side does not read; EPIPE when it is gone. `doing` is for the error.
Result<> sendPacket(int socket, std::span<iovec> parts, std::span<const int> fds, std::string_view doing);

/// Puts descriptors into a message whose msg_control is zeroed memory with room for them.
void putDescriptors(msghdr &message, std::span<const int> fds);

/// Calls `visit(fd)` for each descriptor that has come with a message.
template <typename Visit> void forEachDescriptor(msghdr &message, const Visit &visit)
{
    for (cmsghdr *part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof fd);
            visit(fd);
        }
    }
}

struct ReceivedPacket {
    std::size_t bytes = 0; ///< 0 at the end of the connection
    std::vector<UniqueFd> fds; ///< all that came, whatever is done with the packet
    bool isCut = false; ///< it was longer than `parts`
    bool hasLostFds = false; ///< more came than could be taken over
};
/// Waits for one packet and puts it into `parts`.
Result<ReceivedPacket> receivePacket(int socket, std::span<iovec> parts, std::string_view doing);

} // namespace vitrine
