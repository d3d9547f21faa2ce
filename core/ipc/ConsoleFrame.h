// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::ipc {

/// A console is a SOCK_SEQPACKET socket; each packet is one byte of type, then the payload. Whole packets arrive or
/// nothing does, so there is no length field to lie with.
enum class FrameType : std::uint8_t {
    // shim -> client
    Stdout = 1, ///< bytes (also everything from a pty)
    Stderr = 2, ///< bytes
    Ended = 3, ///< JSON of Ended; the last frame
    // client -> shim
    Stdin = 16, ///< bytes
    StdinEof = 17, ///< empty
    Resize = 18, ///< rows, columns: two little-endian uint16
};

inline constexpr std::size_t kMaxFramePayload = 32 * 1024;

struct ConsoleFrame {
    FrameType type = FrameType::Stdout;
    std::string payload;
    bool operator==(const ConsoleFrame &) const = default;
};

std::string encodeFrame(FrameType type, std::string_view payload);
std::string encodeResize(std::uint16_t rows, std::uint16_t columns);
/// Protocol error on an empty packet, an unknown type or a payload over kMaxFramePayload.
Result<ConsoleFrame> decodeFrame(std::string_view packet);

} // namespace vitrine::ipc
