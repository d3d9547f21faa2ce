// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/TreeCopy.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"

#include <fmt/format.h>

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::sys {

namespace {

/// So many directories are open at once; a tree that goes deeper is refused.
constexpr unsigned kMaxDepth = 300;
constexpr std::size_t kChunk = 8 * 1024 * 1024;

using FileId = std::pair<std::uint64_t, std::uint64_t>; ///< device and inode
FileId idOf(const struct stat &info)
{
    return { info.st_dev, info.st_ino };
}

Error problem(std::string_view doing, const std::string &name)
{
    return Error::fromErrno(errno, fmt::format("{} \"{}\"", doing, name));
}

Result<UniqueFd> openEntry(int dirFd, const std::string &name, int flags)
{
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NOFOLLOW);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS;
    UniqueFd fd(static_cast<int>(::syscall(SYS_openat2, dirFd, name.c_str(), &how, sizeof how)));
    if (!fd)
        return failure(problem("opening", name));
    return fd;
}

int closeDirectory(DIR *stream)
{
    return stream == nullptr ? 0 : ::closedir(stream);
}

/// Calls `visit(name)` for each entry.
template <typename Visit> Result<> forEachEntry(int directoryFd, const Visit &visit)
{
    UniqueFd own(::openat(directoryFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(own ? ::fdopendir(own.get()) : nullptr, closeDirectory);
    if (!stream)
        return failErrno(errno, "listing a directory");
    static_cast<void>(own.release());
    while (const dirent *entry = ::readdir(stream.get())) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..")
            VITRINE_TRY(visit(name));
    }
    return {};
}

bool isCarried(std::string_view attribute)
{
    return attribute.starts_with("user.") || attribute.starts_with("system.posix_acl_")
        || attribute == "security.capability";
}

/// `toFd` was opened for reading at least: nothing else takes attributes.
Result<> copyAttributes(int fromFd, int toFd, const std::string &name)
{
    std::vector<char> names(XATTR_LIST_MAX);
    const ssize_t size = ::flistxattr(fromFd, names.data(), names.size());
    if (size < 0)
        return errno == ENOTSUP ? Result<>() : failure(problem("reading the attributes of", name));
    std::vector<char> value(XATTR_SIZE_MAX);
    for (const char *at = names.data(); at < names.data() + size; at += std::string_view(at).size() + 1) {
        if (!isCarried(at))
            continue;
        const ssize_t length = ::fgetxattr(fromFd, at, value.data(), value.size());
        if (length < 0)
            continue; // it has just gone
        if (::fsetxattr(toFd, at, value.data(), static_cast<std::size_t>(length), 0) != 0 && errno != ENOTSUP)
            return failure(problem(fmt::format("setting the attribute {} of", at), name));
    }
    return {};
}

/// Owner before mode: a change of owner takes the set-id bits away. Times last.
Result<> copyFacts(int fromFd, const struct stat &info, int toFd, const std::string &name)
{
    if (::fchown(toFd, info.st_uid, info.st_gid) != 0)
        return failure(problem("setting the owner of", name));
    if (::fchmod(toFd, info.st_mode & 07777) != 0)
        return failure(problem("setting the mode of", name));
    VITRINE_TRY(copyAttributes(fromFd, toFd, name));
    const std::array<timespec, 2> times{ info.st_atim, info.st_mtim };
    if (::futimens(toFd, times.data()) != 0)
        return failure(problem("setting the times of", name));
    return {};
}

class Copier {
public:
    /// A hard link names its file by where it lies below `topFd`, the top of the copy.
    Copier(const TreeProgress &progress, int topFd)
        : m_progress(progress)
        , m_topFd(topFd)
    {
    }

    Result<> copyDirectory(int fromFd, int toFd, unsigned depth)
    {
        if (depth > kMaxDepth)
            return failure(ErrorCode::LimitExceeded,
                           fmt::format("copying a tree: directories lie in each other more than {} deep", kMaxDepth));
        return forEachEntry(fromFd, [&](const std::string &name) { return copyEntry(fromFd, toFd, name, depth); });
    }
    [[nodiscard]] const TreeTotals &totals() const { return m_totals; }

private:
    Result<> copyEntry(int fromFd, int toFd, const std::string &name, unsigned depth)
    {
        struct stat info { };
        if (::fstatat(fromFd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            return errno == ENOENT ? Result<>() : failure(problem("looking at", name));
        ++m_totals.entries;
        VITRINE_TRY(m_progress(m_totals));
        const PathScope scope(m_path, name);
        if (!S_ISDIR(info.st_mode) && info.st_nlink > 1) {
            if (const auto known = m_linked.find(idOf(info)); known != m_linked.end())
                return link(known->second, toFd, name);
            m_linked.emplace(idOf(info), m_path);
        }
        if (S_ISDIR(info.st_mode))
            return copySubdirectory(fromFd, toFd, name, depth);
        if (S_ISREG(info.st_mode))
            return copyFile(fromFd, toFd, name);
        if (S_ISLNK(info.st_mode))
            return copyLink(fromFd, toFd, name, info);
        const bool isWhiteout = S_ISCHR(info.st_mode) && info.st_rdev == makedev(0, 0);
        return isWhiteout || S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode) ? copyNode(toFd, name, info) : Result<>();
    }

    /// The place below the top of both trees, for as long as one entry takes.
    class PathScope {
    public:
        PathScope(std::string &path, const std::string &name)
            : m_scoped(path)
            , m_length(path.size())
        {
            m_scoped += (path.empty() ? "" : "/") + name;
        }
        PathScope(const PathScope &) = delete;
        PathScope &operator=(const PathScope &) = delete;
        ~PathScope() { m_scoped.resize(m_length); }

    private:
        std::string &m_scoped;
        std::size_t m_length;
    };

    Result<> link(const std::string &first, int toFd, const std::string &name) const
    {
        // Through descriptors again: the copy may be a directory that others can write to by now.
        open_how how{};
        how.flags = O_PATH | O_CLOEXEC | O_NOFOLLOW;
        how.resolve = RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS;
        const auto slash = first.rfind('/');
        const std::string directory = slash == std::string::npos ? "." : first.substr(0, slash);
        const UniqueFd parent(static_cast<int>(::syscall(SYS_openat2, m_topFd, directory.c_str(), &how, sizeof how)));
        const std::string last = slash == std::string::npos ? first : first.substr(slash + 1);
        if (!parent || ::linkat(parent.get(), last.c_str(), toFd, name.c_str(), 0) != 0)
            return failure(problem("linking", name));
        return {};
    }

    Result<> copySubdirectory(int fromFd, int toFd, const std::string &name, unsigned depth)
    {
        VITRINE_TRY_ASSIGN(const UniqueFd from, openEntry(fromFd, name, O_RDONLY | O_DIRECTORY));
        if (::mkdirat(toFd, name.c_str(), 0700) != 0)
            return failure(problem("making the directory", name));
        VITRINE_TRY_ASSIGN(const UniqueFd to, openEntry(toFd, name, O_RDONLY | O_DIRECTORY));
        VITRINE_TRY(copyDirectory(from.get(), to.get(), depth + 1));
        // What it was opened as, which need not be what was looked at before.
        struct stat info { };
        if (::fstat(from.get(), &info) != 0)
            return failure(problem("looking at", name));
        return copyFacts(from.get(), info, to.get(), name);
    }

    Result<> copyFile(int fromFd, int toFd, const std::string &name)
    {
        VITRINE_TRY_ASSIGN(const UniqueFd from, openEntry(fromFd, name, O_RDONLY | O_NONBLOCK));
        struct stat info { };
        if (::fstat(from.get(), &info) != 0)
            return failure(problem("looking at", name));
        if (!S_ISREG(info.st_mode))
            return failure(ErrorCode::Busy, fmt::format("copying \"{}\": it has just become something else", name));
        const UniqueFd to(::openat(toFd, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!to)
            return failure(problem("making", name));
        VITRINE_TRY(copyContent(from.get(), to.get(), info.st_size, name));
        return copyFacts(from.get(), info, to.get(), name);
    }

    /// Holes stay holes.
    Result<> copyContent(int fromFd, int toFd, off_t size, const std::string &name)
    {
        off_t at = 0;
        while (at < size) {
            const off_t data = ::lseek(fromFd, at, SEEK_DATA);
            if (data < 0)
                break;
            const off_t hole = ::lseek(fromFd, data, SEEK_HOLE);
            for (off_t from = data, to = data; from < hole;) {
                const auto want = std::min<std::size_t>(kChunk, static_cast<std::size_t>(hole - from));
                const ssize_t count = copyPiece(fromFd, from, toFd, to, want);
                if (count < 0)
                    return failure(problem("copying", name));
                if (count == 0)
                    break; // it has become shorter
                m_totals.bytes += static_cast<std::uint64_t>(count);
                VITRINE_TRY(m_progress(m_totals));
            }
            at = std::max(hole, data + 1);
        }
        if (::ftruncate(toFd, size) != 0)
            return failure(problem("setting the size of", name));
        return {};
    }

    /// Moves both offsets on. Between two kinds of file systems the kernel copies by another call.
    static ssize_t copyPiece(int fromFd, off_t &from, int toFd, off_t &to, std::size_t want)
    {
        const ssize_t count = ::copy_file_range(fromFd, &from, toFd, &to, want, 0);
        const bool isRefused =
            count < 0 && (errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP);
        if (!isRefused)
            return count;
        if (::lseek(toFd, to, SEEK_SET) < 0)
            return -1;
        const ssize_t sent = ::sendfile(toFd, fromFd, &from, want);
        to += sent > 0 ? sent : 0;
        return sent;
    }

    static Result<> copyLink(int fromFd, int toFd, const std::string &name, const struct stat &info)
    {
        std::array<char, PATH_MAX> target{};
        const ssize_t size = ::readlinkat(fromFd, name.c_str(), target.data(), target.size() - 1);
        if (size < 0)
            return failure(problem("reading the link", name));
        if (::symlinkat(target.data(), toFd, name.c_str()) != 0)
            return failure(problem("making the link", name));
        return copyLinkFacts(toFd, name, info);
    }

    static Result<> copyNode(int toFd, const std::string &name, const struct stat &info)
    {
        if (::mknodat(toFd, name.c_str(), info.st_mode & (S_IFMT | 07777), info.st_rdev) != 0)
            return failure(problem("making", name));
        return copyLinkFacts(toFd, name, info);
    }

    static Result<> copyLinkFacts(int toFd, const std::string &name, const struct stat &info)
    {
        const std::array<timespec, 2> times{ info.st_atim, info.st_mtim };
        if (::fchownat(toFd, name.c_str(), info.st_uid, info.st_gid, AT_SYMLINK_NOFOLLOW) != 0
            || ::utimensat(toFd, name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0)
            return failure(problem("setting the owner of", name));
        return {};
    }

    const TreeProgress &m_progress;
    TreeTotals m_totals;
    int m_topFd;
    std::string m_path;
    std::map<FileId, std::string> m_linked;
};

class Measurer {
public:
    explicit Measurer(const TreeProgress &progress)
        : m_progress(progress)
    {
    }

    Result<> measureDirectory(int directoryFd, unsigned depth)
    {
        constexpr std::uint64_t kBlock = 512;
        return forEachEntry(directoryFd, [&](const std::string &name) -> Result<> {
            struct stat info { };
            if (::fstatat(directoryFd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
                return errno == ENOENT ? Result<>() : failure(problem("looking at", name));
            const bool isKnown =
                !S_ISDIR(info.st_mode) && info.st_nlink > 1 && !m_linked.emplace(idOf(info), true).second;
            ++m_totals.entries;
            m_totals.bytes += isKnown ? 0 : static_cast<std::uint64_t>(info.st_blocks) * kBlock;
            VITRINE_TRY(m_progress(m_totals));
            // What lies deeper still is not worth a refusal.
            if (!S_ISDIR(info.st_mode) || depth > kMaxDepth)
                return {};
            VITRINE_TRY_ASSIGN(const UniqueFd child, openEntry(directoryFd, name, O_RDONLY | O_DIRECTORY));
            return measureDirectory(child.get(), depth + 1);
        });
    }
    [[nodiscard]] const TreeTotals &totals() const { return m_totals; }

private:
    const TreeProgress &m_progress;
    TreeTotals m_totals;
    std::map<FileId, bool> m_linked;
};

} // namespace

Result<TreeTotals> copyTree(int sourceFd, int destinationFd, const TreeProgress &progress)
{
    Copier copier(progress, destinationFd);
    VITRINE_TRY(copier.copyDirectory(sourceFd, destinationFd, 0));
    return copier.totals();
}

Result<> copyDirectoryFacts(int sourceFd, int destinationFd)
{
    struct stat info { };
    if (::fstat(sourceFd, &info) != 0)
        return failErrno(errno, "looking at a directory");
    return copyFacts(sourceFd, info, destinationFd, ".");
}

Result<TreeTotals> measureTree(int directoryFd, const TreeProgress &progress)
{
    Measurer measurer(progress);
    VITRINE_TRY(measurer.measureDirectory(directoryFd, 0));
    return measurer.totals();
}

} // namespace vitrine::sys
