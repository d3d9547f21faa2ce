// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/StoredTrees.h"

#include "core/base/Try.h"
#include "privhelper/sys/IdMaps.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::sys {

Result<> makeOwnedDirectory(int parentFd, const std::string &name, std::uint32_t uid, std::uint32_t gid)
{
    constexpr mode_t kMode = 0755;
    if (::mkdirat(parentFd, name.c_str(), kMode) != 0)
        return failErrno(errno, fmt::format("making the directory {}", name),
                         errno == EEXIST ? ErrorCode::NameInUse : ErrorCode::System);
    const UniqueFd made(::openat(parentFd, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    // The mode after all: the helper's umask may have taken from it.
    if (!made || ::fchown(made.get(), uid, gid) != 0 || ::fchmod(made.get(), kMode) != 0)
        return failErrno(errno, fmt::format("giving the directory {} away", name));
    return {};
}

Result<> confineToRange(std::uint32_t base, std::uint32_t size)
{
    const plan::IdMap range{ { 0, base, size } };
    VITRINE_TRY_ASSIGN(const UniqueFd inside, makeMappingNamespace(range, range));
    if (::setgroups(0, nullptr) != 0 || ::setns(inside.get(), CLONE_NEWUSER) != 0)
        return failErrno(errno, "entering a namespace of the store");
    if (::setresgid(0, 0, 0) != 0 || ::setresuid(0, 0, 0) != 0)
        return failErrno(errno, "becoming root of the store");
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return failErrno(errno, "closing the process");
    return {};
}

} // namespace vitrine::sys
