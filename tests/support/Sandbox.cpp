// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/Sandbox.h"

#include "core/base/Result.h"
#include "core/base/Try.h"
#include "core/base/UniqueFd.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace vitrine::test {

namespace {

constexpr int kSkipped = 77;

std::string cgroupMount()
{
    std::ifstream mounts("/proc/self/mounts");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream fields(line);
        std::string device;
        std::string path;
        std::string type;
        if (fields >> device >> path >> type && type == "cgroup2")
            return path;
    }
    return {};
}

Result<> check(int result, const char *doing)
{
    if (result < 0)
        return failErrno(errno, doing);
    return {};
}

Result<> enterCgroup(const std::string &path)
{
    const UniqueFd procs(::open((path + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    return check(procs ? static_cast<int>(::write(procs.get(), "0", 1)) : -1, "entering a cgroup of its own");
}

/// The namespace's root is `cgroup`; the process then sits below it, for the root hands controllers down.
Result<> leaveTheMachine(const std::string &cgroup)
{
    VITRINE_TRY(enterCgroup(cgroup));
    VITRINE_TRY(check(::unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWCGROUP), "making namespaces"));
    return enterCgroup(cgroup + "/test");
}

Result<> mountOwn(const std::string &cgroups)
{
    VITRINE_TRY(check(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "making mounts private"));
    VITRINE_TRY(check(::mount("proc", "/proc", "proc", 0, nullptr), "mounting /proc"));
    // The same file system cannot be mounted over itself.
    VITRINE_TRY(check(::umount2(cgroups.c_str(), MNT_DETACH), "unmounting the machine's control groups"));
    VITRINE_TRY(check(::mount("cgroup2", cgroups.c_str(), "cgroup2", 0, nullptr), "mounting control groups"));
    return check(::mount("tmpfs", "/run", "tmpfs", 0, "mode=755"), "mounting /run");
}

/// Process 1: takes in what has lost its parent, until the one that counts has ended.
int reapUntil(pid_t wanted)
{
    for (;;) {
        int status = 0;
        const pid_t ended = ::wait(&status);
        if (ended == wanted)
            return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
        if (ended < 0 && errno != EINTR)
            return EXIT_FAILURE;
    }
}

[[noreturn]] void skip(const Error &error)
{
    std::fprintf(stderr, "skipped: %s\n", error.what.c_str());
    ::_exit(kSkipped);
}

[[noreturn]] void runFirst(const std::string &cgroups, const std::function<int()> &body)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (const auto mounted = mountOwn(cgroups); !mounted)
        skip(mounted.error());
    const pid_t pid = ::fork();
    if (pid == 0)
        std::exit(body());
    ::_exit(reapUntil(pid));
}

int waitFor(pid_t pid)
{
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return EXIT_FAILURE;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

/// From below up; the files in it are the kernel's.
void removeCgroup(const std::filesystem::path &path)
{
    std::error_code ignored;
    for (const auto &entry : std::filesystem::directory_iterator(path, ignored)) {
        if (entry.is_directory(ignored))
            removeCgroup(entry.path());
    }
    ::rmdir(path.c_str());
}

} // namespace

int runInSandbox(const std::function<int()> &body)
{
    const std::string cgroups = cgroupMount();
    if (::geteuid() != 0 || cgroups.empty()) {
        std::fprintf(stderr, "skipped: needs root and control groups of version 2\n");
        return kSkipped;
    }
    const std::string cgroup = fmt::format("{}/vitrine-test-{}", cgroups, ::getpid());
    ::mkdir(cgroup.c_str(), 0755);
    ::mkdir((cgroup + "/test").c_str(), 0755);
    const pid_t outer = ::fork();
    if (outer == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (const auto left = leaveTheMachine(cgroup); !left)
            skip(left.error());
        const pid_t first = ::fork();
        if (first == 0)
            runFirst(cgroups, body);
        ::_exit(waitFor(first));
    }
    const int status = waitFor(outer);
    removeCgroup(cgroup);
    return status;
}

} // namespace vitrine::test
