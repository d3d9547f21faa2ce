// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupHold.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "core/cgroup/CgroupMode.h"
#include "privhelper/sys/CgroupFs.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace vitrine::sys {

namespace {

Result<> enterHold()
{
    const UniqueFd self(::open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC));
    VITRINE_TRY_ASSIGN(const std::string mounts, readControlFile(self.get(), "mounts"));
    VITRINE_TRY_ASSIGN(const std::string membership, readControlFile(self.get(), "cgroup"));
    const std::string mount = cgroup::readCgroupMounts(mounts).unifiedPath;
    const std::size_t at = membership.find("0::/");
    if (mount.empty() || at == std::string::npos)
        return failure(ErrorCode::Unsupported, "finding the own cgroup: no hierarchy of version 2 is mounted");
    const std::size_t start = at + 3;
    const std::string path = mount + membership.substr(start, membership.find('\n', start) - start);
    const UniqueFd own(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own)
        return failErrno(errno, fmt::format("opening {}", path));
    if (::mkdirat(own.get(), "hold", 0755) < 0 && errno != EEXIST)
        return failErrno(errno, fmt::format("making {}/hold", path));
    return writeControlFile(own.get(), "hold/cgroup.procs", "0"); // 0 is the writer itself
}

} // namespace

int runHold()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    if (const auto entered = enterHold(); !entered) {
        std::fputs(fmt::format("vitrine-helper --hold: {}\n", entered.error().what).c_str(), stderr);
        return EXIT_FAILURE;
    }
    sd_notify(0, "READY=1\nSTATUS=Holding the cgroup of the containers");
    int received = 0;
    sigwait(&signals, &received);
    sd_notify(0, "STOPPING=1");
    return EXIT_SUCCESS;
}

} // namespace vitrine::sys
