// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/LayeredRoot.h"

#include "core/base/Try.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::shim {

namespace {

constexpr int kDirectory = O_PATH | O_DIRECTORY;

} // namespace

Result<UniqueFd> mountScratch()
{
    // /run is a directory that every host has.
    const std::array<sys::FsOption, 1> options{ sys::FsOption{ "mode", "0700" } };
    VITRINE_TRY_ASSIGN(UniqueFd scratch, sys::newFileSystem("tmpfs", options, sys::kNoSuidNoDev));
    VITRINE_TRY_ASSIGN(const UniqueFd target, sys::openPlain(AT_FDCWD, "/run", kDirectory));
    VITRINE_TRY(sys::attachMount(scratch.get(), target.get()));
    return scratch;
}

Result<UniqueFd> scratchDirectory(int scratchFd, const char *name)
{
    if (::mkdirat(scratchFd, name, 0755) < 0)
        return failErrno(errno, fmt::format("making the scratch directory {}", name));
    return sys::openPlain(scratchFd, name, kDirectory);
}

Result<UniqueFd> mountOverlay(int scratchFd, int lowerFd, int layerFd)
{
    VITRINE_TRY_ASSIGN(const UniqueFd lower, scratchDirectory(scratchFd, "lower"));
    VITRINE_TRY(sys::attachMount(lowerFd, lower.get()));
    VITRINE_TRY_ASSIGN(const UniqueFd layer, scratchDirectory(scratchFd, "layer"));
    VITRINE_TRY(sys::attachMount(layerFd, layer.get()));
    // Kernels before 6.5 take the layers as paths only.
    if (::fchdir(scratchFd) < 0)
        return failErrno(errno, "entering the scratch directory");
    const std::array<sys::FsOption, 4> options{
        sys::FsOption{ "lowerdir", "lower" },
        sys::FsOption{ "upperdir", "layer/upper" },
        sys::FsOption{ "workdir", "layer/work" },
        sys::FsOption{ "userxattr", "" },
    };
    VITRINE_TRY_ASSIGN(UniqueFd root, sys::newFileSystem("overlay", options, sys::kNoSuidNoDev));
    struct statvfs info { };
    if (::fstatvfs(root.get(), &info) < 0)
        return failErrno(errno, "looking at the new root");
    if ((info.f_flag & ST_RDONLY) != 0)
        return failure(
            ErrorCode::Unsupported,
            "the file system that holds the containers cannot carry a writable layer (overlayfs made it read-only)");
    return root;
}

} // namespace vitrine::shim
