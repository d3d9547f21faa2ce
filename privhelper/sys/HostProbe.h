// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cgroup/CgroupMode.h"
#include "core/ipc/SystemReport.h"
#include "privhelper/sys/CgroupTree.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::sys {

/// What only the helper's daemon knows.
struct ProbeFacts {
    std::string treeProblem; ///< why there is no CgroupTree; "" when there is one
    std::string helperDetail = "ready";
    ipc::ItemStatus polkitStatus = ipc::ItemStatus::Ok;
    std::string polkitDetail; ///< "polkit answers"
    std::string polkitAdvice;
    std::uint32_t idRanges = 0; ///< how many containers the pool of ids has room for
};

/// What this computer offers to containers and what it lacks, in the order of This Computer. `tree` is null when there
/// is none.
ipc::SystemReport probeHost(const CgroupTree *tree, const ProbeFacts &facts);

// The parts that decide, pure.

/// `controllers` are those that the tree hands down.
ipc::ReportItem cgroupItem(const cgroup::CgroupMounts &mounts, const std::vector<std::string> &controllers,
                           const std::string &treeProblem);
/// `limits` has the content of each file in /proc/sys/user by the namespace's name ("user", "15000").
ipc::ReportItem namespaceItem(const std::vector<std::pair<std::string, std::string>> &limits);
/// `release` as uname(2) gives it.
ipc::ReportItem layerItem(std::string_view release, bool hasOverlay);
/// `droppers` as forwardDroppers() gives them; `hasDocker`: docker's bridge is there.
ipc::ReportItem networkItem(const Result<std::vector<std::string>> &droppers, bool hasDocker);

struct MountedDisk {
    ipc::Disk disk;
    std::string fileSystem; ///< of disk.mountedOn
};
/// Whole disks, each with the mount on it that is nearest to /.
std::vector<MountedDisk> mountedDisks(std::string_view mountinfo, const std::string &sysRoot = "/sys");
ipc::ReportItem diskItem(const std::vector<MountedDisk> &disks);

} // namespace vitrine::sys
