// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ContainerSpec.h"
#include "privhelper/sys/Disks.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::sys {

/// An IoLimit whose device was found.
struct DiskLimit {
    DeviceNumber disk; ///< a whole disk
    spec::IoLimit limit;
};

/// One write to one interface file. `removes`: it takes a limit away, so that a missing file is no failure.
struct LimitWrite {
    std::string controller; ///< "memory"
    std::string file; ///< "memory.max"
    std::string text; ///< "67108864", "max", "8:0 rbps=max wbps=1048576 riops=max wiops=max"
    bool removes = false;
    bool operator==(const LimitWrite &) const = default;
};

/// The writes that lead from `current` (null: a new cgroup) to `wanted`, in order. Several limits on one disk (two of
/// its partitions) become one with the stricter value of each. Pure.
std::vector<LimitWrite> planLimitWrites(const spec::Limits *current, const std::vector<DiskLimit> &currentDisks,
                                        const spec::Limits &wanted, const std::vector<DiskLimit> &wantedDisks);

/// Applies them to the files of the directory; what was changed is put back when one fails.
Result<> applyLimitWrites(int cgroupFd, const std::vector<LimitWrite> &writes);

/// How this host is set up, as far as a missing controller is concerned.
enum class CgroupHost : std::uint8_t { NotUnified, NotDelegated, KernelLacks };
/// "This computer … : what to do", for a controller of which no file is there. Pure.
std::string controllerAdvice(std::string_view controller, CgroupHost host);

} // namespace vitrine::sys
