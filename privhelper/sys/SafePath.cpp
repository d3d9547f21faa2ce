// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/SafePath.h"

#include "core/base/Files.h"
#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::sys {

namespace {

constexpr std::size_t kMaxPath = 4096;

Result<UniqueFd> open2(int dirFd, const std::string &path, int flags, std::uint64_t resolve, mode_t mode)
{
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    if ((flags & O_PATH) == 0)
        how.flags |= O_NOCTTY;
    how.mode = mode;
    how.resolve = resolve;
    long fd = -1;
    // EAGAIN: something was renamed meanwhile, so that the kernel cannot be sure about "..".
    do {
        fd = ::syscall(SYS_openat2, dirFd, path.c_str(), &how, sizeof how);
    } while (fd < 0 && (errno == EAGAIN || errno == EINTR));
    if (fd < 0) {
        const int err = errno;
        return failErrno(err, fmt::format("opening {}", path),
                         err == ELOOP || err == EXDEV ? ErrorCode::RootfsUnsafe : ErrorCode::System);
    }
    return UniqueFd(static_cast<int>(fd));
}

std::string_view withoutSlashes(std::string_view path)
{
    while (path.starts_with('/'))
        path.remove_prefix(1);
    while (path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

} // namespace

Result<UniqueFd> openInRoot(int rootFd, std::string_view path, int flags, Links links, mode_t mode)
{
    const std::string_view inside = withoutSlashes(path);
    if (inside.size() >= kMaxPath)
        return failErrno(ENAMETOOLONG, "opening a path inside");
    std::uint64_t resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    if (links == Links::Refuse)
        resolve |= RESOLVE_NO_SYMLINKS;
    return open2(rootFd, inside.empty() ? "." : std::string(inside), flags, resolve, mode);
}

Result<UniqueFd> openPlain(int dirFd, const std::string &path, int flags)
{
    return open2(dirFd, path, flags, RESOLVE_NO_SYMLINKS, 0);
}

Result<UniqueFd> openChild(int dirFd, const std::string &name, int flags)
{
    return open2(dirFd, name, flags, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV, 0);
}

std::pair<std::string, std::string> splitLast(std::string_view path)
{
    path = withoutSlashes(path);
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos)
        return { "", std::string(path) };
    return { std::string(path.substr(0, slash)), std::string(path.substr(slash + 1)) };
}

Result<UniqueFd> makeDirectories(int rootFd, std::string_view path, Links links)
{
    constexpr int kFlags = O_PATH | O_DIRECTORY;
    if (auto existing = openInRoot(rootFd, path, kFlags, links); existing || existing.error().sysErrno != ENOENT)
        return existing;
    const std::string_view inside = withoutSlashes(path);
    UniqueFd directory;
    for (std::size_t end = 0; end != std::string_view::npos;) {
        end = inside.find('/', end + 1);
        const std::string_view part = inside.substr(0, end);
        auto opened = openInRoot(rootFd, part, kFlags, links);
        if (!opened && opened.error().sysErrno == ENOENT) {
            const auto [parentPath, name] = splitLast(part);
            VITRINE_TRY_ASSIGN(const UniqueFd parent, openInRoot(rootFd, parentPath, kFlags, links));
            // A dangling link stands here as EEXIST, and the second open refuses it.
            if (::mkdirat(parent.get(), name.c_str(), 0755) < 0 && errno != EEXIST)
                return failErrno(errno, fmt::format("making the directory {} inside", path));
            opened = openInRoot(rootFd, part, kFlags, links);
        }
        if (!opened)
            return opened;
        directory = std::move(*opened);
    }
    return directory;
}

Result<UniqueFd> makeFile(int rootFd, std::string_view path)
{
    if (auto existing = openInRoot(rootFd, path, O_PATH); existing || existing.error().sysErrno != ENOENT)
        return existing;
    const auto [parentPath, name] = splitLast(path);
    VITRINE_TRY_ASSIGN(const UniqueFd parent, makeDirectories(rootFd, parentPath));
    const UniqueFd made(
        ::openat(parent.get(), name.c_str(), O_CREAT | O_EXCL | O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!made)
        return failErrno(errno, fmt::format("making the file {} inside", path));
    return openPlain(parent.get(), name, O_PATH | O_NOFOLLOW);
}

Result<std::string> readFileInRoot(int rootFd, std::string_view path, std::size_t maxBytes)
{
    auto file = openInRoot(rootFd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!file && (file.error().sysErrno == ENOENT || file.error().sysErrno == ENOTDIR))
        return std::string();
    if (!file)
        return failure(std::move(file).error());
    struct stat info { };
    if (::fstat(file->get(), &info) < 0 || !S_ISREG(info.st_mode))
        return failure(ErrorCode::RootfsUnsafe, fmt::format("reading {} inside: it is not a regular file", path));
    auto text = readAll(file->get(), maxBytes);
    if (!text)
        return failure(text.error().wrap(fmt::format("reading {} inside", path)));
    return text;
}

} // namespace vitrine::sys
