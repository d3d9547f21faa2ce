// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/IdMaps.h"

#include "core/base/ScopeExit.h"
#include "core/base/Try.h"
#include "privhelper/sys/Namespaces.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <string>

namespace vitrine::sys {

namespace {

Result<> writeMap(pid_t pid, const char *name, const plan::IdMap &map)
{
    const std::string path = fmt::format("/proc/{}/{}", pid, name);
    const UniqueFd file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (!file)
        return failErrno(errno, fmt::format("opening {}", path));
    // The kernel takes a map in one write or not at all.
    const std::string text = plan::formatIdMap(map);
    if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return failErrno(errno, fmt::format("writing {}", path), ErrorCode::RangeInvalid);

    std::array<char, 1024> buffer{};
    const ssize_t size = ::pread(file.get(), buffer.data(), buffer.size() - 1, 0);
    plan::IdMap written;
    unsigned inside = 0;
    unsigned outside = 0;
    unsigned count = 0;
    int used = 0;
    for (const char *at = buffer.data(); size > 0 && ::sscanf(at, "%u %u %u %n", &inside, &outside, &count, &used) == 3;
         at += used)
        written.push_back({ inside, outside, count });
    if (written != map)
        return failure(ErrorCode::RangeInvalid, fmt::format("{} does not hold what was written to it", path));
    return {};
}

int carryNamespace(void *parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // A parent that has died before that is not told of.
    while (::getppid() == *static_cast<const pid_t *>(parent))
        ::pause();
    return 0;
}

} // namespace

Result<> writeIdMaps(pid_t pid, const plan::IdMap &uids, const plan::IdMap &gids)
{
    VITRINE_TRY(writeMap(pid, "uid_map", uids));
    return writeMap(pid, "gid_map", gids);
}

Result<UniqueFd> makeMappingNamespace(const plan::IdMap &uids, const plan::IdMap &gids)
{
    // Only a process can carry a new namespace until its descriptor is open. This one shares our memory and our
    // descriptors, as it does nothing for which they would have to be copied; and a copy of a descriptor has to be
    // closed, for which the server of its file may let everybody wait.
    alignas(std::max_align_t) std::array<std::byte, 16 * 1024> stack;
    int pidFd = -1;
    pid_t self = ::getpid();
    const pid_t carrier = ::clone(carryNamespace, stack.data() + stack.size(),
                                  CLONE_VM | CLONE_FILES | CLONE_NEWUSER | CLONE_PIDFD | SIGCHLD, &self, &pidFd);
    if (carrier < 0)
        return failErrno(errno, "making a user namespace for a mapping");
    const UniqueFd carrierFd(pidFd);
    const ScopeExit reap([&] {
        killProcess(carrierFd.get());
        (void)waitForProcess(carrierFd.get());
    });
    VITRINE_TRY(writeIdMaps(carrier, uids, gids));
    return openNamespace(carrier, "user");
}

} // namespace vitrine::sys
