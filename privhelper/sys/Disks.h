// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::sys {

struct DeviceNumber {
    unsigned major = 0;
    unsigned minor = 0;
    auto operator<=>(const DeviceNumber &) const = default;
};

/// "8:0", as io.max and /sys/dev/block name a device.
std::optional<DeviceNumber> parseDeviceNumber(std::string_view text);
std::string deviceNumberText(DeviceNumber device);

/// What a node under /dev is. Found beneath /dev alone, without crossing into the file systems mounted there, which
/// others may write to (/dev/shm): the text comes from a caller.
struct DeviceNode {
    char type = 'c'; ///< 'c' or 'b'
    DeviceNumber number;
};
/// InvalidConfig for any path that is not under /dev, NotFound, or InvalidConfig for what is not a device.
Result<DeviceNode> deviceNode(const std::string &path);

/// The whole disk of a partition, and itself for anything else (disk, dm, loop). NotFound when there is no such device.
/// `sysRoot` is /sys but for tests.
Result<DeviceNumber> wholeDisk(DeviceNumber device, const std::string &sysRoot = "/sys");

/// What IoLimit::device names: "8:2" or a node under /dev, as the number of the whole disk. Root opens no other path;
/// a path on a disk is turned into "major:minor" by the front end, under the user's own rights.
Result<DeviceNumber> limitedDisk(const std::string &device, const std::string &sysRoot = "/sys");

struct WholeDisk {
    std::string name; ///< "vda"
    DeviceNumber number;
    bool operator==(const WholeDisk &) const = default;
};
/// Disks that have a size, by name; without loop devices, RAM disks and optical drives.
std::vector<WholeDisk> wholeDisks(const std::string &sysRoot = "/sys");

} // namespace vitrine::sys
