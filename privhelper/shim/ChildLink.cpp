// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/ChildLink.h"

#include <fmt/format.h>

namespace vitrine::shim {

ShimMessage failedMessage(const std::string &step, const Error &error)
{
    ShimMessage message;
    message.type = ShimMessageType::Failed;
    message.value = error.sysErrno;
    message.text = fmt::format("{}\n{}", step, error.what).substr(0, kMaxMessageText);
    return message;
}

Error failureOf(const ShimMessage &failed, Steps &steps)
{
    const std::size_t end = failed.text.find('\n');
    steps.enter(failed.text.substr(0, end));
    return Error{ ErrorCode::StartFailed, static_cast<int>(failed.value),
                  end == std::string::npos ? failed.text : failed.text.substr(end + 1) };
}

std::int64_t packIds(const plan::User &user)
{
    return static_cast<std::int64_t>((std::uint64_t{ user.uid } << 32) | user.gid);
}

plan::User unpackIds(std::int64_t value)
{
    const auto bits = static_cast<std::uint64_t>(value);
    plan::User user;
    user.uid = static_cast<std::uint32_t>(bits >> 32);
    user.gid = static_cast<std::uint32_t>(bits);
    return user;
}

} // namespace vitrine::shim
