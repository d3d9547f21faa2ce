// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/Sources.h"

#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/spec/Syntax.h"
#include "gui/backend/SessionDisplay.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace vitrine::gui {

namespace {

Result<UniqueFd> openPath(const std::string &path, const std::string &what, int flags)
{
    UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC));
    if (!fd)
        return failErrno(errno, fmt::format("Opening {} {}", what, path), ErrorCode::SourceNotAllowed);
    return fd;
}

/// The device a file system is mounted from, for those (btrfs) whose st_dev is not a disk's number.
Result<std::string> mountSource(const std::string &path, const std::string &number)
{
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        // proc(5): id, parent, major:minor, root, mount point, options, optional fields, "-", type, source, …
        std::istringstream words(line);
        std::string word;
        words >> word >> word >> word;
        if (word != number)
            continue;
        while (words >> word && word != "-") { }
        words >> word >> word;
        if (word.starts_with("/dev/"))
            return word;
    }
    return failure(ErrorCode::InvalidConfig,
                   fmt::format("{} is not on a disk: its file system has no device that could be limited", path));
}

Result<std::string> diskOf(const std::string &device)
{
    if (spec::isDeviceNumber(device) || device.starts_with("/dev/"))
        return device;
    const std::string path = expandHome(device);
    struct stat status { };
    if (::stat(path.c_str(), &status) != 0)
        return failErrno(errno, fmt::format("Finding the disk of {}", path), ErrorCode::NotFound);
    const std::string number = fmt::format("{}:{}", major(status.st_dev), minor(status.st_dev));
    if (major(status.st_dev) == 0)
        return mountSource(path, number);
    return number;
}

} // namespace

std::string expandHome(const std::string &path)
{
    const char *home = std::getenv("HOME");
    if (!home || path.empty() || path.front() != '~' || (path.size() > 1 && path[1] != '/'))
        return path;
    return home + path.substr(1);
}

Result<std::vector<Source>> openCreateSources(const spec::ContainerSpec &spec)
{
    std::vector<Source> sources;
    if (spec.root.kind != spec::RootKind::Tar)
        return sources;
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    VITRINE_TRY_ASSIGN(UniqueFd fd, openPath(spec.root.path, "the archive", O_RDONLY | O_NONBLOCK | O_NOCTTY));
    struct stat status { };
    if (::fstat(fd.get(), &status) != 0)
        return failErrno(errno, fmt::format("Looking at the archive {}", spec.root.path));
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::SourceNotAllowed,
                       fmt::format("{} is not a file, so it cannot be an archive", spec.root.path));
    sources.push_back({ ipc::kSourceRoot, std::move(fd) });
    return sources;
}

Result<std::vector<Source>> openStartSources(const spec::ContainerSpec &spec)
{
    std::vector<Source> sources;
    if (spec.root.kind == spec::RootKind::Folder) {
        VITRINE_TRY_ASSIGN(UniqueFd fd, openPath(spec.root.path, "the root folder", O_PATH | O_DIRECTORY));
        sources.push_back({ ipc::kSourceRoot, std::move(fd) });
    }
    for (std::size_t row = 0; row < spec.mounts.size(); ++row) {
        const spec::Mount &mount = spec.mounts[row];
        if (mount.kind != spec::MountKind::Bind)
            continue;
        VITRINE_TRY_ASSIGN(UniqueFd fd, openPath(mount.source, "what is mounted at " + mount.target + ",", O_PATH));
        sources.push_back({ fmt::format("{}{}", ipc::kSourceMountPrefix, row), std::move(fd) });
    }
    if (spec.desktop.display) {
        VITRINE_TRY_ASSIGN(std::vector<Source> display, openSessionDisplay());
        std::ranges::move(display, std::back_inserter(sources));
    }
    return sources;
}

Result<std::vector<Source>> openFilesSources(const spec::ContainerSpec &spec)
{
    std::vector<Source> sources;
    if (spec.root.kind != spec::RootKind::Folder)
        return sources;
    // The helper says what cannot be shown without it.
    if (auto fd = openPath(spec.root.path, "the root folder", O_PATH | O_DIRECTORY))
        sources.push_back({ ipc::kSourceRoot, std::move(*fd) });
    return sources;
}

Result<spec::Limits> resolveDisks(spec::Limits limits)
{
    for (spec::IoLimit &limit : limits.io) {
        VITRINE_TRY_ASSIGN(limit.device, diskOf(limit.device));
    }
    return limits;
}

Result<spec::ContainerSpec> resolvePaths(spec::ContainerSpec spec)
{
    spec.root.path = expandHome(spec.root.path);
    for (spec::Mount &mount : spec.mounts)
        mount.source = expandHome(mount.source);
    VITRINE_TRY_ASSIGN(spec.limits, resolveDisks(std::move(spec.limits)));
    return spec;
}

} // namespace vitrine::gui
