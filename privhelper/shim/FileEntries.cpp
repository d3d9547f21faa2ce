// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/FileEntries.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace vitrine::shim {

namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;

std::string readLink(int dirFd, const std::string &name)
{
    std::array<char, ipc::kMaxFilesPath> target{};
    const ssize_t size = ::readlinkat(dirFd, name.c_str(), target.data(), target.size());
    return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
}

} // namespace

DirectoryStream readDirectory(UniqueFd fd)
{
    DirectoryStream stream(::fdopendir(fd.get()), ::closedir);
    if (stream)
        (void)fd.release();
    return stream;
}

const char *nextName(DirectoryStream &stream)
{
    while (const dirent *entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            return entry->d_name;
    }
    return nullptr;
}

std::optional<ipc::FileEntry> describe(int dirFd, const std::string &name, const Ids &ids)
{
    struct stat info { };
    const int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (name.empty() ? AT_EMPTY_PATH : 0);
    if (::fstatat(dirFd, name.c_str(), &info, flags) < 0)
        return std::nullopt;
    ipc::FileEntry entry;
    entry.name = name;
    entry.mode = info.st_mode;
    entry.uid = info.st_uid;
    entry.gid = info.st_gid;
    entry.outsideUid = plan::outsideId(ids.uids, info.st_uid).value_or(ipc::kNoSuchId);
    entry.outsideGid = plan::outsideId(ids.gids, info.st_gid).value_or(ipc::kNoSuchId);
    entry.size = static_cast<std::uint64_t>(info.st_size);
    entry.mtimeNs = info.st_mtim.tv_sec * kNanoseconds + info.st_mtim.tv_nsec;
    if (S_ISLNK(info.st_mode))
        entry.link = readLink(dirFd, name);
    if (S_ISCHR(info.st_mode) && info.st_rdev == makedev(0, 0))
        entry.mark = ipc::FileMark::Whiteout;
    return entry;
}

bool isWhiteout(const ipc::FileEntry &entry)
{
    return entry.mark == ipc::FileMark::Whiteout;
}

bool isOpaque(int parentFd, const std::string &name)
{
    const UniqueFd folder(
        ::openat(parentFd, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    char value = 0;
    return folder && ::fgetxattr(folder.get(), "user.overlay.opaque", &value, sizeof value) == 1 && value == 'y';
}

FolderEntries::FolderEntries(UniqueFd folder, const Ids &ids, Marks marks)
    : m_stream(readDirectory(std::move(folder)))
    , m_ids(ids)
    , m_marks(marks)
{
}

Result<std::optional<ipc::FileEntry>> FolderEntries::next()
{
    if (!m_stream)
        return failErrno(EIO, "reading a folder inside");
    while (const char *name = nextName(m_stream)) {
        if (++m_names > kMaxNames)
            return failure(ErrorCode::TooLarge, fmt::format("the folder has more than {} names", kMaxNames));
        const int folder = ::dirfd(m_stream.get());
        auto entry = describe(folder, name, m_ids);
        if (!entry)
            continue; // gone meanwhile
        if (m_marks == Marks::None)
            entry->mark = ipc::FileMark::None;
        else if (S_ISDIR(entry->mode) && isOpaque(folder, entry->name))
            entry->mark = ipc::FileMark::Opaque;
        return entry;
    }
    return std::nullopt;
}

} // namespace vitrine::shim
