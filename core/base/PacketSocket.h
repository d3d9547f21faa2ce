// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <sys/uio.h>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine {

/// As many descriptors may come with one packet.
inline constexpr std::size_t kMaxPacketFds = 4;

/// Sends one packet of a SOCK_SEQPACKET connection, made of `parts`, with at most kMaxPacketFds descriptors. Waits
/// while the other side does not read; EPIPE when it is gone. `doing` is for the error.
Result<> sendPacket(int socket, std::span<iovec> parts, std::span<const int> fds, std::string_view doing);

struct ReceivedPacket {
    std::size_t bytes = 0; ///< 0 at the end of the connection
    std::vector<UniqueFd> fds; ///< all that came, whatever is done with the packet
    bool isCut = false; ///< it was longer than `parts`
    bool hasLostFds = false; ///< more came than could be taken over
};
/// Waits for one packet and puts it into `parts`.
Result<ReceivedPacket> receivePacket(int socket, std::span<iovec> parts, std::string_view doing);

} // namespace vitrine
