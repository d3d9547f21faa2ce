// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/FilesSocket.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace vitrine::ipc {

namespace {

constexpr const char *kEnded = "the connection to the files has ended";
constexpr std::size_t kMostFds = 4; // so that a second one is seen, and closed

std::vector<UniqueFd> takeDescriptors(msghdr &message)
{
    std::vector<UniqueFd> fds;
    for (cmsghdr *part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof fd);
            fds.emplace_back(fd);
        }
    }
    return fds;
}

} // namespace

Result<> sendFilesPacket(int socket, std::string_view bytes, int fd)
{
    // sendmsg only reads, but iovec has no const form.
    iovec part{ const_cast<char *>(bytes.data()), bytes.size() };
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    if (fd >= 0) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
        if (errno == EPIPE || errno == ECONNRESET)
            return failure(ErrorCode::NotFound, kEnded);
        if (errno != EINTR)
            return failErrno(errno, "speaking about files");
    }
    return {};
}

Result<FilesPacket> receiveFilesPacket(int socket, std::size_t maxBytes)
{
    FilesPacket packet;
    packet.bytes.resize(maxBytes);
    iovec part{ packet.bytes.data(), packet.bytes.size() };
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostFds * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t size = -1;
    while ((size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0) {
        if (errno == ECONNRESET)
            return failure(ErrorCode::NotFound, kEnded);
        if (errno != EINTR)
            return failErrno(errno, "listening for files");
    }
    std::vector<UniqueFd> fds = takeDescriptors(message);
    if (size == 0)
        return failure(ErrorCode::NotFound, kEnded);
    if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || fds.size() > 1)
        return failure(ErrorCode::Protocol, "a packet about files is too long or brings too many descriptors");
    packet.bytes.resize(static_cast<std::size_t>(size));
    if (!fds.empty())
        packet.fd = std::move(fds.front());
    return packet;
}

} // namespace vitrine::ipc
