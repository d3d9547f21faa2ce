// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/FilesServer.h"

#include "core/base/Try.h"
#include "core/ipc/FilesSocket.h"
#include "privhelper/shim/Deadline.h"
#include "privhelper/shim/LayerChanges.h"
#include "privhelper/shim/TreeRemover.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace vitrine::shim {

using ipc::FilesOp;
using ipc::FilesRequest;
using ipc::FilesRoot;

namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;
/// Room for what stands around the entries.
constexpr std::size_t kEntryBytes = ipc::kMaxFilesPacket - 2048;

/// Words for a person: a path is not repeated, for the client knows what it has asked for.
Error inWords(Error error)
{
    if (error.sysErrno == ENOENT)
        return { ErrorCode::NotFound, ENOENT, "there is nothing of this name" };
    if (error.sysErrno == ENOTDIR)
        return { ErrorCode::NotFound, ENOTDIR, "a part of the path is no folder" };
    return error;
}

Result<> refuseKernelFiles(int fd)
{
    VITRINE_TRY_ASSIGN(const std::int64_t magic, sys::fileSystemMagic(fd));
    if (sys::isKernelFileSystem(magic))
        return failure(ErrorCode::Unsupported, "these are no files but a view into the kernel, and are not opened");
    return {};
}

Result<std::string> temporaryName()
{
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof number, 0) != sizeof number)
        return failErrno(errno, "making a name");
    return fmt::format(".vitrine-{:016x}", number);
}

/// The file or folder at `path`, open for reading: a regular file or a folder, and the very one that was looked at.
Result<UniqueFd> openPlainFile(int root, const FilesRequest &request)
{
    const int links = request.follows ? 0 : O_NOFOLLOW;
    VITRINE_TRY_ASSIGN(const UniqueFd seen, sys::openInRoot(root, request.path, O_PATH | links));
    VITRINE_TRY(refuseKernelFiles(seen.get()));
    struct stat before { };
    struct stat after { };
    if (::fstat(seen.get(), &before) < 0)
        return failErrno(errno, "looking at a file inside");
    if (!S_ISREG(before.st_mode) && !S_ISDIR(before.st_mode))
        return failure(ErrorCode::Unsupported, "it is not a plain file: devices, FIFOs and sockets are not opened");
    VITRINE_TRY_ASSIGN(UniqueFd file, sys::openInRoot(root, request.path, O_RDONLY | O_NONBLOCK | O_NOCTTY | links));
    if (::fstat(file.get(), &after) < 0 || before.st_dev != after.st_dev || before.st_ino != after.st_ino
        || (before.st_mode & S_IFMT) != (after.st_mode & S_IFMT))
        return failure(ErrorCode::Busy, "the file was changed for another while it was being opened");
    return file;
}

} // namespace

FilesServer::FilesServer(FilesRoots roots, UniqueFd client, UniqueFd helper)
    : m_roots(std::move(roots))
    , m_client(std::move(client))
    , m_helper(std::move(helper))
{
}

FilesServer::~FilesServer()
{
    abandonUpload();
}

void FilesServer::run()
{
    ipc::FilesReply hello;
    hello.value = (m_roots.merged ? ipc::kHasMerged : 0) | (m_roots.writable ? ipc::kHasWritable : 0)
        | (m_roots.below ? ipc::kHasBelow : 0) | (m_roots.isRunning ? ipc::kIsRunning : 0);
    if (!ipc::sendFilesPacket(m_client.get(), ipc::encodeReply(hello)))
        return;
    endDeadline();
    std::array<pollfd, 2> polled{ pollfd{ m_client.get(), POLLIN, 0 }, pollfd{ m_helper.get(), POLLIN, 0 } };
    for (;;) {
        if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR)
            return;
        if (polled[1].revents != 0)
            return;
        if (polled[0].revents != 0 && !serveOne())
            return;
    }
}

bool FilesServer::isWanted() const
{
    renewDeadline();
    std::array<pollfd, 2> polled{ pollfd{ m_client.get(), 0, 0 }, pollfd{ m_helper.get(), POLLIN, 0 } };
    return ::poll(polled.data(), polled.size(), 0) == 0;
}

bool FilesServer::serveOne()
{
    const auto packet = ipc::receiveFilesPacket(m_client.get(), ipc::kMaxFilesRequest);
    if (!packet)
        return false;
    const auto request = ipc::decodeRequest(packet->bytes);
    if (!request)
        return false;
    renewDeadline();
    auto answer = perform(*request);
    endDeadline();
    if (!answer) {
        Answer refusal;
        refusal.reply.error = inWords(answer.error());
        answer = std::move(refusal);
    }
    answer->reply.id = request->id;
    return ipc::sendFilesPacket(m_client.get(), ipc::encodeReply(answer->reply), answer->fd.get()).has_value();
}

