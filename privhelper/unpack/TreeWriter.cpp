// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TreeWriter.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/unpack/RemoveTree.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::unpack {

namespace {

constexpr std::size_t kMaxName = 4095;
constexpr std::size_t kMaxPart = 255;
constexpr std::uint64_t kHighestId = 65'535;
constexpr mode_t kRights = 07777;
constexpr std::size_t kMaxTimesBytes = 256 * 1024 * 1024;

std::string quoted(std::string_view name)
{
    return fmt::format("\"{}\"", printable(name, 200));
}

tl::unexpected<Error> unsafe(std::string_view name, std::string_view why)
{
    return failure(ErrorCode::ImageUnsafe, fmt::format("the entry {} {}", quoted(name), why));
}

tl::unexpected<Error> writeError(int err, std::string_view name)
{
    return failErrno(err, fmt::format("writing {}", quoted(name)), ErrorCode::ImageUnpackFailed);
}

UniqueFd openInRoot(int root, const std::string &path)
{
    open_how how = {};
    how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
    const char *name = path.empty() ? "." : path.c_str();
    return UniqueFd(static_cast<int>(::syscall(SYS_openat2, root, name, &how, sizeof how)));
}

bool isWhiteout(const struct stat &status)
{
    return S_ISCHR(status.st_mode) && status.st_rdev == 0;
}

bool isWhiteoutAt(int parent, const char *name)
{
    struct stat status = {};
    return ::fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && isWhiteout(status);
}

} // namespace

Result<std::string> normalName(std::string_view name)
{
    if (name.size() > kMaxName)
        return unsafe(name, "has a name that is too long");
    std::string normal;
    for (const auto part : split(name, '/')) {
        if (part.empty() || part == ".")
            continue;
        if (part == "..")
            return unsafe(name, "leads out of the root");
        if (part.size() > kMaxPart)
            return unsafe(name, "has a name that is too long");
        normal += normal.empty() ? "" : "/";
        normal += part;
    }
    return normal;
}

bool keepsAttribute(std::string_view name)
{
    return name == "security.capability" || (name.starts_with("user.") && !name.starts_with("user.overlay."));
}

Result<> TreeWriter::makeParent(int parent, const char *name, const std::string &shown)
{
    bool hidesWhatIsBelow = false;
    if (::mkdirat(parent, name, 0755) != 0) {
        if (errno != EEXIST)
            return writeError(errno, shown);
        hidesWhatIsBelow = m_kind == TreeKind::Layer && isWhiteoutAt(parent, name);
        if (!hidesWhatIsBelow)
            return {};
        if (::unlinkat(parent, name, 0) != 0 || ::mkdirat(parent, name, 0755) != 0)
            return writeError(errno, shown);
    }
    // Not the umask's business.
    if (::fchmodat(parent, name, 0755, 0) != 0)
        return writeError(errno, shown);
    VITRINE_TRY(setOwner(parent, name, {}, shown));
    return hidesWhatIsBelow ? setOpaque(parent, name, shown) : Result<>();
}

Result<UniqueFd> TreeWriter::makeParents(const std::string &path)
{
    for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
        const auto partial = path.substr(0, end);
        const auto slash = partial.rfind('/');
        const auto parent = openInRoot(m_root, slash == std::string::npos ? std::string() : partial.substr(0, slash));
        if (!parent)
            return writeError(errno, partial);
        const auto last = slash == std::string::npos ? partial : partial.substr(slash + 1);
        VITRINE_TRY(makeParent(parent.get(), last.c_str(), partial));
        if (end == std::string::npos)
            break;
    }
    return openParent(path);
}

Result<UniqueFd> TreeWriter::openParent(const std::string &path)
{
    auto parent = openInRoot(m_root, path);
    if (parent)
        return parent;
    if (errno == ELOOP)
        return unsafe(path, "lies behind a symbolic link");
    if (errno == ENOTDIR)
        return unsafe(path, "lies behind a file");
    return writeError(errno, path);
}

Result<TreeWriter::Place> TreeWriter::place(std::string_view name)
{
    VITRINE_TRY_ASSIGN(const auto normal, normalName(name));
    if (normal.empty())
        return Place{ m_root, {} };
    const auto slash = normal.rfind('/');
    const auto parentPath = slash == std::string::npos ? std::string() : normal.substr(0, slash);
    if (!m_parent || parentPath != m_parentPath) {
        m_parent = openInRoot(m_root, parentPath);
        if (!m_parent) {
            // A whiteout in the way is no directory either.
            const bool mayMake = errno == ENOENT || (errno == ENOTDIR && m_kind == TreeKind::Layer);
            auto made = mayMake ? makeParents(parentPath) : openParent(parentPath);
            if (!made)
                return failure(std::move(made).error());
            m_parent = *std::move(made);
        }
        m_parentPath = parentPath;
    }
    return Place{ m_parent.get(), slash == std::string::npos ? normal : normal.substr(slash + 1) };
}

