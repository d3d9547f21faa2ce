// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/FilesFilter.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>

namespace vitrine::shim {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "the filter of the files process does not know this architecture"
#endif

// The numbers of x32 have a bit that none of these has, so they are not in the list.
constexpr int kAllowed[]{
    SYS_recvmsg,        SYS_sendmsg,
#ifdef SYS_poll
    SYS_poll,
#endif
    SYS_ppoll,          SYS_close,           SYS_fcntl,     SYS_openat,        SYS_openat2,
    SYS_fstat,          SYS_newfstatat,      SYS_statx,     SYS_fstatfs,       SYS_readlinkat,
    SYS_fgetxattr,      SYS_getdents64,      SYS_lseek,     SYS_mkdirat,       SYS_symlinkat,
    SYS_unlinkat,       SYS_renameat,        SYS_renameat2, SYS_fchmod,        SYS_utimensat,
    SYS_getrandom,      SYS_getpid,          SYS_gettid,    SYS_clock_gettime, SYS_brk,
    SYS_munmap,         SYS_mremap,          SYS_madvise,   SYS_futex,         SYS_rt_sigreturn,
    SYS_rt_sigprocmask, SYS_restart_syscall, SYS_setitimer, SYS_exit,          SYS_exit_group,
};

constexpr sock_filter load(std::size_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

constexpr sock_filter answer(std::uint32_t value)
{
    return BPF_STMT(BPF_RET | BPF_K, value);
}

} // namespace

SystemCallFilter filesFilter()
{
    constexpr std::uint32_t kRefused = SECCOMP_RET_ERRNO | EPERM;
    SystemCallFilter filter{
        load(offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
        answer(SECCOMP_RET_KILL_PROCESS),
        load(offsetof(seccomp_data, nr)),
    };
    for (const int call : kAllowed) {
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
        filter.push_back(answer(SECCOMP_RET_ALLOW));
    }
    // Memory, but none that can be run: the third argument, of which the lower half holds all flags.
    for (const int call : { SYS_mmap, SYS_mprotect }) {
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 4));
        filter.push_back(load(offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t)));
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0));
        filter.push_back(answer(SECCOMP_RET_ALLOW));
        filter.push_back(answer(kRefused));
    }
    filter.push_back(answer(kRefused));
    return filter;
}

} // namespace vitrine::shim
