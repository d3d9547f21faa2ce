// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/MountUsers.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/UniqueFd.h"

#include <fmt/format.h>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace vitrine::shim {

namespace {

constexpr std::size_t kMostNamed = 3;
constexpr std::size_t kMaxText = 64 * 1024;

std::string linkAt(int dirFd, const char *name)
{
    std::array<char, 256> text{};
    const ssize_t size = ::readlinkat(dirFd, name, text.data(), text.size());
    return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
}

std::string mountNumber(int dirFd, const std::string &fdInfo)
{
    return readFieldAt(dirFd, fdInfo, "mnt_id:").value_or(std::string());
}

/// Calls `found` with every name until it answers true.
bool anyEntry(int dirFd, const char *name, const std::function<bool(const char *)> &found)
{
    UniqueFd fd(::openat(dirFd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd)
        return false;
    const std::unique_ptr<DIR, int (*)(DIR *)> entries(::fdopendir(fd.get()), ::closedir);
    if (!entries)
        return false;
    (void)fd.release(); // it is the stream's now
    while (const dirent *entry = ::readdir(entries.get())) {
        if (entry->d_name[0] != '.' && found(entry->d_name))
            return true;
    }
    return false;
}

/// Looks through one process for what lies on the mount.
class Search {
public:
    Search(int processFd, const std::set<std::string, std::less<>> &mountIds)
        : m_process(processFd)
        , m_wanted(mountIds)
    {
    }

    [[nodiscard]] std::optional<std::string_view> use() const
    {
        if (isOn(m_process, "cwd"))
            return "the working directory of";
        if (isOn(m_process, "root"))
            return "the root of";
        if (isOn(m_process, "exe"))
            return "the program of";
        if (anyEntry(m_process, "fdinfo", [this](const char *fd) {
                return m_wanted.contains(mountNumber(m_process, std::string("fdinfo/") + fd));
            }))
            return "open in";
        const UniqueFd maps(::openat(m_process, "map_files", O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (maps && anyEntry(m_process, "map_files", [&](const char *map) { return isOn(maps.get(), map); }))
            return "mapped by";
        return std::nullopt;
    }

private:
    /// O_PATH asks no server of files for anything.
    [[nodiscard]] bool isOn(int dirFd, const char *link) const
    {
        const UniqueFd there(::openat(dirFd, link, O_PATH | O_CLOEXEC));
        return there && m_wanted.contains(mountNumber(AT_FDCWD, fmt::format("/proc/self/fdinfo/{}", there.get())));
    }

    int m_process;
    const std::set<std::string, std::less<>> &m_wanted;
};

std::string nameOf(int processFd)
{
    const auto name = readFileAt(processFd, "comm", kMaxText);
    const std::string pids = readFieldAt(processFd, "status", "NSpid:").value_or(std::string());
    return fmt::format("{} (process {} inside)", name ? printable(trimmed(*name)) : "a process",
                       pids.substr(pids.find_last_of(" \t") + 1));
}

} // namespace

std::string describeUsers(pid_t init, const std::vector<std::uint64_t> &mountIds)
{
    std::set<std::string, std::less<>> wanted;
    for (const std::uint64_t id : mountIds)
        wanted.insert(std::to_string(id));
    const UniqueFd processes(::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::string inside = linkAt(processes.get(), fmt::format("{}/ns/mnt", init).c_str());
    std::vector<std::string> users;
    bool areMore = false;
    anyEntry(processes.get(), ".", [&](const char *pid) {
        if (!parseNumber<int>(pid))
            return false;
        const UniqueFd process(::openat(processes.get(), pid, O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!process || linkAt(process.get(), "ns/mnt") != inside)
            return false;
        const auto use = Search(process.get(), wanted).use();
        areMore = use && users.size() == kMostNamed;
        if (use && !areMore)
            users.push_back(fmt::format("{} {}", *use, nameOf(process.get())));
        return areMore;
    });
    if (users.empty())
        return {};
    return ": " + join(users, ", ") + (areMore ? " and others" : "");
}

} // namespace vitrine::shim
