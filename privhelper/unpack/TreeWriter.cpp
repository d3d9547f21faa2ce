// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TreeWriter.h"

#include "core/base/Text.h"
#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::unpack {

namespace {

constexpr std::size_t kMaxName = 4095;
constexpr std::size_t kMaxPart = 255;
constexpr std::uint64_t kHighestId = 65'535;
constexpr mode_t kRights = 07777;

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

Result<UniqueFd> TreeWriter::makeParents(const std::string &path)
{
    for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
        const auto partial = path.substr(0, end);
        const auto slash = partial.rfind('/');
        const auto parent = openInRoot(m_root, slash == std::string::npos ? std::string() : partial.substr(0, slash));
        if (!parent)
            return writeError(errno, partial);
        const auto last = slash == std::string::npos ? partial : partial.substr(slash + 1);
        if (::mkdirat(parent.get(), last.c_str(), 0755) == 0) {
            // Not the umask's business.
            if (::fchmodat(parent.get(), last.c_str(), 0755, 0) != 0)
                return writeError(errno, partial);
            VITRINE_TRY(setOwner(parent.get(), last.c_str(), {}, partial));
        } else if (errno != EEXIST) {
            return writeError(errno, partial);
        }
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
            auto made = errno == ENOENT ? makeParents(parentPath) : openParent(parentPath);
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
    if (errno == EISDIR)
        return unsafe(name, "would replace a folder");
    return writeError(errno, name);
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
    VITRINE_TRY(setOwner(place.parent, last, attributes, name));
    // After the owner, whose change takes setuid and setgid away. It is a directory, so nothing is followed.
    if (::fchmodat(place.parent, last, attributes.mode & kRights, 0) != 0)
        return writeError(errno, name);
    return {};
}

Result<UniqueFd> TreeWriter::addFile(std::string_view name)
{
    VITRINE_TRY_ASSIGN(const auto place, this->place(name));
    VITRINE_TRY(clearPlace(place, name));
    UniqueFd fd(::openat(place.parent, place.last.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd)
        return writeError(errno, name);
    return fd;
}

Result<> TreeWriter::finishFile(int fd, std::uint64_t size, const Attributes &attributes)
{
    if (::ftruncate(fd, static_cast<off_t>(size)) != 0)
        return writeError(errno, "a file");
    VITRINE_TRY(setOwner(fd, "", attributes, "a file"));
    if (::fchmod(fd, attributes.mode & kRights) != 0)
        return writeError(errno, "a file");
    const timespec times[2]{ { attributes.mtimeSeconds, 0 }, { attributes.mtimeSeconds, 0 } };
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
    return setOwner(place.parent, place.last.c_str(), attributes, name);
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
