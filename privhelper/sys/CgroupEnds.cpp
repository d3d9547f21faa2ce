// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/CgroupEnds.h"

#include "core/base/Try.h"
#include "privhelper/sys/CgroupFs.h"

#include <fmt/format.h>

#include <dirent.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>

namespace vitrine::sys {

namespace {

/// Paths below a directory that is open, for calls that take no descriptor.
std::string pathOf(int directoryFd, const std::string &name)
{
    return fmt::format("/proc/self/fd/{}/{}", directoryFd, name);
}

} // namespace

Result<CgroupEnds> CgroupEnds::watch(int treeFd)
{
    CgroupEnds ends(treeFd);
    ends.m_inotify.reset(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!ends.m_inotify)
        return failErrno(errno, "watching cgroups");
    ends.m_treeWatch = ::inotify_add_watch(ends.fd(), pathOf(treeFd, ".").c_str(), IN_CREATE | IN_ONLYDIR);
    if (ends.m_treeWatch < 0)
        return failErrno(errno, "watching for new cgroups");
    UniqueFd own(::openat(treeFd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(own ? ::fdopendir(own.get()) : nullptr,
                                                      [](DIR *open) { return open == nullptr ? 0 : ::closedir(open); });
    if (!stream)
        return failErrno(errno, "listing cgroups");
    (void)own.release(); // the stream owns it now
    while (const dirent *entry = ::readdir(stream.get())) {
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            ends.add(entry->d_name);
    }
    return ends;
}

Result<bool> CgroupEnds::takeEnds()
{
    alignas(inotify_event) std::array<char, 4096> buffer{};
    std::set<int> changed;
    while (true) {
        const ssize_t size = ::read(fd(), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno != EAGAIN)
            return failErrno(errno, "watching cgroups");
        if (size <= 0)
            break;
        for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char *name = buffer.data() + at + sizeof event;
            at += sizeof event + event.len;
            if (event.wd == m_treeWatch && (event.mask & IN_ISDIR) != 0 && event.len > 0)
                add(name);
            else if ((event.mask & IN_IGNORED) != 0)
                m_names.erase(event.wd);
            else
                changed.insert(event.wd);
        }
    }
    bool any = false;
    for (const int watch : changed)
        any = isEmptied(watch) || any;
    return any;
}

/// One that is gone again already had its maker there to see it end.
void CgroupEnds::add(const std::string &name)
{
    const int watch = ::inotify_add_watch(fd(), pathOf(m_treeFd, name + "/cgroup.events").c_str(), IN_MODIFY);
    if (watch >= 0)
        m_names[watch] = name;
}

bool CgroupEnds::isEmptied(int watch) const
{
    const auto found = m_names.find(watch);
    if (found == m_names.end())
        return false;
    const auto events = readControlFile(m_treeFd, found->second + "/cgroup.events");
    return events && flatKey(*events, "populated") == "0";
}

} // namespace vitrine::sys
