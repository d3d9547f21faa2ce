// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/spec/ContainerSpec.h"

#include <linux/bpf.h>

#include <optional>
#include <span>
#include <vector>

namespace vitrine::sys {

/// Devices that may be used: a type, a major, one minor or all of them, and what may be done.
struct DeviceGrant {
    char type = 'c'; ///< 'c' or 'b'
    unsigned major = 0;
    std::optional<unsigned> minor;
    bool read = true;
    bool write = true;
    bool mknod = false;
    bool operator==(const DeviceGrant &) const = default;
};

/// What every container may use: null, zero, full, random, urandom, tty, ptmx and the ptys; nobody may make nodes.
std::span<const DeviceGrant> minimalDevices();

/// Looks the paths up under /dev; InvalidConfig or NotFound names the one that is no device.
Result<std::vector<DeviceGrant>> resolveGrants(const std::vector<spec::DeviceRule> &rules);

/// The program for these grants: returns 1 for what they allow, 0 for the rest. Pure.
std::vector<bpf_insn> buildDeviceProgram(std::span<const DeviceGrant> grants);

/// Loads the program for minimalDevices() and `grants` and attaches it with no flags: a program attached before is
/// replaced in one step, and none can be attached below (kernel/bpf/cgroup.c). It is never detached, so that no moment
/// exists at which all devices are open. Unsupported with the reason when the host has no device programs.
Result<> attachDeviceProgram(int cgroupFd, std::span<const DeviceGrant> grants);

} // namespace vitrine::sys
