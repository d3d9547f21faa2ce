// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/MountTree.h"

#include "core/base/Try.h"
#include "privhelper/shim/ShimMessage.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fcntl.h>

#include <utility>

namespace vitrine::shim {

namespace {

Result<> sendOne(int link, std::int64_t value, std::string text, UniqueFd mount)
{
    ShimMessage message;
    message.type = ShimMessageType::Mount;
    message.value = value;
    message.text = std::move(text);
    message.fds.push_back(std::move(mount));
    return sendMessage(link, message);
}

Result<ShimMessage> receiveOne(int link)
{
    VITRINE_TRY_ASSIGN(ShimMessage message, receiveMessage(link));
    if (message.type != ShimMessageType::Mount || message.fds.size() != 1)
        return failure(ErrorCode::Protocol, "the shim did not send a mount");
    return message;
}

} // namespace

Result<> sendMountTree(int link, MountTree tree)
{
    VITRINE_TRY(sendOne(link, static_cast<std::int64_t>(tree.below.size()), {}, std::move(tree.top)));
    for (MountTree::Below &below : tree.below)
        VITRINE_TRY(sendOne(link, 0, std::move(below.place), std::move(below.mount)));
    return {};
}

Result<MountTree> receiveMountTree(int link)
{
    VITRINE_TRY_ASSIGN(ShimMessage first, receiveOne(link));
    if (first.value < 0 || std::cmp_greater(first.value, kMaxMountsBelow))
        return failure(ErrorCode::Protocol, "the shim sent too many mounts");
    MountTree tree;
    tree.top = std::move(first.fds.front());
    for (std::int64_t i = 0; i < first.value; ++i) {
        VITRINE_TRY_ASSIGN(ShimMessage message, receiveOne(link));
        tree.below.push_back({ std::move(message.text), std::move(message.fds.front()) });
    }
    return tree;
}

Result<> attachBelow(int topFd, const std::vector<MountTree::Below> &below)
{
    for (const MountTree::Below &one : below) {
        const auto place = sys::openInRoot(topFd, one.place, O_PATH | O_NOFOLLOW, sys::Links::Refuse);
        if (!place)
            continue;
        if (auto attached = sys::attachMount(one.mount.get(), place->get()); !attached)
            return failure(attached.error().wrap(one.place));
    }
    return {};
}

} // namespace vitrine::shim
