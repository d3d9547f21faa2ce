// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/backend/Sources.h"

#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/spec/Syntax.h"
#include "gui/backend/SessionDisplay.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
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

/// Which part of a path keeps it from being opened, for the end of a sentence.
std::string refusingPart(const std::string &path, int refusal)
{
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const std::string part = path.substr(0, end);
        if (!UniqueFd(::open(part.c_str(), O_PATH | O_CLOEXEC)) && errno == refusal) {
            const std::string folder = part.substr(0, std::max<std::size_t>(part.rfind('/'), 1));
            if (refusal == EACCES)
                return fmt::format(" (you may not enter {})", folder);
            return part == path ? std::string() : fmt::format(" (there is no {})", part);
        }
        if (end == std::string::npos)
            return {};
    }
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

Result<Source> openMountSource(const spec::Mount &mount, std::size_t row)
{
    auto fd = openPath(mount.source, "what is mounted at " + mount.target + ",", O_PATH);
    if (!fd) {
        Error error = fd.error();
        error.what += refusingPart(mount.source, error.sysErrno);
        return failure(std::move(error));
    }
    return Source{ fmt::format("{}{}", ipc::kSourceMountPrefix, row), std::move(*fd) };
}

TrialSources openTrialSources(const spec::ContainerSpec &spec)
{
    TrialSources opened;
    for (std::size_t row = 0; row < spec.mounts.size(); ++row) {
        spec::Mount mount = spec.mounts[row];
        mount.source = expandHome(mount.source);
        if (mount.kind != spec::MountKind::Bind || !mount.source.starts_with('/'))
            continue;
        if (auto source = openMountSource(mount, row)) {
            opened.sources.push_back(std::move(*source));
        } else {
            spec::MountVerdict verdict;
            verdict.row = row;
            verdict.sysErrno = source.error().sysErrno;
            verdict.reason = ::strerrordesc_np(verdict.sysErrno) + refusingPart(mount.source, verdict.sysErrno);
            opened.refused.push_back(std::move(verdict));
        }
    }
    return opened;
}

Result<std::vector<Source>> openStartSources(const spec::ContainerSpec &spec)
{
    std::vector<Source> sources;
    if (spec.root.kind == spec::RootKind::Folder) {
        VITRINE_TRY_ASSIGN(UniqueFd fd, openPath(spec.root.path, "the root folder", O_PATH | O_DIRECTORY));
        sources.push_back({ ipc::kSourceRoot, std::move(fd) });
    }
    for (std::size_t row = 0; row < spec.mounts.size(); ++row) {
        if (spec.mounts[row].kind != spec::MountKind::Bind)
            continue;
        VITRINE_TRY_ASSIGN(Source source, openMountSource(spec.mounts[row], row));
        sources.push_back(std::move(source));
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
    if (spec.root.kind != spec::RootKind::Image)
        spec.root.path = expandHome(spec.root.path);
    for (spec::Mount &mount : spec.mounts)
        mount.source = expandHome(mount.source);
    VITRINE_TRY_ASSIGN(spec.limits, resolveDisks(std::move(spec.limits)));
    return spec;
}

} // namespace vitrine::gui