Result<> TreeWriter::clearPlace(const Place &place, std::string_view name)
{
    if (place.last.empty())
        return unsafe(name, "would replace the root itself");
    if (::unlinkat(place.parent, place.last.c_str(), 0) == 0 || errno == ENOENT)
        return {};
    if (errno != EISDIR)
        return writeError(errno, name);
    if (m_kind == TreeKind::Root)
        return unsafe(name, "would replace a folder");
    if (const int err = removeTree(place.parent, place.last.c_str()); err != 0)
        return writeError(err, name);
    return {};
}

Result<> TreeWriter::setOpaque(int parent, const char *name, std::string_view shown)
{
    const UniqueFd fd(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd || ::fsetxattr(fd.get(), kOpaqueAttribute, "y", 1, 0) != 0)
        return writeError(errno, shown);
    return {};
}

Result<> TreeWriter::setOwner(int parent, const char *name, const Attributes &attributes, std::string_view shown)
{
    if (attributes.uid > kHighestId || attributes.gid > kHighestId)
        return unsafe(shown,
                      fmt::format("belongs to {}:{}, and only ids up to {} exist inside", attributes.uid,
                                  attributes.gid, kHighestId));
    if (m_owners == Owners::Leave)
        return {};
    if (::fchownat(parent, name, static_cast<uid_t>(attributes.uid), static_cast<gid_t>(attributes.gid),
                   AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)
        != 0)
        return writeError(errno, shown);
    return {};
}

