// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/FilesLink.h"

#include "core/base/Try.h"
#include "core/ipc/FilesSocket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FilesOp;
using ipc::FilesReply;
using ipc::FilesRequest;
using ipc::FilesRoot;

std::string joinPath(const std::string &folder, const std::string &name)
{
    if (folder.empty() || folder.ends_with('/'))
        return folder + name;
    return folder + '/' + name;
}

FilesLink::FilesLink(UniqueFd connection)
    : m_connection(std::move(connection))
{
    // The helper's sockets do not block; this one is for waiting.
    const int flags = ::fcntl(m_connection.get(), F_GETFL);
    ::fcntl(m_connection.get(), F_SETFL, flags & ~O_NONBLOCK);
}

Result<> FilesLink::begin()
{
    VITRINE_TRY_ASSIGN(const ipc::FilesPacket packet,
                       ipc::receiveFilesPacket(m_connection.get(), ipc::kMaxFilesPacket));
    VITRINE_TRY_ASSIGN(const FilesReply hello, ipc::decodeReply(packet.bytes));
    if (hello.error)
        return failure(*hello.error);
    if (hello.id != 0)
        return failure(ErrorCode::Protocol, "The container's files were answered for out of turn");
    m_facts = hello.value;
    return {};
}

Result<FilesReply> FilesLink::ask(FilesRequest request, UniqueFd *fd)
{
    if (m_isInterrupted)
        return failure(ErrorCode::Cancelled, "It was cancelled");
    request.id = ++m_lastId;
    VITRINE_TRY(ipc::sendFilesPacket(m_connection.get(), ipc::encodeRequest(request)));
    auto packet = ipc::receiveFilesPacket(m_connection.get(), ipc::kMaxFilesPacket);
    if (m_isInterrupted)
        return failure(ErrorCode::Cancelled, "It was cancelled");
    if (!packet)
        return failure(packet.error());
    VITRINE_TRY_ASSIGN(FilesReply reply, ipc::decodeReply(packet->bytes));
    if (reply.id == 0 && reply.error)
        return failure(*reply.error);
    if (reply.id != request.id)
        return failure(ErrorCode::Protocol, "The container's files were answered for out of turn");
    if (reply.error)
        return failure(*reply.error);
    if (fd)
        *fd = std::move(packet->fd);
    return reply;
}

Result<std::vector<FileEntry>> FilesLink::collect(FilesRequest request, std::size_t most)
{
    std::vector<FileEntry> entries;
    for (;;) {
        VITRINE_TRY_ASSIGN(FilesReply reply, ask(request));
        if (entries.size() + reply.entries.size() > most)
            return failure(ErrorCode::TooLarge, fmt::format("There are more than {} names", most));
        std::ranges::move(reply.entries, std::back_inserter(entries));
        if (!reply.hasMore)
            return entries;
        request.op = FilesOp::More;
    }
}

Result<std::vector<FileEntry>> FilesLink::list(FilesRoot root, const std::string &path, std::size_t most)
{
    FilesRequest request;
    request.op = FilesOp::List;
    request.root = root;
    request.path = path;
    VITRINE_TRY_ASSIGN(std::vector<FileEntry> entries, collect(request, most));
    for (const FileEntry &entry : entries) {
        if (entry.name.find('/') != std::string::npos)
            return failure(ErrorCode::Protocol, "A name in a folder has a slash");
    }
    return entries;
}

Result<std::vector<FileEntry>> FilesLink::changes(std::size_t most)
{
    FilesRequest request;
    request.op = FilesOp::Changes;
    request.root = FilesRoot::Writable;
    return collect(request, most);
}

Result<FileEntry> FilesLink::stat(FilesRoot root, const std::string &path, bool follows)
{
    FilesRequest request;
    request.op = FilesOp::Stat;
    request.root = root;
    request.follows = follows;
    request.path = path;
    VITRINE_TRY_ASSIGN(FilesReply reply, ask(request));
    if (reply.entries.size() != 1)
        return failure(ErrorCode::Protocol, "One file was asked for and not one was told");
    return std::move(reply.entries.front());
}

Result<UniqueFd> FilesLink::openForReading(FilesRoot root, const std::string &path, bool follows)
{
    FilesRequest request;
    request.op = FilesOp::Read;
    request.root = root;
    request.follows = follows;
    request.path = path;
    UniqueFd file;
    VITRINE_TRY(ask(request, &file));
    if (!file)
        return failure(ErrorCode::Protocol, "A file was asked for and none came");
    return file;
}

Result<std::string> FilesLink::readStart(FilesRoot root, const std::string &path, std::size_t most)
{
    VITRINE_TRY_ASSIGN(const UniqueFd file, openForReading(root, path, false));
    std::string start(most, '\0');
    std::size_t size = 0;
    while (size < most) {
        const ssize_t got = ::read(file.get(), start.data() + size, most - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failErrno(errno, "Reading a file");
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    start.resize(size);
    return start;
}

Result<> FilesLink::makeDirectory(const std::string &path, std::uint32_t mode)
{
    FilesRequest request;
    request.op = FilesOp::MakeDirectory;
    request.path = path;
    request.mode = mode;
    VITRINE_TRY(ask(request));
    return {};
}

Result<> FilesLink::remove(const std::string &path)
{
    FilesRequest request;
    request.op = FilesOp::Remove;
    request.path = path;
    VITRINE_TRY(ask(request));
    return {};
}

void FilesLink::interrupt()
{
    m_isInterrupted = true;
    ::shutdown(m_connection.get(), SHUT_RDWR);
}

} // namespace vitrine::gui