Result<FilesServer::Answer> FilesServer::perform(const FilesRequest &request)
{
    switch (request.op) {
    case FilesOp::List:
        return list(request);
    case FilesOp::Changes:
        return changes(request);
    case FilesOp::More:
        return more();
    case FilesOp::Stat:
        return stat(request);
    case FilesOp::Read:
        return read(request);
    case FilesOp::Write:
        return write(request);
    case FilesOp::Commit:
        return commit(request);
    case FilesOp::Abort:
        abandonUpload();
        return Answer{};
    case FilesOp::MakeDirectory:
        return makeDirectory(request);
    case FilesOp::MakeLink:
        return makeLink(request);
    case FilesOp::Remove:
        return remove(request);
    case FilesOp::Rename:
        return rename(request);
    case FilesOp::SetMode:
        return setMode(request);
    }
    return failure(ErrorCode::Protocol, "there is no such request");
}

Result<int> FilesServer::rootOf(FilesRoot root) const
{
    const UniqueFd &fd = root == FilesRoot::Merged ? m_roots.merged
        : root == FilesRoot::Writable              ? m_roots.writable
                                                   : m_roots.below;
    if (!fd)
        return failure(ErrorCode::Unsupported, "this container has no such layer");
    return fd.get();
}

Result<UniqueFd> FilesServer::openFolder(FilesRoot root, const std::string &path) const
{
    VITRINE_TRY_ASSIGN(const int rootFd, rootOf(root));
    VITRINE_TRY_ASSIGN(UniqueFd folder, sys::openInRoot(rootFd, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK));
    VITRINE_TRY(refuseKernelFiles(folder.get()));
    return folder;
}

/// Where something is to be changed.
Result<FilesServer::Place> FilesServer::placeOf(const FilesRequest &request, const std::string &path) const
{
    if (request.root != FilesRoot::Merged)
        return failure(ErrorCode::InvalidArgs, "a layer by itself is not changed");
    VITRINE_TRY_ASSIGN(const int root, rootOf(request.root));
    auto [parent, name] = sys::splitLast(path);
    if (name.empty() || name == "." || name == "..")
        return failure(ErrorCode::InvalidName, "this is no name for a file");
    VITRINE_TRY_ASSIGN(UniqueFd folder, sys::openInRoot(root, parent, O_PATH | O_DIRECTORY));
    VITRINE_TRY(refuseKernelFiles(folder.get()));
    return Place{ std::move(folder), std::move(name) };
}

Result<FilesServer::Answer> FilesServer::list(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(UniqueFd folder, openFolder(request.root, request.path));
    m_held.reset();
    m_entries = std::make_unique<FolderEntries>(std::move(folder), m_roots.ids,
                                                request.root == FilesRoot::Writable ? FolderEntries::Marks::Layer
                                                                                    : FolderEntries::Marks::None);
    return more();
}

Result<FilesServer::Answer> FilesServer::changes(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(UniqueFd folder, openFolder(FilesRoot::Writable, request.path));
    UniqueFd below;
    if (m_roots.below) {
        if (auto found = sys::openInRoot(m_roots.below.get(), request.path, O_PATH | O_DIRECTORY, sys::Links::Refuse))
            below = std::move(*found);
    }
    m_held.reset();
    const std::string above = request.path.empty() ? std::string() : request.path + '/';
    std::set<std::string> mountPoints;
    for (const std::string &place : m_roots.mountPoints) {
        if (place.starts_with(above))
            mountPoints.insert(place.substr(above.size()));
    }
    m_entries =
        std::make_unique<LayerChanges>(std::move(folder), std::move(below), m_roots.ids, std::move(mountPoints));
    return more();
}

Result<FilesServer::Answer> FilesServer::more()
{
    if (!m_entries)
        return failure(ErrorCode::InvalidArgs, "no listing has been begun");
    Answer answer;
    std::size_t bytes = 0;
    for (;;) {
        renewDeadline();
        std::optional<ipc::FileEntry> entry = std::exchange(m_held, std::nullopt);
        if (!entry) {
            auto next = m_entries->next();
            if (!next) {
                m_entries.reset();
                return failure(next.error());
            }
            entry = std::move(*next);
        }
        if (!entry) {
            m_entries.reset();
            return answer;
        }
        bytes += ipc::encodedSize(*entry);
        if (bytes > kEntryBytes) {
            m_held = std::move(entry);
            answer.reply.hasMore = true;
            return answer;
        }
        answer.reply.entries.push_back(std::move(*entry));
    }
}

Result<FilesServer::Answer> FilesServer::stat(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(const int root, rootOf(request.root));
    VITRINE_TRY_ASSIGN(const UniqueFd file,
                       sys::openInRoot(root, request.path, O_PATH | (request.follows ? 0 : O_NOFOLLOW)));
    auto entry = describe(file.get(), "", m_roots.ids);
    if (!entry)
        return failErrno(errno, "looking at a file inside");
    const std::string name = sys::splitLast(request.path).second;
    entry->name = ipc::isPlainRelative(name) ? name : "root";
    Answer answer;
    answer.reply.entries.push_back(std::move(*entry));
    return answer;
}

