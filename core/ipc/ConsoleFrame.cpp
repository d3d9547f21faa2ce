// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/ConsoleFrame.h"

#include <fmt/format.h>

namespace vitrine::ipc {

namespace {

bool isKnown(FrameType type)
{
    switch (type) {
    case FrameType::Stdout:
    case FrameType::Stderr:
    case FrameType::Ended:
    case FrameType::Stdin:
    case FrameType::StdinEof:
    case FrameType::Resize:
        return true;
    }
    return false;
}

constexpr std::size_t kResizeBytes = 4;

} // namespace

std::string encodeFrame(FrameType type, std::string_view payload)
{
    std::string packet(1, static_cast<char>(type));
    packet += payload;
    return packet;
}

std::string encodeResize(std::uint16_t rows, std::uint16_t columns)
{
    const char payload[kResizeBytes]{
        static_cast<char>(rows & 0xff),
        static_cast<char>(rows >> 8),
        static_cast<char>(columns & 0xff),
        static_cast<char>(columns >> 8),
    };
    return encodeFrame(FrameType::Resize, { payload, kResizeBytes });
}

Result<ConsoleFrame> decodeFrame(std::string_view packet)
{
    if (packet.empty())
        return failure(ErrorCode::Protocol, "a console packet is empty");
    const auto type = static_cast<FrameType>(packet.front());
    packet.remove_prefix(1);
    if (!isKnown(type))
        return failure(ErrorCode::Protocol,
                       fmt::format("a console packet has the unknown type {}", static_cast<unsigned>(type)));
    if (packet.size() > kMaxFramePayload)
        return failure(ErrorCode::Protocol, fmt::format("a console packet has more than {} bytes", kMaxFramePayload));
    if (type == FrameType::Resize && packet.size() != kResizeBytes)
        return failure(ErrorCode::Protocol, "a window size does not have 4 bytes");
    if (type == FrameType::StdinEof && !packet.empty())
        return failure(ErrorCode::Protocol, "an end of input has bytes");
    return ConsoleFrame{ type, std::string(packet) };
}

} // namespace vitrine::ipc
