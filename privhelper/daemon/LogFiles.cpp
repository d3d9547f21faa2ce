// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/LogFiles.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <tuple>

namespace vitrine::daemon {

Result<std::vector<UniqueFd>> openLogFiles(int containerDirFd)
{
    struct Half {
        UniqueFd fd;
        timespec written{};
    };
    std::vector<Half> halves;
    for (const char *name : { "log.0", "log.1" }) {
        // The shim made it and could have made something else: what is no plain file is not opened for waiting.
        UniqueFd fd(::openat(containerDirFd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (!fd && errno == ENOENT)
            continue;
        struct stat status { };
        if (!fd || ::fstat(fd.get(), &status) != 0)
            return failErrno(errno, std::string("opening the log's half ") + name);
        if (!S_ISREG(status.st_mode))
            return failure(ErrorCode::StateCorrupt, std::string("the log's half ") + name + " is not a file");
        halves.push_back({ std::move(fd), status.st_mtim });
    }
    const auto isLater = [](const timespec &a, const timespec &b) {
        return std::tie(a.tv_sec, a.tv_nsec) > std::tie(b.tv_sec, b.tv_nsec);
    };
    if (halves.size() == 2 && isLater(halves[0].written, halves[1].written))
        std::swap(halves[0], halves[1]);
    std::vector<UniqueFd> files;
    for (Half &half : halves)
        files.push_back(std::move(half.fd));
    return files;
}

} // namespace vitrine::daemon
