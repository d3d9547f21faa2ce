// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/MountSeed.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

namespace vitrine::shim {

namespace {

/// Well within what the helper gives to a start.
constexpr auto kPatience = std::chrono::seconds(20);

/// For reading and for changing; what was given names a place only.
Result<UniqueFd> openItself(int directoryFd)
{
    UniqueFd opened(::openat(directoryFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened)
        return failErrno(errno, "opening a directory");
    return opened;
}

} // namespace

Result<sys::TreeTotals> seedMount(int targetFd, int mountFd)
{
    VITRINE_TRY_ASSIGN(const UniqueFd from, openItself(targetFd));
    VITRINE_TRY_ASSIGN(const UniqueFd to, openItself(mountFd));
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    const auto inTime = [deadline](const sys::TreeTotals &done) -> Result<> {
        if (std::chrono::steady_clock::now() < deadline)
            return {};
        return failure(
            ErrorCode::Timeout,
            fmt::format("it took more than {} seconds; {} files were done", kPatience.count(), done.entries));
    };
    return sys::copyTree(from.get(), to.get(), inTime);
}

Result<> seedVolume(int targetFd, int volumeFd)
{
    VITRINE_TRY_ASSIGN(const sys::TreeTotals copied, seedMount(targetFd, volumeFd));
    VITRINE_TRY_ASSIGN(const UniqueFd from, openItself(targetFd));
    VITRINE_TRY_ASSIGN(const UniqueFd to, openItself(volumeFd));
    struct stat info { };
    if (::fstat(to.get(), &info) != 0)
        return failErrno(errno, "looking at a volume");
    if (info.st_uid == 0 && info.st_gid == 0)
        VITRINE_TRY(sys::copyDirectoryFacts(from.get(), to.get()));
    // Before it is written down that this has been done.
    if (copied.entries > 0 && ::syncfs(to.get()) != 0)
        return failErrno(errno, "syncing a volume");
    return {};
}

Result<> giveVolume(int volumeFd, const plan::User &owner)
{
    if (::fchownat(volumeFd, "", owner.uid, owner.gid, AT_EMPTY_PATH) < 0)
        return failErrno(errno, fmt::format("giving the new volume to {}", owner.name));
    return {};
}

} // namespace vitrine::shim
