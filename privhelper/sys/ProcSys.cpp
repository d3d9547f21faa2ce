// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/ProcSys.h"

#include "core/base/Try.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include <array>
#include <cerrno>

namespace vitrine::sys {

Result<ProcSys> ProcSys::open()
{
    const UniqueFd context(::fsopen("proc", FSOPEN_CLOEXEC));
    if (!context || ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) < 0)
        return failErrno(errno, "making a procfs instance");
    const UniqueFd root(
        ::fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
    if (!root)
        return failErrno(errno, "making a procfs instance");
    ProcSys made;
    made.m_sys.reset(::openat(root.get(), "sys", O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!made.m_sys)
        return failErrno(errno, "opening /proc/sys");
    return made;
}

Result<UniqueFd> ProcSys::openSetting(const std::string &name, int flags) const
{
    open_how how{};
    how.flags = static_cast<__u64>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
    UniqueFd fd(static_cast<int>(::syscall(SYS_openat2, m_sys.get(), name.c_str(), &how, sizeof how)));
    if (!fd)
        return failErrno(errno, fmt::format("opening /proc/sys/{}", name),
                         errno == ENOENT ? ErrorCode::NotFound : ErrorCode::System);
    struct statfs info { };
    if (::fstatfs(fd.get(), &info) < 0 || info.f_type != PROC_SUPER_MAGIC)
        return failure(ErrorCode::System, fmt::format("opening /proc/sys/{}: not a file of procfs", name));
    return fd;
}

Result<std::string> ProcSys::read(const std::string &name) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd fd, openSetting(name, O_RDONLY));
    std::array<char, 4096> buffer{};
    const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
    if (got < 0)
        return failErrno(errno, fmt::format("reading /proc/sys/{}", name));
    std::string value(buffer.data(), static_cast<std::size_t>(got));
    while (!value.empty() && value.back() == '\n')
        value.pop_back();
    return value;
}

Result<> ProcSys::write(const std::string &name, std::string_view value) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd fd, openSetting(name, O_WRONLY));
    if (::write(fd.get(), value.data(), value.size()) != static_cast<ssize_t>(value.size()))
        return failErrno(errno, fmt::format("writing {} to /proc/sys/{}", value, name));
    return {};
}

} // namespace vitrine::sys
