// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/cgroup/CgroupSample.h"

#include <array>
#include <map>
#include <string>

namespace vitrine::cgroup {

/// Reads one cgroup again and again: the directory and each file are opened once, then only pread.
/// The root is a parameter, so that tests read trees of plain files.
class CgroupReader {
public:
    /// `interfaceStatistics` is /sys/class/net/NAME/statistics, or "" without a network; `blockDevices` says which
    /// devices lie on others.
    static Result<CgroupReader> open(const std::string &directory, const std::string &interfaceStatistics = {},
                                     std::string blockDevices = "/sys/dev/block");

    /// NotFound when the cgroup is gone. A file that is missing or does not parse leaves its fields unset.
    Result<CgroupSample> read();

    static constexpr std::size_t kFileCount = 18;
    /// A file that is missing is looked for again after so many reads: a controller may be enabled later, but each look
    /// costs more than reading a file that is there.
    static constexpr unsigned kLookAgainEvery = 120;

private:
    /// Where a device stands in a stack of devices.
    enum class Layer : std::uint8_t {
        Bottom, ///< lies on no other
        Middle, ///< lies on another, and one lies on it
        Top, ///< lies on another
    };

    CgroupReader() = default;
    Layer layerOf(const std::string &device);
    void sortStacks(std::vector<IoStat> &io);

    std::string m_blockDevices;
    std::map<std::string, Layer> m_layers; ///< by device, looked up once
    UniqueFd m_directory;
    UniqueFd m_netStatistics;
    std::array<UniqueFd, kFileCount> m_files;
    std::array<UniqueFd, 2> m_netFiles;
    std::uint64_t m_inode = 0;
    unsigned m_reads = 0;
};

} // namespace vitrine::cgroup
