// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupHold.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "core/cgroup/CgroupMode.h"
#include "privhelper/sys/CgroupEnds.h"
#include "privhelper/sys/CgroupFs.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace vitrine::sys {

namespace {

Result<UniqueFd> enterHold()
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
    UniqueFd own(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own)
        return failErrno(errno, fmt::format("opening {}", path));
    if (::mkdirat(own.get(), "hold", 0755) < 0 && errno != EEXIST)
        return failErrno(errno, fmt::format("making {}/hold", path));
    VITRINE_TRY(writeControlFile(own.get(), "hold/cgroup.procs", "0")); // 0 is the writer itself
    return own;
}

void complain(const Error &error)
{
    std::fputs(fmt::format("vitrine-helper --hold: {}\n", error.what).c_str(), stderr);
}

Result<> hold(const sigset_t &signals, const std::function<Result<>()> &onEnd)
{
    VITRINE_TRY_ASSIGN(const UniqueFd own, enterHold());
    VITRINE_TRY_ASSIGN(CgroupEnds ends, CgroupEnds::watch(own.get()));
    const UniqueFd asked(::signalfd(-1, &signals, SFD_CLOEXEC));
    if (!asked)
        return failErrno(errno, "waiting for signals");
    sd_notify(0, "READY=1\nSTATUS=Holding the cgroup of the containers");
    std::array<pollfd, 2> waiting{ { { asked.get(), POLLIN, 0 }, { ends.fd(), POLLIN, 0 } } };
    while (true) {
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR)
            return failErrno(errno, "waiting for signals");
        if (waiting[0].revents != 0)
            return {};
        VITRINE_TRY_ASSIGN(const bool hasEnded, ends.takeEnds());
        if (!hasEnded)
            continue;
        if (const auto told = onEnd(); !told)
            complain(told.error());
    }
}

} // namespace

int runHold(const std::function<Result<>()> &onEnd)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    const auto held = hold(signals, onEnd);
    sd_notify(0, "STOPPING=1");
    if (held)
        return EXIT_SUCCESS;
    complain(held.error());
    return EXIT_FAILURE;
}

} // namespace vitrine::sys
