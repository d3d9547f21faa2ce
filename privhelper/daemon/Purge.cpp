// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/Purge.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/daemon/Directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>

namespace vitrine::daemon {

namespace {

/// Never into a mount, which would be somebody else's files.
Result<UniqueFd> openBelow(int dirFd, const char *name)
{
    open_how how{};
    how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
    how.resolve = RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS;
    UniqueFd fd(static_cast<int>(::syscall(SYS_openat2, dirFd, name, &how, sizeof how)));
    if (!fd && errno == EXDEV)
        return failure(ErrorCode::Busy, "removing a directory: something is mounted on it");
    if (!fd)
        return failErrno(errno, "opening a directory that is being removed");
    return fd;
}

class Purger {
public:
    Purger(UniqueFd top, std::size_t budget)
        : m_top(std::move(top))
        , m_left(budget)
    {
    }

    /// Each round empties what lies directly in the top and moves directories from below up, until nothing is left.
    Result<bool> run()
    {
        bool foundAny = true;
        while (foundAny) {
            VITRINE_TRY_ASSIGN(foundAny, emptyDirectory(m_top.get(), true));
            if (m_left == 0)
                return false;
        }
        return true;
    }

private:
    /// True when there was anything in it.
    Result<bool> emptyDirectory(int dirFd, bool isTop)
    {
        UniqueFd own(::openat(dirFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const std::unique_ptr<DIR, int (*)(DIR *)> stream(own ? ::fdopendir(own.get()) : nullptr, closeDirectory);
        if (!stream)
            return failErrno(errno, "listing a directory that is being removed");
        static_cast<void>(own.release());
        bool foundAny = false;
        while (const dirent *entry = ::readdir(stream.get())) {
            const std::string_view name = entry->d_name;
            if (name == "." || name == "..")
                continue;
            foundAny = true;
            if (m_left == 0)
                return true;
            --m_left;
            VITRINE_TRY(isTop ? removeFromTop(entry->d_name) : removeOrRaise(dirFd, entry->d_name));
        }
        return foundAny;
    }

    Result<> removeFromTop(const char *name)
    {
        if (::unlinkat(m_top.get(), name, 0) == 0 || errno == ENOENT)
            return {};
        if (errno != EISDIR && errno != EPERM)
            return failErrno(errno, "removing a file");
        VITRINE_TRY_ASSIGN(const UniqueFd child, openBelow(m_top.get(), name));
        VITRINE_TRY(emptyDirectory(child.get(), false));
        if (m_left > 0 && ::unlinkat(m_top.get(), name, AT_REMOVEDIR) != 0 && errno != ENOTEMPTY)
            return failErrno(errno, "removing a directory");
        return {};
    }

    Result<> removeOrRaise(int dirFd, const char *name)
    {
        if (::unlinkat(dirFd, name, 0) == 0 || errno == ENOENT)
            return {};
        if (errno != EISDIR && errno != EPERM)
            return failErrno(errno, "removing a file");
        if (::unlinkat(dirFd, name, AT_REMOVEDIR) == 0)
            return {};
        if (errno != ENOTEMPTY && errno != EEXIST)
            return failErrno(errno, "removing a directory");
        do {
            const std::string raised = fmt::format("raised-{}", m_raised++);
            if (::renameat2(dirFd, name, m_top.get(), raised.c_str(), RENAME_NOREPLACE) == 0)
                return {};
        } while (errno == EEXIST);
        return failErrno(errno, "moving a directory that is being removed");
    }

    static int closeDirectory(DIR *stream) { return stream == nullptr ? 0 : ::closedir(stream); }

    UniqueFd m_top;
    std::size_t m_left;
    std::uint64_t m_raised = 0;
};

} // namespace

Result<bool> purgeTree(int parentFd, const std::string &name, std::size_t budget)
{
    auto top = openDirectoryAt(parentFd, name);
    if (!top) {
        if (top.error().code == ErrorCode::NotFound)
            return true;
        return failure(top.error());
    }
    Purger purger(std::move(*top), budget);
    VITRINE_TRY_ASSIGN(const bool isEmpty, purger.run());
    if (!isEmpty)
        return false;
    if (::unlinkat(parentFd, name.c_str(), AT_REMOVEDIR) != 0)
        return failErrno(errno, "removing the directory " + name);
    return true;
}

} // namespace vitrine::daemon