Result<> TreeWriter::addDirectory(std::string_view name, const Attributes &attributes)
{
    VITRINE_TRY_ASSIGN(const auto place, this->place(name));
    const char *last = place.last.empty() ? "." : place.last.c_str();
    struct stat status = {};
    const bool exists = ::fstatat(place.parent, last, &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (exists && !S_ISDIR(status.st_mode))
        VITRINE_TRY(clearPlace(place, name));
    if ((!exists || !S_ISDIR(status.st_mode)) && ::mkdirat(place.parent, last, 0700) != 0)
        return writeError(errno, name);
    if (m_kind == TreeKind::Layer && exists && isWhiteout(status))
        VITRINE_TRY(setOpaque(place.parent, last, name));
    VITRINE_TRY(setOwner(place.parent, last, attributes, name));
    // After the owner, whose change takes setuid and setgid away. It is a directory, so nothing is followed.
    if (::fchmodat(place.parent, last, attributes.mode & kRights, 0) != 0)
        return writeError(errno, name);
    return rememberTime(name, attributes.mtime);
}

Result<> TreeWriter::rememberTime(std::string_view name, const timespec &mtime)
{
    m_timesBytes += sizeof(DirectoryTime) + name.size();
    if (m_timesBytes > kMaxTimesBytes)
        return failure(ErrorCode::LimitExceeded, "unpacking the archive: it has too many folders with long names");
    VITRINE_TRY_ASSIGN(auto normal, normalName(name));
    m_times.push_back({ std::move(normal), mtime });
    return {};
}

Result<> TreeWriter::finish()
{
    for (const auto &[path, mtime] : m_times) {
        const auto directory = openInRoot(m_root, path);
        const timespec times[2]{ mtime, mtime };
        // Something else may have come to its place since.
        if (directory && ::utimensat(directory.get(), "", times, AT_EMPTY_PATH) != 0)
            return writeError(errno, path);
    }
    m_times.clear();
    return {};
}

Result<> TreeWriter::setDirectoryAttribute(std::string_view name, const char *key, std::string_view value)
{
    VITRINE_TRY_ASSIGN(const auto place, this->place(name));
    const UniqueFd fd(::openat(place.parent, place.last.empty() ? "." : place.last.c_str(),
                               O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    // Not every file system has them; a folder without them is still the folder.
    if (!fd || (::fsetxattr(fd.get(), key, value.data(), value.size(), 0) != 0 && errno != ENOTSUP))
        return writeError(errno, name);
    return {};
}

Result<> TreeWriter::addWhiteout(std::string_view name)
{
    VITRINE_TRY_ASSIGN(const auto place, this->place(name));
    if (place.last.empty())
        return unsafe(name, "would hide the root itself");
    const char *last = place.last.c_str();
    // Such a device is no device: it needs no rights, and nobody can open it.
    if (::mknodat(place.parent, last, S_IFCHR, 0) == 0)
        return {};
    struct stat status = {};
    if (errno != EEXIST || ::fstatat(place.parent, last, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return writeError(errno, name);
    return S_ISDIR(status.st_mode) ? setOpaque(place.parent, last, name) : Result<>();
}

Result<> TreeWriter::makeOpaque(std::string_view directory)
{
    VITRINE_TRY_ASSIGN(const auto place, this->place(directory));
    if (place.last.empty())
        return unsafe(directory, "would hide the root of every layer below");
    const char *last = place.last.c_str();
    struct stat status = {};
    if (::fstatat(place.parent, last, &status, AT_SYMLINK_NOFOLLOW) != 0 || isWhiteout(status))
        VITRINE_TRY(makeParent(place.parent, last, place.last));
    else if (!S_ISDIR(status.st_mode))
        return unsafe(directory, "is opaque and no folder");
    return setOpaque(place.parent, last, directory);
}

Result<UniqueFd> TreeWriter::addFile(std::string_view name)
{
    VITRINE_TRY_ASSIGN(const auto place, this->place(name));
    if (place.last.empty())
        return unsafe(name, "would replace the root itself");
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    // Nearly always there is nothing yet.
    UniqueFd fd(::openat(place.parent, place.last.c_str(), kFlags, 0600));
    if (fd)
        return fd;
    VITRINE_TRY(clearPlace(place, name));
    fd.reset(::openat(place.parent, place.last.c_str(), kFlags, 0600));
    if (!fd)
        return writeError(errno, name);
    return fd;
}

Result<> TreeWriter::finishFile(int fd, const Attributes &attributes)
{
    VITRINE_TRY(setOwner(fd, "", attributes, "a file"));
    if (::fchmod(fd, attributes.mode & kRights) != 0)
        return writeError(errno, "a file");
    const timespec times[2]{ attributes.mtime, attributes.mtime };
    if (::futimens(fd, times) != 0)
        return writeError(errno, "a file");
    return {};
}

Result<> TreeWriter::addSymlink(std::string_view name, const std::string &target, const Attributes &attributes)
{
    if (target.empty() || target.size() > kMaxName)
        return unsafe(name, "is a symbolic link to nothing, or to a name that is too long");
    VITRINE_TRY_ASSIGN(const auto place, this->place(name));
    VITRINE_TRY(clearPlace(place, name));
    if (::symlinkat(target.c_str(), place.parent, place.last.c_str()) != 0)
        return writeError(errno, name);
    VITRINE_TRY(setOwner(place.parent, place.last.c_str(), attributes, name));
    const timespec times[2]{ attributes.mtime, attributes.mtime };
    if (::utimensat(place.parent, place.last.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0)
        return writeError(errno, name);
    return {};
}

Result<> TreeWriter::addHardLink(std::string_view name, std::string_view target)
{
    VITRINE_TRY_ASSIGN(const auto normal, normalName(target));
    const auto slash = normal.rfind('/');
    const auto last = slash == std::string::npos ? normal : normal.substr(slash + 1);
    VITRINE_TRY_ASSIGN(const auto parent,
                       openParent(slash == std::string::npos ? std::string() : normal.substr(0, slash)));
    struct stat status = {};
    if (last.empty() || ::fstatat(parent.get(), last.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failure(ErrorCode::ImageCorrupt,
                       fmt::format("the entry {} is a link to {}, which is not there", quoted(name), quoted(target)));
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
        return unsafe(name, "is a hard link to something that is no file");
    VITRINE_TRY_ASSIGN(const auto place, this->place(name));
    struct stat old = {};
    const bool isItself = ::fstatat(place.parent, place.last.c_str(), &old, AT_SYMLINK_NOFOLLOW) == 0
        && old.st_dev == status.st_dev && old.st_ino == status.st_ino;
    if (isItself)
        return {};
    VITRINE_TRY(clearPlace(place, name));
    // Without AT_SYMLINK_FOLLOW a link to a symbolic link is a link to it, not to where it leads.
    if (::linkat(parent.get(), last.c_str(), place.parent, place.last.c_str(), 0) != 0)
        return writeError(errno, name);
    return {};
}

} // namespace vitrine::unpack
