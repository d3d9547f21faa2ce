// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <string>
#include <string_view>

namespace vitrine::ipc {

struct FilesPacket {
    std::string bytes;
    UniqueFd fd; ///< that came with it
};

/// One packet, with a descriptor unless `fd` is -1. Waits while the other side does not read.
Result<> sendFilesPacket(int socket, std::string_view bytes, int fd = -1);

/// Waits for one packet of at most `maxBytes`. NotFound at the end of the connection; Protocol for a packet that is
/// longer or brings more than one descriptor.
Result<FilesPacket> receiveFilesPacket(int socket, std::size_t maxBytes);

} // namespace vitrine::ipc
