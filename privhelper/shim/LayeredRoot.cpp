// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/LayeredRoot.h"

#include "core/base/Try.h"
#include "privhelper/shim/ShimConfig.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>

namespace vitrine::shim {

namespace {

constexpr int kDirectory = O_PATH | O_DIRECTORY;

/// One byte for each: fsconfig() takes texts of 255 bytes, which is kMaxLayers names and the colons between them.
std::string lowerName(std::size_t number)
{
    constexpr std::string_view kPlain = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr unsigned kFirstOther = 0x80;
    static_assert(kMaxLayers <= kPlain.size() + 0x100 - kFirstOther);
    const char letter =
        number < kPlain.size() ? kPlain[number] : static_cast<char>(kFirstOther + number - kPlain.size());
    return std::string(1, letter);
}

/// What overlayfs is told of them, once they are there. Kernels before 6.5 take the layers as paths only, so they are
/// relative to the scratch directory, which is entered.
Result<std::string> attachLowers(int scratchFd, const std::vector<UniqueFd> &lowers)
{
    std::string option;
    for (std::size_t i = lowers.size(); i-- > 0;) {
        const std::string name = lowerName(i);
        VITRINE_TRY_ASSIGN(const UniqueFd target, scratchDirectory(scratchFd, name.c_str()));
        VITRINE_TRY(sys::attachMount(lowers[i].get(), target.get()));
        option += option.empty() ? name : ':' + name;
    }
    if (::fchdir(scratchFd) < 0)
        return failErrno(errno, "entering the scratch directory");
    return option;
}

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

Result<UniqueFd> mountLowers(int scratchFd, const std::vector<UniqueFd> &lowers)
{
    VITRINE_TRY_ASSIGN(const std::string names, attachLowers(scratchFd, lowers));
    const std::array<sys::FsOption, 2> options{ sys::FsOption{ "lowerdir", names }, sys::FsOption{ "userxattr", "" } };
    return sys::newFileSystem("overlay", options, sys::kNoSuidNoDev | MOUNT_ATTR_RDONLY);
}

Result<UniqueFd> mountOverlay(int scratchFd, const std::vector<UniqueFd> &lowers, int layerFd)
{
    VITRINE_TRY_ASSIGN(const std::string names, attachLowers(scratchFd, lowers));
    VITRINE_TRY_ASSIGN(const UniqueFd layer, scratchDirectory(scratchFd, "layer"));
    VITRINE_TRY(sys::attachMount(layerFd, layer.get()));
    const std::array<sys::FsOption, 4> options{
        sys::FsOption{ "lowerdir", names },
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
