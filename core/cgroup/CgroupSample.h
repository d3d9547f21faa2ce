// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::cgroup {

using Counter = std::optional<std::uint64_t>;

/// A limit file: unset when the file is missing, otherwise a value or "max".
struct LimitValue {
    bool isMax = true;
    std::uint64_t value = 0;
    bool operator==(const LimitValue &) const = default;
};

/// One line of io.stat: bytes and operations since the cgroup was made.
struct IoStat {
    std::string device; ///< "254:0"
    std::uint64_t readBytes = 0, writeBytes = 0, readOps = 0, writeOps = 0;
    bool isStacked = false; ///< lies on other devices (LUKS, LVM, RAID), which may have a line for the same bytes
    bool operator==(const IoStat &) const = default;
};

/// Pressure stall information: share of the last 10 s in per cent, and the total stall in microseconds.
struct Pressure {
    double someAvg10 = 0, fullAvg10 = 0;
    std::uint64_t someTotalUs = 0, fullTotalUs = 0;
    bool operator==(const Pressure &) const = default;
};

/// One reading of a cgroup version 2 directory. Every field is optional: a controller may be absent.
/// Names and units are those of Documentation/admin-guide/cgroup-v2.rst.
struct CgroupSample {
    std::chrono::steady_clock::time_point at;
    std::uint64_t inode = 0; ///< of the directory: another inode is another cgroup
    Counter cpuUsageUs, nrPeriods, nrThrottled; ///< cpu.stat
    std::optional<LimitValue> cpuMaxQuotaUs; ///< cpu.max, first word
    Counter cpuMaxPeriodUs, cpuWeight;
    std::optional<std::string> cpusetCpus; ///< cpuset.cpus.effective
    Counter memoryCurrent, memorySwapCurrent; ///< bytes
    Counter memoryFile, memoryKernel, memoryInactiveFile; ///< memory.stat, bytes
    std::optional<LimitValue> memoryMax, memoryHigh, memorySwapMax;
    Counter memoryEventsHigh, memoryEventsOomKill; ///< memory.events
    Counter pidsCurrent, pidsEventsMax;
    std::optional<LimitValue> pidsMax;
    std::optional<std::vector<IoStat>> io;
    std::optional<Pressure> cpuPressure, memoryPressure, ioPressure;
    Counter netReceivedBytes, netSentBytes; ///< of the container: host-side tx and rx of its veth
};

} // namespace vitrine::cgroup
