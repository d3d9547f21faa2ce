// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/TreeReader.h"

#include "core/base/Text.h"
#include "privhelper/unpack/DirectoryStream.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vitrine::unpack {

namespace {

constexpr std::size_t kMaxNames = 1'000'000; // in one directory
constexpr std::size_t kMaxAttributes = 64 * 1024; // XATTR_LIST_MAX, XATTR_SIZE_MAX

tl::unexpected<Error> readError(int err, std::string_view name)
{
    return failErrno(err, fmt::format("reading \"{}\"", printable(name, 200)), ErrorCode::ImageUnpackFailed);
}

} // namespace

Result<std::optional<TreeReader>> TreeReader::open(int root, const std::string &path)
{
    open_how how = {};
    how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
    const char *name = path.empty() ? "." : path.c_str();
    UniqueFd fd(static_cast<int>(::syscall(SYS_openat2, root, name, &how, sizeof how)));
    if (!fd && !path.empty() && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
        return std::nullopt;
    struct stat status = {};
    if (!fd || ::fstat(fd.get(), &status) != 0)
        return readError(errno, path);
    return TreeReader(std::move(fd), status);
}

Result<std::vector<std::string>> TreeReader::names() const
{
    const auto directory = streamOf(UniqueFd(::openat(m_fd.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
    if (!directory)
        return readError(errno, "a folder");
    std::vector<std::string> names;
    errno = 0;
    while (const dirent *entry = ::readdir(directory.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.emplace_back(name);
        if (names.size() > kMaxNames)
            return failure(ErrorCode::LimitExceeded, "packing the files: a folder holds too many");
        errno = 0;
    }
    if (errno != 0)
        return readError(errno, "a folder");
    std::sort(names.begin(), names.end());
    return names;
}

bool TreeReader::statOf(const std::string &name, struct stat &status) const
{
    return ::fstatat(m_fd.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

UniqueFd TreeReader::openFile(const std::string &name, struct stat &status) const
{
    // It may be a pipe by now, and would wait for a writer.
    UniqueFd fd(::openat(m_fd.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (fd && (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)))
        fd.reset();
    return fd;
}

std::optional<std::string> TreeReader::linkTarget(const std::string &name) const
{
    std::array<char, PATH_MAX> target{};
    const ssize_t size = ::readlinkat(m_fd.get(), name.c_str(), target.data(), target.size());
    if (size <= 0 || size == std::ssize(target))
        return std::nullopt;
    return std::string(target.data(), static_cast<std::size_t>(size));
}

Result<AttributeMap> readAttributes(int fd, std::string_view shown)
{
    AttributeMap attributes;
    std::string list(kMaxAttributes, '\0');
    const ssize_t length = ::flistxattr(fd, list.data(), list.size());
    if (length < 0 && errno != ENOTSUP)
        return readError(errno, shown);
    std::string value(kMaxAttributes, '\0');
    for (const auto key :
         split(std::string_view(list.data(), length < 0 ? 0 : static_cast<std::size_t>(length)), '\0')) {
        if (key.empty())
            continue;
        const std::string name(key);
        // What is hidden from this process, or was taken away since, is not there.
        const ssize_t size = ::fgetxattr(fd, name.c_str(), value.data(), value.size());
        if (size >= 0)
            attributes.emplace(name, value.substr(0, static_cast<std::size_t>(size)));
    }
    return attributes;
}

std::vector<DataPart> dataParts(int fd, std::uint64_t size)
{
    std::vector<DataPart> parts;
    std::uint64_t offset = 0;
    while (offset < size) {
        const off_t data = ::lseek(fd, static_cast<off_t>(offset), SEEK_DATA);
        if (data < 0 && errno == ENXIO)
            break;
        if (data < 0)
            return { { 0, size } }; // the file system cannot tell
        const auto start = static_cast<std::uint64_t>(data);
        const off_t hole = ::lseek(fd, data, SEEK_HOLE);
        const auto end = hole < 0 ? size : std::min(static_cast<std::uint64_t>(hole), size);
        if (start >= end)
            break;
        parts.push_back({ start, end - start });
        offset = end;
    }
    return parts;
}

} // namespace vitrine::unpack
