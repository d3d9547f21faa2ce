// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/FilesConfinement.h"

#include "core/base/Try.h"
#include "privhelper/shim/FilesFilter.h"
#include "privhelper/sys/Capabilities.h"
#include "privhelper/sys/IdMaps.h"
#include "privhelper/sys/Mounts.h"

#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace vitrine::shim {

namespace {

constexpr rlim_t kMaxMemoryBytes = 256ULL * 1024 * 1024;
constexpr rlim_t kMaxDescriptors = 512;

Result<> becomeRootInside()
{
    if (::setgroups(0, nullptr) < 0 || ::setresgid(0, 0, 0) < 0 || ::setresuid(0, 0, 0) < 0)
        return failErrno(errno, "becoming root inside");
    // What changes its ids can be looked at again, and forgets whose death it follows.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    return {};
}

Result<> leaveTheOthers()
{
    if (::unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP) < 0)
        return failErrno(errno, "leaving the network");
    return {};
}

Result<> limitResources()
{
    for (const auto &[resource, value] :
         { std::pair(RLIMIT_AS, kMaxMemoryBytes), { RLIMIT_NOFILE, kMaxDescriptors }, { RLIMIT_CORE, rlim_t{ 0 } } }) {
        const rlimit limit{ value, value };
        if (::setrlimit(resource, &limit) < 0)
            return failErrno(errno, "limiting the files process");
    }
    return {};
}

} // namespace

Result<> enterIds(const Ids &ids)
{
    VITRINE_TRY_ASSIGN(const UniqueFd mapped, sys::makeMappingNamespace(ids.uids, ids.gids));
    if (::setns(mapped.get(), CLONE_NEWUSER) < 0 || ::unshare(CLONE_NEWNS) < 0)
        return failErrno(errno, "entering the ids of the container");
    VITRINE_TRY(leaveTheOthers());
    VITRINE_TRY(becomeRootInside());
    return sys::makeAllPrivate();
}

Result<> enterContainer(int initPidFd)
{
    if (::setns(initPidFd, CLONE_NEWUSER | CLONE_NEWNS) < 0)
        return failErrno(errno, "entering the files of the container");
    VITRINE_TRY(leaveTheOthers());
    return becomeRootInside();
}

Result<> confineToFiles()
{
    VITRINE_TRY(limitResources());
    VITRINE_TRY(sys::limitCapabilities(sys::filesCapabilities()));
    VITRINE_TRY(sys::setCapabilities(sys::filesCapabilities()));
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
        return failErrno(errno, "closing the process to others");
    return loadFilter(filesFilter());
}

} // namespace vitrine::shim
