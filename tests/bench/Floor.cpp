// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/Floor.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

namespace vitrine::bench {

namespace {

constexpr std::uint32_t kRangeBase = 0x7F00'0000; // in nobody's use while the benchmark runs

Result<> writeMap(pid_t pid, const char *file)
{
    const std::string path = "/proc/" + std::to_string(pid) + "/" + file;
    const std::string text = "0 " + std::to_string(kRangeBase) + " 65536\n";
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd || ::write(fd.get(), text.data(), text.size()) < 0)
        return failErrno(errno, "writing " + path);
    return {};
}

/// Runs in the child, which shares nothing with its parent but the program text: plain calls, _exit on failure.
[[noreturn]] void runChild(int go, const std::string &options, const std::string &merged, const std::string &program)
{
    char byte = 0;
    if (::read(go, &byte, 1) != 1)
        ::_exit(100);
    // Until then it is an id that its namespace does not know, and overlayfs could make no files as it.
    if (::setresgid(0, 0, 0) != 0 || ::setresuid(0, 0, 0) != 0)
        ::_exit(102);
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
        || ::mount("overlay", merged.c_str(), "overlay", 0, options.c_str()) != 0 || ::chdir(merged.c_str()) != 0
        || ::mount("proc", "proc", "proc", 0, nullptr) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0
        || ::umount2(".", MNT_DETACH) != 0)
        ::_exit(101);
    const std::array<char *, 2> argv{ const_cast<char *>(program.c_str()), nullptr };
    ::execve(program.c_str(), argv.data(), argv.data() + 1);
    ::_exit(127);
}

} // namespace

Result<> runFloor(const std::string &root, const std::string &scratch, const std::string &program)
{
    for (const char *name : { "/upper", "/work", "/merged" }) {
        const std::string path = scratch + name;
        if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST)
            return failErrno(errno, "making " + path);
        if (::chown(path.c_str(), kRangeBase, kRangeBase) != 0)
            return failErrno(errno, "giving away " + path);
    }
    const std::string options =
        "userxattr,lowerdir=" + root + ",upperdir=" + scratch + "/upper,workdir=" + scratch + "/work";
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return failErrno(errno, "making a pipe");
    const UniqueFd readEnd(pipe[0]);
    const UniqueFd writeEnd(pipe[1]);

    clone_args args{};
    args.flags =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP;
    args.exit_signal = SIGCHLD;
    const auto pid = static_cast<pid_t>(::syscall(SYS_clone3, &args, sizeof args));
    if (pid < 0)
        return failErrno(errno, "clone3");
    if (pid == 0)
        runChild(readEnd.get(), options, scratch + "/merged", program);
    VITRINE_TRY(writeMap(pid, "uid_map"));
    VITRINE_TRY(writeMap(pid, "gid_map"));
    if (::write(writeEnd.get(), "g", 1) != 1)
        return failErrno(errno, "letting the child go");
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return failure(ErrorCode::System, "the bare container ended with status " + std::to_string(status));
    return {};
}

} // namespace vitrine::bench
