// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/FileTargets.h"

#include "core/base/Try.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

namespace vitrine::shim {

namespace {

std::pair<std::string, std::string> splitPath(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    return { path.substr(0, slash), path.substr(slash + 1) };
}

} // namespace

Result<> makeLink(int rootFd, const std::string &path, const std::string &target)
{
    const auto [directory, name] = splitPath(path);
    VITRINE_TRY_ASSIGN(const UniqueFd parent, sys::makeDirectories(rootFd, directory));
    if (::symlinkat(target.c_str(), parent.get(), name.c_str()) < 0 && errno != EEXIST)
        return failErrno(errno, fmt::format("making the link {} inside", path));
    return {};
}

Result<> makeMissingFile(int rootFd, const std::string &directory, const plan::EtcFile &file)
{
    VITRINE_TRY_ASSIGN(const UniqueFd parent, sys::makeDirectories(rootFd, directory));
    const UniqueFd made(
        ::openat(parent.get(), file.name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!made && errno == EEXIST)
        return {};
    if (!made)
        return failErrno(errno, fmt::format("making {} inside", file.name));
    if (::write(made.get(), file.content.data(), file.content.size()) != static_cast<ssize_t>(file.content.size()))
        return failErrno(errno, fmt::format("writing {} inside", file.name));
    return {};
}

Result<UniqueFd> makeFileTarget(int rootFd, const std::string &path)
{
    if (auto made = sys::makeFile(rootFd, path); made || made.error().sysErrno != EEXIST)
        return made;
    const auto [directory, name] = splitPath(path);
    VITRINE_TRY_ASSIGN(const UniqueFd parent, sys::openInRoot(rootFd, directory, O_PATH | O_DIRECTORY));
    std::array<char, PATH_MAX> link{};
    const ssize_t size = ::readlinkat(parent.get(), name.c_str(), link.data(), link.size());
    if (size < 0)
        return failErrno(errno, fmt::format("reading the link {} inside", path));
    const std::string target(link.data(), static_cast<std::size_t>(size));
    VITRINE_TRY(sys::makeFile(rootFd, target.starts_with('/') ? target : fmt::format("{}/{}", directory, target)));
    return sys::openInRoot(rootFd, path, O_PATH);
}

} // namespace vitrine::shim
