// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/UnpackMessage.h"

#include "core/base/Text.h"
#include "core/ipc/ErrorNames.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace vitrine::unpack {

namespace {

constexpr std::size_t kMaxSentence = 1024;
constexpr int kHighestErrno = 4095;

struct Encoder {
    std::string operator()(const Progress &progress) const
    {
        auto text = fmt::format("P {} {}", progress.done, progress.total);
        if (progress.layersTotal != 0)
            text += fmt::format(" {} {}", progress.layersDone, progress.layersTotal);
        return text;
    }
    std::string operator()(const Finished &finished) const
    {
        return fmt::format("OK {} {}", finished.entries, finished.bytes);
    }
    std::string operator()(const Error &error) const
    {
        return fmt::format("E {} {} {}", ipc::errorName(error.code), error.sysErrno,
                           printable(error.what, kMaxSentence));
    }
};

bool mayComeFromUnpacking(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ImageCorrupt:
    case ErrorCode::ImageUnsafe:
    case ErrorCode::ImageUnpackFailed:
    case ErrorCode::InvalidConfig:
    case ErrorCode::LimitExceeded:
    case ErrorCode::NoSpace:
    case ErrorCode::OutOfResources:
    case ErrorCode::Unsupported:
    case ErrorCode::System:
        return true;
    default:
        return false;
    }
}

} // namespace

std::string encodeMessage(const UnpackMessage &message)
{
    return std::visit(Encoder{}, message);
}

Result<UnpackMessage> decodeMessage(std::string_view packet)
{
    const auto refused = [&] {
        return failure(ErrorCode::Protocol,
                       fmt::format("the unpacker said something that has no meaning: \"{}\"", printable(packet)));
    };
    const auto words = split(packet, ' ');
    if (packet.size() > kMaxPacket || words.size() < 3)
        return refused();
    if (words[0] == "E") {
        const auto code = ipc::errorCode(words[1]);
        const auto err = parseNumber<int>(words[2]);
        if (!err || *err < 0 || *err > kHighestErrno || !mayComeFromUnpacking(code) || words.size() < 4)
            return refused();
        const auto sentence = packet.substr(words[0].size() + words[1].size() + words[2].size() + 3);
        return Error{ code, *err, printable(sentence, kMaxSentence) };
    }
    std::array<std::uint64_t, 4> numbers{};
    if (words.size() > numbers.size() + 1)
        return refused();
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto number = parseNumber<std::uint64_t>(words[i]);
        if (!number)
            return refused();
        numbers[i - 1] = *number;
    }
    if (words[0] == "P" && (words.size() == 3 || (words.size() == 5 && numbers[3] != 0)))
        return Progress{ numbers[0], numbers[1], numbers[2], numbers[3] };
    if (words[0] == "OK" && words.size() == 3)
        return Finished{ numbers[0], numbers[1] };
    return refused();
}

} // namespace vitrine::unpack
