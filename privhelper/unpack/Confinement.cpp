// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/unpack/Confinement.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"

#include <fmt/format.h>
#include <linux/sched.h>
#include <seccomp.h>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/capability.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <string>

namespace vitrine::unpack {

namespace {

constexpr rlim_t kMaxMemoryBytes = 1024ull * 1024 * 1024;
constexpr rlim_t kMaxFileBytes = 64ull * 1024 * 1024 * 1024;
constexpr rlim_t kMaxDescriptors = 64;

Result<> writeMap(pid_t child, const char *file, const std::string &content)
{
    const auto path = fmt::format("/proc/{}/{}", child, file);
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd || ::write(fd.get(), content.data(), content.size()) != std::ssize(content))
        return failErrno(errno, fmt::format("writing {}", path), ErrorCode::ImageUnpackFailed);
    return {};
}

Result<> becomeRoot()
{
    // The capabilities stay: neither the old id nor any of the new ones leaves "root of this namespace".
    if (::setgroups(0, nullptr) != 0 || ::setresgid(0, 0, 0) != 0 || ::setresuid(0, 0, 0) != 0)
        return failErrno(errno, "becoming root of the range");
    return {};
}

Result<> dieWithParent(int parentPipe)
{
    // After the change of ids, which forgets both.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::prctl(PR_SET_DUMPABLE, 0) != 0)
        return failErrno(errno, "tying the unpacker to its parent");
    // The signal does not come when the parent was gone before.
    pollfd pipe{ parentPipe, 0, 0 };
    if (::poll(&pipe, 1, 0) != 0)
        return failure(ErrorCode::Cancelled, "the unpacker's parent is gone");
    return {};
}

/// Nothing to open by name. What is open already stays open, host mount or not.
Result<> enterEmptyRoot()
{
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
        || ::mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k,nr_inodes=2,mode=0555") != 0)
        return failErrno(errno, "making an empty root");
    if (::chdir("/tmp") != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0 || ::umount2(".", MNT_DETACH) != 0
        || ::chdir("/") != 0)
        return failErrno(errno, "entering an empty root");
    return {};
}

Result<> limitResources(std::size_t given)
{
    const std::pair<__rlimit_resource_t, rlim_t> limits[]{
        { RLIMIT_AS, kMaxMemoryBytes },
        { RLIMIT_FSIZE, kMaxFileBytes },
        { RLIMIT_NOFILE, kMaxDescriptors + given },
        { RLIMIT_CORE, 0 },
        { RLIMIT_NPROC, 0 },
    };
    for (const auto &[resource, value] : limits) {
        const rlimit limit{ value, value };
        if (::setrlimit(resource, &limit) != 0)
            return failErrno(errno, "limiting the unpacker");
    }
    return {};
}

Result<> dropCapabilities()
{
    const std::unique_ptr<std::remove_pointer_t<cap_t>, int (*)(void *)> caps(::cap_init(), ::cap_free);
    constexpr std::array<cap_value_t, 5> kKept{ CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_FSETID, CAP_SETFCAP };
    for (const auto set : { CAP_EFFECTIVE, CAP_PERMITTED })
        ::cap_set_flag(caps.get(), set, static_cast<int>(kKept.size()), kKept.data(), CAP_SET);
    if (!caps || ::cap_set_proc(caps.get()) != 0)
        return failErrno(errno, "dropping capabilities");
    return {};
}

// What reading one file and writing others needs, and libc beside it.
constexpr int kAllowed[]{
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(getdents64),
    SCMP_SYS(readlinkat),
    SCMP_SYS(flistxattr),
    SCMP_SYS(fgetxattr),
    SCMP_SYS(fstatfs),
    SCMP_SYS(openat),
    SCMP_SYS(openat2),
    SCMP_SYS(mkdirat),
    SCMP_SYS(unlinkat),
    SCMP_SYS(symlinkat),
    SCMP_SYS(linkat),
    SCMP_SYS(renameat),
    SCMP_SYS(fcntl),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(fchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fsetxattr),
    SCMP_SYS(utimensat),
    SCMP_SYS(syncfs),
    SCMP_SYS(sendto),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(clock_nanosleep),
};

Result<> installFilter()
{
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)),
                                                                  ::seccomp_release);
    if (!filter)
        return failure(ErrorCode::ImageUnpackFailed, "making the unpacker's system-call filter failed");
    int result = 0;
    for (const int call : kAllowed)
        result |= ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
    // Memory, but none that can be run.
    constexpr scmp_arg_cmp kNotToRun{ 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 };
    for (const int call : { SCMP_SYS(mmap), SCMP_SYS(mprotect) })
        result |= ::seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, call, 1, &kNotToRun);
    // Whiteouts, which overlayfs takes for "there is nothing"; no other device.
    constexpr std::array<scmp_arg_cmp, 2> kWhiteout{ scmp_arg_cmp{ 2, SCMP_CMP_MASKED_EQ, S_IFMT, S_IFCHR },
                                                     scmp_arg_cmp{ 3, SCMP_CMP_EQ, 0, 0 } };
    result |=
        ::seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(mknodat), kWhiteout.size(), kWhiteout.data());
    result |= ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1); // for all threads
    if (result != 0)
        return failure(ErrorCode::ImageUnpackFailed, "making the unpacker's system-call filter failed");
    if (const int error = ::seccomp_load(filter.get()); error != 0)
        return failErrno(-error, "loading the unpacker's system-call filter", ErrorCode::ImageUnpackFailed);
    return {};
}

} // namespace

Result<pid_t> forkIntoNamespaces()
{
    clone_args args = {};
    args.flags =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
    args.exit_signal = SIGCHLD;
    const auto pid = ::syscall(SYS_clone3, &args, sizeof args);
    if (pid < 0)
        return failErrno(errno, "making the unpacker's namespaces", ErrorCode::ImageUnpackFailed);
    return static_cast<pid_t>(pid);
}

Result<> mapIds(pid_t child, const IdMaps &maps)
{
    VITRINE_TRY(writeMap(child, "gid_map", maps.gids));
    return writeMap(child, "uid_map", maps.uids);
}

Result<> confineSelf(int parentPipe, std::size_t given, const std::function<void()> &startThreads)
{
    VITRINE_TRY(becomeRoot());
    VITRINE_TRY(dieWithParent(parentPipe));
    VITRINE_TRY(enterEmptyRoot());
    // Capabilities are each thread's own, and so is the promise: both before there is another one.
    VITRINE_TRY(dropCapabilities());
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return failErrno(errno, "giving up new privileges");
    startThreads();
    VITRINE_TRY(limitResources(given));
    return installFilter();
}

} // namespace vitrine::unpack
