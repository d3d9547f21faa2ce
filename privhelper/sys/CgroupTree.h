// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::sys {

/// The cgroups of one container: …/<id>/shim and …/<id>/payload. Inner nodes hold no processes.
struct ContainerCgroup {
    UniqueFd shim;
    UniqueFd payload;
    std::string payloadPath; ///< absolute
};

/// The subtree that holds all containers and is not the helper's own: under systemd the cgroup of the delegated unit
/// vitrine-containers.service, elsewhere /sys/fs/cgroup/vitrine.
class CgroupTree {
public:
    /// Finds or makes the subtree and enables what controllers there are. Unsupported when there is no version 2
    /// hierarchy at all; on a hybrid host the tree has no controllers and limits are refused one by one.
    static Result<CgroupTree> open();
    /// The same for a cgroup of version 2 that exists: what open() ends with, and what tests use.
    static Result<CgroupTree> openAt(const std::string &path);

    [[nodiscard]] const std::string &path() const { return m_path; } ///< absolute
    [[nodiscard]] const std::vector<std::string> &controllers() const { return m_controllers; }

    /// Names of cgroups are made from ids, never from input: InvalidName for anything but lower-case letters and
    /// digits. NameInUse when it is there already.
    Result<ContainerCgroup> create(const std::string &id);
    Result<ContainerCgroup> find(const std::string &id) const; ///< NotFound
    [[nodiscard]] std::vector<std::string> list() const; ///< ids that have a directory
    /// Whether the process is of the container's payload. NotFound when there is no such process.
    [[nodiscard]] Result<bool> holds(const std::string &id, pid_t pid) const;
    /// Kills what is inside and removes the directories; an empty descriptor says that it is done, or was absent. While
    /// processes are still ending, it is the group's cgroup.events: call again when that raises POLLPRI.
    Result<UniqueFd> destroy(const std::string &id);

    /// …/jobs/<uid>, bounded in memory and processes: for what the helper does for a user beside containers. Made when
    /// it is not there yet; Unsupported where neither can be bounded.
    Result<UniqueFd> jobs(std::uint32_t uid);
    /// Those of all users in which nothing is done any more.
    void dropJobs();

private:
    UniqueFd m_root;
    std::string m_path;
    std::vector<std::string> m_controllers;
};

/// Sets the limits of `wanted` and removes those of `current` that it lacks: all or nothing (what was changed is put
/// back on failure). Unsupported names the controller that the host lacks and what to do. Also replaces the device
/// program, which is attached for every container, even one without grants. `current` is null for a new cgroup.
Result<> applyLimits(int payloadFd, const spec::Limits *current, const spec::Limits &wanted);

/// Freezing is over when the kernel says so: an empty descriptor says that it is, otherwise it is the group's
/// cgroup.events, and this is to be called again when that raises POLLPRI. Thawing is over at once.
Result<UniqueFd> setFrozen(int payloadFd, bool frozen);
/// cgroup.kill: SIGKILL to everything inside.
Result<> killAll(int payloadFd);

} // namespace vitrine::sys
