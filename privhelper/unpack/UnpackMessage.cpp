// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/UnpackMessage.h"

#include "core/base/Text.h"
#include "core/ipc/ErrorNames.h"

#include <fmt/format.h>

#include <vector>

namespace vitrine::unpack {

namespace {

constexpr std::size_t kMaxSentence = 1024;
constexpr int kHighestErrno = 4095;

struct Encoder {
    std::string operator()(const Progress &progress) const
    {
        return fmt::format("P {} {}", progress.done, progress.total);
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
    const auto first = parseNumber<std::uint64_t>(words[1]);
    const auto second = parseNumber<std::uint64_t>(words[2]);
    if (words.size() != 3 || !first || !second)
        return refused();
    if (words[0] == "P")
        return Progress{ *first, *second };
    if (words[0] == "OK")
        return Finished{ *first, *second };
    return refused();
}

} // namespace vitrine::unpack