Result<FilesServer::Answer> FilesServer::read(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(const int root, rootOf(request.root));
    VITRINE_TRY_ASSIGN(UniqueFd file, openPlainFile(root, request));
    auto entry = describe(file.get(), "", m_roots.ids);
    if (!entry || !S_ISREG(entry->mode))
        return failErrno(EISDIR, "reading a file inside", ErrorCode::Unsupported);
    const std::string name = sys::splitLast(request.path).second;
    entry->name = ipc::isPlainRelative(name) ? name : "root";
    Answer answer;
    answer.reply.entries.push_back(std::move(*entry));
    answer.fd = std::move(file);
    return answer;
}

Result<FilesServer::Answer> FilesServer::write(const FilesRequest &request)
{
    if (m_upload)
        return failure(ErrorCode::Busy, "another file is being written over this connection");
    VITRINE_TRY_ASSIGN(Place place, placeOf(request, request.path));
    struct stat info { };
    if (::fstatat(place.folder.get(), place.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode))
        return failure(Error{ ErrorCode::NameInUse, EISDIR, "a folder has this name" });
    VITRINE_TRY_ASSIGN(const std::string temporary, temporaryName());
    UniqueFd file(::openat(place.folder.get(), temporary.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600));
    if (!file)
        return failErrno(errno, "making a file inside");
    Answer answer;
    answer.fd = UniqueFd(::fcntl(file.get(), F_DUPFD_CLOEXEC, 3));
    m_upload = Upload{ std::move(place.folder), std::move(file), temporary, std::move(place.name) };
    return answer;
}

Result<FilesServer::Answer> FilesServer::commit(const FilesRequest &request)
{
    if (!m_upload)
        return failure(ErrorCode::InvalidArgs, "no file is being written");
    const timespec modified{ request.mtimeNs / kNanoseconds, request.mtimeNs % kNanoseconds };
    const std::array<timespec, 2> times{ timespec{ 0, UTIME_OMIT },
                                         request.mtimeNs > 0 ? modified : timespec{ 0, UTIME_OMIT } };
    const Upload &upload = *m_upload;
    if (::fchmod(upload.file.get(), request.mode) < 0 || ::futimens(upload.file.get(), times.data()) < 0
        || ::renameat(upload.folder.get(), upload.temporary.c_str(), upload.folder.get(), upload.name.c_str()) < 0) {
        const int error = errno;
        abandonUpload();
        return failErrno(error, "putting a file in its place");
    }
    m_upload.reset();
    return Answer{};
}

void FilesServer::abandonUpload()
{
    if (m_upload)
        ::unlinkat(m_upload->folder.get(), m_upload->temporary.c_str(), 0);
    m_upload.reset();
}

Result<FilesServer::Answer> FilesServer::makeDirectory(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(const Place place, placeOf(request, request.path));
    if (::mkdirat(place.folder.get(), place.name.c_str(), request.mode) == 0)
        return Answer{};
    if (errno == EEXIST)
        return failure(Error{ ErrorCode::NameInUse, EEXIST, "something of this name is there already" });
    return failErrno(errno, "making a folder inside");
}

Result<FilesServer::Answer> FilesServer::makeLink(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(const Place place, placeOf(request, request.path));
    if (::symlinkat(request.other.c_str(), place.folder.get(), place.name.c_str()) == 0)
        return Answer{};
    if (errno == EEXIST)
        return failure(Error{ ErrorCode::NameInUse, EEXIST, "something of this name is there already" });
    return failErrno(errno, "making a link inside");
}

Result<FilesServer::Answer> FilesServer::remove(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(const Place place, placeOf(request, request.path));
    if (!describe(place.folder.get(), place.name, m_roots.ids))
        return failErrno(ENOENT, "removing a file");
    // removeTree() says in words what is mounted; a mount point itself is one of those.
    Answer answer;
    VITRINE_TRY_ASSIGN(answer.reply.value, removeTree(place.folder.get(), place.name, [this] { return isWanted(); }));
    return answer;
}

Result<FilesServer::Answer> FilesServer::rename(const FilesRequest &request)
{
    VITRINE_TRY_ASSIGN(const Place from, placeOf(request, request.path));
    VITRINE_TRY_ASSIGN(const Place to, placeOf(request, request.other));
    if (::renameat2(from.folder.get(), from.name.c_str(), to.folder.get(), to.name.c_str(), RENAME_NOREPLACE) == 0)
        return Answer{};
    if (errno == EEXIST)
        return failure(Error{ ErrorCode::NameInUse, EEXIST, "something of this name is there already" });
    return failErrno(errno, "renaming a file inside");
}

Result<FilesServer::Answer> FilesServer::setMode(const FilesRequest &request)
{
    if (request.root != FilesRoot::Merged)
        return failure(ErrorCode::InvalidArgs, "a layer by itself is not changed");
    VITRINE_TRY_ASSIGN(const int root, rootOf(request.root));
    VITRINE_TRY_ASSIGN(const UniqueFd file, openPlainFile(root, request));
    if (::fchmod(file.get(), request.mode) < 0)
        return failErrno(errno, "changing permissions inside");
    return Answer{};
}

} // namespace vitrine::shim
