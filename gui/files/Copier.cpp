// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/Copier.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace vitrine::gui {

namespace {

constexpr std::size_t kMaxNames = 1'000'000;
constexpr std::size_t kMaxDepth = 250; ///< each folder holds a descriptor open
constexpr std::size_t kMaxSkipped = 100;
constexpr std::size_t kBuffer = 256 * 1024;

} // namespace

using ipc::FilesOp;
using ipc::FilesRequest;
using ipc::FilesRoot;

bool meansContent(const std::string &path)
{
    return path == "." || path == "/" || path.ends_with("/.");
}

std::string withoutLastSlash(std::string path)
{
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

std::pair<std::string, std::string> splitPath(const std::string &path)
{
    const std::string plain = withoutLastSlash(path);
    const auto slash = plain.rfind('/');
    if (slash == std::string::npos)
        return { ".", plain };
    return { slash == 0 ? "/" : plain.substr(0, slash), plain.substr(slash + 1) };
}

Result<> Copier::copyContent(int from, int to)
{
    struct stat info { };
    if (::fstat(from, &info) < 0)
        return failErrno(errno, "Looking at a file");
    if (::ftruncate(to, info.st_size) < 0)
        return failErrno(errno, "Making room for a file");
    for (off_t at = 0; at < info.st_size;) {
        const off_t data = ::lseek(from, at, SEEK_DATA);
        if (data < 0 && errno == ENXIO)
            break;
        const off_t begin = data < 0 ? at : data;
        const off_t hole = data < 0 ? info.st_size : ::lseek(from, begin, SEEK_HOLE);
        const off_t end = hole < 0 ? info.st_size : std::min(hole, info.st_size);
        VITRINE_TRY_ASSIGN(const off_t reached, copyRange(from, to, begin, end));
        if (reached < end)
            break; // it has been cut meanwhile
        at = end;
    }
    return {};
}

Result<off_t> Copier::copyRange(int from, int to, off_t at, off_t end)
{
    m_buffer.resize(kBuffer);
    while (at < end) {
        if (m_link.isInterrupted())
            return failure(ErrorCode::Cancelled, "It was cancelled");
        const auto wanted = std::min<std::size_t>(kBuffer, static_cast<std::size_t>(end - at));
        const ssize_t got = ::pread(from, m_buffer.data(), wanted, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failErrno(errno, "Reading a file");
        if (got == 0)
            break;
        for (ssize_t put = 0; put < got;) {
            const ssize_t wrote = ::pwrite(to, m_buffer.data() + put, static_cast<std::size_t>(got - put), at + put);
            if (wrote < 0 && errno != EINTR)
                return failErrno(errno, "Writing a file");
            put += std::max<ssize_t>(wrote, 0);
        }
        at += got;
        m_result.bytes += static_cast<std::uint64_t>(got);
        if (m_progress)
            m_progress(m_result);
    }
    return at;
}

void Copier::count()
{
    ++m_result.files;
    if (m_progress)
        m_progress(m_result);
}

void Copier::skip(const std::string &path)
{
    if (m_result.skipped.size() < kMaxSkipped)
        m_result.skipped.push_back(path);
}

Result<> Copier::checkDepth(std::size_t depth)
{
    if (depth >= kMaxDepth)
        return failure(ErrorCode::TooLarge, fmt::format("Folders lie deeper in one another than {}", kMaxDepth));
    return {};
}

Result<> Copier::putFile(const std::string &inside, std::uint32_t mode, std::int64_t mtimeNs,
                         const std::function<Result<>(int file)> &fill)
{
    FilesRequest request;
    request.op = FilesOp::Write;
    request.path = inside;
    UniqueFd file;
    if (auto begun = m_link.ask(request, &file); !begun)
        return failure(begun.error().wrap(printable(inside)));
    if (!file)
        return failure(ErrorCode::Protocol, "A file was to be made and none came");
    if (const Result<> filled = fill(file.get()); !filled) {
        request.op = FilesOp::Abort;
        (void)m_link.ask(request);
        return failure(filled.error().wrap(printable(inside)));
    }
    request.op = FilesOp::Commit;
    request.mode = mode & kModeBits;
    request.mtimeNs = mtimeNs;
    if (auto done = m_link.ask(request); !done)
        return failure(done.error().wrap(printable(inside)));
    count();
    return {};
}

Result<> Copier::putLink(const std::string &inside, std::string target)
{
    FilesRequest request;
    request.op = FilesOp::MakeLink;
    request.path = inside;
    request.other = std::move(target);
    auto made = m_link.ask(request);
    if (!made && made.error().code == ErrorCode::NameInUse) {
        const auto there = m_link.stat(FilesRoot::Merged, inside, false);
        if (there && !S_ISDIR(there->mode)) {
            VITRINE_TRY(m_link.remove(inside));
            made = m_link.ask(request);
        }
    }
    if (!made)
        return failure(made.error().wrap(printable(inside)));
    count();
    return {};
}

Result<std::optional<std::vector<ipc::FileEntry>>> Copier::entriesOf(const std::string &inside)
{
    auto entries = m_link.list(FilesRoot::Merged, inside, kMaxNames);
    if (!entries && entries.error().code == ErrorCode::Unsupported) {
        skip(inside);
        return std::nullopt;
    }
    if (!entries)
        return failure(entries.error().wrap(printable(inside)));
    return std::move(*entries);
}

Result<UniqueFd> Copier::openSource(const std::string &inside, bool follows)
{
    auto source = m_link.openForReading(FilesRoot::Merged, inside, follows);
    if (source)
        return source;
    const ErrorCode code = source.error().code;
    if (follows || (code != ErrorCode::NotFound && code != ErrorCode::Unsupported))
        return failure(source.error().wrap(printable(inside)));
    skip(inside);
    return UniqueFd();
}

} // namespace vitrine::gui
