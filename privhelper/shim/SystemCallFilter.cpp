// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/SystemCallFilter.h"

#include "core/base/Try.h"
#include "privhelper/sys/Capabilities.h"

#include <linux/seccomp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::shim {

Result<SystemCallFilter> readFilter(int fd)
{
    struct stat info { };
    if (::fstat(fd, &info) < 0)
        return failErrno(errno, "looking at the system-call filter");
    const auto bytes = static_cast<std::size_t>(info.st_size);
    if (bytes == 0 || bytes % sizeof(sock_filter) != 0 || bytes / sizeof(sock_filter) > BPF_MAXINSNS)
        return failure(ErrorCode::Protocol, "the system-call filter has an impossible size");
    SystemCallFilter filter(bytes / sizeof(sock_filter));
    if (::pread(fd, filter.data(), bytes, 0) != static_cast<ssize_t>(bytes))
        return failErrno(errno, "reading the system-call filter");
    return filter;
}

Result<> loadFilter(const SystemCallFilter &filter)
{
    VITRINE_TRY(sys::setNoNewPrivileges()); // without it the kernel refuses the filter
    // The kernel only reads, but sock_fprog has no const form.
    const sock_fprog program{ static_cast<unsigned short>(filter.size()), const_cast<sock_filter *>(filter.data()) };
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
        return failErrno(errno, "loading the system-call filter");
    return {};
}

} // namespace vitrine::shim
