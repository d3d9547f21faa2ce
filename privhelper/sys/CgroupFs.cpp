// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupFs.h"

#include "core/base/Try.h"

#include <fmt/format.h>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <memory>
#include <vector>

namespace vitrine::sys {

namespace {

constexpr std::size_t kMaxControlFileBytes = 64 * 1024;

Result<std::string> readAll(int fd, const std::string &name)
{
    std::string text;
    std::array<char, 4096> buffer{};
    off_t offset = 0;
    while (text.size() < kMaxControlFileBytes) {
        const ssize_t got = ::pread(fd, buffer.data(), buffer.size(), offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failErrno(errno, fmt::format("reading {}", name));
        if (got == 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        offset += got;
    }
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

/// Name of one child cgroup, "" when there is none.
Result<std::string> firstChild(int directoryFd)
{
    const int copy = ::openat(directoryFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (copy < 0)
        return failErrno(errno, "listing a cgroup");
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(::fdopendir(copy), &::closedir);
    if (!stream) {
        ::close(copy);
        return failErrno(errno, "listing a cgroup");
    }
    while (const dirent *entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (entry->d_type == DT_DIR && name != "." && name != "..")
            return std::string(name);
    }
    return std::string();
}

} // namespace

Result<std::string> readControlFile(int directoryFd, const std::string &name)
{
    const UniqueFd fd(::openat(directoryFd, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd)
        return failErrno(errno, fmt::format("opening {}", name));
    return readAll(fd.get(), name);
}

Result<> writeControlFile(int directoryFd, const std::string &name, std::string_view text)
{
    const UniqueFd fd(::openat(directoryFd, name.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW));
    if (!fd)
        return failErrno(errno, fmt::format("opening {}", name));
    ssize_t put = -1;
    do {
        put = ::write(fd.get(), text.data(), text.size());
    } while (put < 0 && errno == EINTR);
    if (put < 0)
        return failErrno(errno, fmt::format("writing \"{}\" to {}", text, name));
    if (static_cast<std::size_t>(put) != text.size())
        return failErrno(EIO, fmt::format("writing \"{}\" to {}", text, name));
    return {};
}

std::optional<std::string> flatKey(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
            return std::string(line.substr(key.size() + 1));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return std::nullopt;
}

Result<UniqueFd> watchCgroupEvent(int cgroupFd, std::string_view key, std::string_view value)
{
    UniqueFd events(::openat(cgroupFd, "cgroup.events", O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!events)
        return failErrno(errno, "opening cgroup.events");
    VITRINE_TRY_ASSIGN(const std::string text, readAll(events.get(), "cgroup.events"));
    if (flatKey(text, key) == value)
        events.reset();
    return events;
}

Result<> removeCgroup(int parentFd, const std::string &name)
{
    // One descriptor at a time and no path: what is inside may be nested deeper than either has room for.
    std::vector<std::string> below{ name };
    UniqueFd directory(::openat(parentFd, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!directory && errno == ENOENT)
        return {};
    while (directory) {
        VITRINE_TRY_ASSIGN(std::string child, firstChild(directory.get()));
        if (!child.empty()) {
            directory.reset(::openat(directory.get(), child.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
            below.push_back(std::move(child));
            continue;
        }
        UniqueFd parent(::openat(directory.get(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        directory.reset();
        if (!parent)
            break;
        if (::unlinkat(parent.get(), below.back().c_str(), AT_REMOVEDIR) < 0 && errno != ENOENT)
            return failErrno(errno, fmt::format("removing the cgroup {}", below.back()));
        below.pop_back();
        if (below.empty())
            return {};
        directory = std::move(parent);
    }
    return failErrno(errno, fmt::format("opening the cgroup {}", below.back()));
}

} // namespace vitrine::sys
