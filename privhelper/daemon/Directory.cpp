// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Directory.h"

#include "core/base/Files.h"
#include "core/base/Try.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace vitrine::daemon {

std::vector<std::string> listDirectory(int dirFd)
{
    // A new description, for readdir moves the offset.
    UniqueFd own(::openat(dirFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own)
        return {};
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(::fdopendir(own.get()), ::closedir);
    if (!stream)
        return {};
    static_cast<void>(own.release());
    std::vector<std::string> names;
    while (const dirent *entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<UniqueFd> openDirectoryAt(int dirFd, const std::string &name)
{
    UniqueFd fd(::openat(dirFd, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd)
        return failErrno(errno, "opening the directory " + name,
                         errno == ENOENT ? ErrorCode::NotFound : ErrorCode::System);
    return fd;
}

Result<UniqueFd> openPrivateDirectoryAt(int dirFd, const std::string &name)
{
    if (::mkdirat(dirFd, name.c_str(), 0700) != 0 && errno != EEXIST)
        return failErrno(errno, "making the directory " + name);
    VITRINE_TRY_ASSIGN(UniqueFd fd, openDirectoryAt(dirFd, name));
    struct stat status { };
    if (::fstat(fd.get(), &status) != 0)
        return failErrno(errno, "looking at the directory " + name);
    if (status.st_uid != ::geteuid() || (status.st_mode & 0077) != 0)
        return failure(ErrorCode::StateCorrupt,
                       "opening the directory " + name
                           + ": it must belong to the helper's account and be closed to others");
    return fd;
}

Result<> replaceFileAt(int dirFd, const std::string &name, std::string_view content)
{
    const std::string temporary = name + ".new";
    const UniqueFd file(
        ::openat(dirFd, temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        return failErrno(errno, "writing " + temporary);
    if (auto written = writeAll(file.get(), content); !written) {
        ::unlinkat(dirFd, temporary.c_str(), 0);
        return failure(written.error().wrap("writing " + temporary));
    }
    if (::renameat(dirFd, temporary.c_str(), dirFd, name.c_str()) != 0)
        return failErrno(errno, "replacing " + name);
    return {};
}

} // namespace vitrine::daemon
