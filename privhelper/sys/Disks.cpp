// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/sys/Disks.h"

#include "core/base/Try.h"
#include "core/base/UniqueFd.h"
#include "privhelper/sys/CgroupFs.h"

#include <fmt/format.h>

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>

namespace vitrine::sys {

std::optional<DeviceNumber> parseDeviceNumber(std::string_view text)
{
    DeviceNumber device;
    const char *const last = text.data() + text.size();
    const auto [colon, majorError] = std::from_chars(text.data(), last, device.major);
    if (majorError != std::errc() || colon == last || *colon != ':')
        return std::nullopt;
    const auto [end, minorError] = std::from_chars(colon + 1, last, device.minor);
    if (minorError != std::errc() || end != last)
        return std::nullopt;
    return device;
}

std::string deviceNumberText(DeviceNumber device)
{
    return fmt::format("{}:{}", device.major, device.minor);
}

Result<DeviceNode> deviceNode(const std::string &path)
{
    constexpr std::string_view kPrefix = "/dev/";
    if (!path.starts_with(kPrefix) || path.size() == kPrefix.size())
        return failure(ErrorCode::InvalidConfig, fmt::format("\"{}\" is not a device under /dev", path));
    const UniqueFd dev(::open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!dev)
        return failErrno(errno, "opening /dev");
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    const UniqueFd node(
        static_cast<int>(::syscall(SYS_openat2, dev.get(), path.c_str() + kPrefix.size(), &how, sizeof how)));
    if (!node)
        return failErrno(errno, fmt::format("finding the device {}", path),
                         errno == ENOENT ? ErrorCode::NotFound : ErrorCode::InvalidConfig);
    struct stat info { };
    if (::fstat(node.get(), &info) < 0)
        return failErrno(errno, fmt::format("looking at {}", path));
    if (!S_ISCHR(info.st_mode) && !S_ISBLK(info.st_mode))
        return failure(ErrorCode::InvalidConfig, fmt::format("{} is not a device", path));
    return DeviceNode{ S_ISBLK(info.st_mode) ? 'b' : 'c', { major(info.st_rdev), minor(info.st_rdev) } };
}

Result<DeviceNumber> wholeDisk(DeviceNumber device, const std::string &sysRoot)
{
    const std::string path = fmt::format("{}/dev/block/{}", sysRoot, deviceNumberText(device));
    const UniqueFd directory(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory)
        return failure(ErrorCode::NotFound,
                       fmt::format("finding the disk {}: no such block device", deviceNumberText(device)));
    if (::faccessat(directory.get(), "partition", F_OK, 0) < 0)
        return device;
    const UniqueFd parent(::openat(directory.get(), "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!parent)
        return failErrno(errno, fmt::format("opening the disk of {}", path));
    VITRINE_TRY_ASSIGN(const std::string text, readControlFile(parent.get(), "dev"));
    const auto disk = parseDeviceNumber(text);
    if (!disk)
        return failure(ErrorCode::System,
                       fmt::format("finding the disk of {}: \"{}\" is no device number", path, text));
    return *disk;
}

Result<DeviceNumber> limitedDisk(const std::string &device, const std::string &sysRoot)
{
    if (const auto number = parseDeviceNumber(device))
        return wholeDisk(*number, sysRoot);
    VITRINE_TRY_ASSIGN(const DeviceNode node, deviceNode(device));
    if (node.type != 'b')
        return failure(ErrorCode::InvalidConfig, fmt::format("{} is not a disk", device));
    return wholeDisk(node.number, sysRoot);
}

std::vector<WholeDisk> wholeDisks(const std::string &sysRoot)
{
    constexpr std::array<std::string_view, 6> kNoDisks{ "loop", "ram", "zram", "sr", "fd", "nbd" };
    std::vector<WholeDisk> disks;
    const std::string path = sysRoot + "/block";
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(::opendir(path.c_str()), &::closedir);
    if (!stream)
        return disks;
    while (const dirent *entry = ::readdir(stream.get())) {
        const std::string name = entry->d_name;
        if (name.starts_with('.')
            || std::ranges::any_of(kNoDisks, [&](auto prefix) { return name.starts_with(prefix); }))
            continue;
        const UniqueFd disk(::openat(::dirfd(stream.get()), name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        const auto size = readControlFile(disk.get(), "size");
        const auto number = parseDeviceNumber(readControlFile(disk.get(), "dev").value_or(""));
        if (size && *size != "0" && number)
            disks.push_back({ name, *number });
    }
    std::ranges::sort(disks, {}, &WholeDisk::name);
    return disks;
}

} // namespace vitrine::sys
