// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/Copier.h"

#include "core/base/Try.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace vitrine::gui {

namespace {

constexpr std::size_t kMaxSkipped = 100;
constexpr std::size_t kBuffer = 256 * 1024;

} // namespace

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

} // namespace vitrine::gui
