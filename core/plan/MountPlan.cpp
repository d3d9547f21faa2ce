// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/MountPlan.h"

#include "core/ipc/Names.h"
#include "core/plan/EtcPlan.h"

#include <fmt/format.h>

#include <array>

namespace vitrine::plan {

std::vector<SystemMount> systemMountsBeforeDev()
{
    return {
        { "proc", "/proc", "proc", {}, false, true, false },
        { "sys", "/sys", "sysfs", {}, true, true, false },
        { "sys", "/sys/fs/cgroup", "cgroup2", {}, true, true, false },
    };
}

/// Without a size each would take half of the computer's memory. /tmp is given a part of it, as programs build there.
std::vector<SystemMount> systemMountsAfterDev()
{
    return {
        { "dev",
          "/dev/pts",
          "devpts",
          { { "ptmxmode", "0666" }, { "mode", "0620" }, { "gid", "5" } },
          false,
          true,
          false },
        { "dev", "/dev/shm", "tmpfs", { { "mode", "1777" }, { "size", "64m" } }, false, true, false },
        { "dev", "/dev/mqueue", "mqueue", {}, false, true, false },
        { "mounts", "/run", "tmpfs", { { "mode", "0755" }, { "size", "64m" } }, false, false, true, true },
        { "mounts", "/tmp", "tmpfs", { { "mode", "1777" }, { "size", "25%" } }, false, false, true, true },
    };
}

std::span<const std::string_view> maskedPaths()
{
    static constexpr std::array<std::string_view, 18> kPaths{
        "/proc/acpi",           "/proc/asound",        "/proc/interrupts",  "/proc/kcore",
        "/proc/keys",           "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
        "/proc/sysrq-trigger",  "/proc/timer_list",    "/proc/timer_stats", "/sys/devices/virtual/powercap",
        "/sys/firmware",        "/sys/fs/bpf",         "/sys/fs/selinux",   "/sys/kernel/debug",
        "/sys/kernel/security", "/sys/kernel/tracing",
    };
    return kPaths;
}

std::span<const std::string_view> readOnlyPaths()
{
    static constexpr std::array<std::string_view, 4> kPaths{ "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys" };
    return kPaths;
}

std::vector<UserMount> planUserMounts(const spec::ContainerSpec &spec, DisplayServer display, std::uint32_t uid)
{
    std::vector<UserMount> mounts;
    for (std::size_t i = 0; i < spec.mounts.size(); ++i) {
        const spec::Mount &mount = spec.mounts[i];
        UserMount planned;
        planned.target = mount.target;
        planned.readOnly = mount.access == spec::Access::ReadOnly;
        planned.noExec = mount.noExec;
        if (mount.kind == spec::MountKind::Tmpfs) {
            planned.sizeBytes = mount.sizeBytes.value_or(kDefaultTmpfsBytes);
            planned.mode = mount.mode.value_or(kDefaultTmpfsMode);
        } else {
            planned.source = fmt::format("{}{}", ipc::kSourceMountPrefix, i);
            planned.isVolume = mount.kind == spec::MountKind::Volume;
            planned.recursive = mount.recursive;
            planned.propagation = mount.propagation;
        }
        mounts.push_back(std::move(planned));
    }
    if (display == DisplayServer::Wayland)
        mounts.push_back(
            { ipc::kSourceDisplay, fmt::format("{}/{}", runtimeDirOf(uid), kWaylandSocketName), false, 0 });
    return mounts;
}

std::set<std::string> planMountPoints(const spec::ContainerSpec &spec)
{
    std::vector<std::string> places{ "/dev" };
    for (const auto &mounts : { systemMountsBeforeDev(), systemMountsAfterDev() }) {
        for (const SystemMount &mount : mounts)
            places.emplace_back(mount.target);
    }
    for (const EtcFile &file : planNetworkFiles({}, {}, {}))
        places.push_back("/etc/" + file.name);
    if (spec.root.kind == spec::RootKind::Host) {
        for (PrivateDirectory &directory : planPrivateDirectories(std::nullopt))
            places.push_back(std::move(directory.path));
    }
    for (const spec::Mount &mount : spec.mounts)
        places.push_back(mount.target);
    std::set<std::string> all;
    for (const std::string &place : places) {
        for (std::size_t end = 0; end != std::string::npos;) {
            end = place.find('/', end + 1);
            all.insert(place.substr(1, end == std::string::npos ? end : end - 1));
        }
    }
    return all;
}

std::vector<PrivateDirectory> planPrivateDirectories(const std::optional<Home> &home)
{
    std::vector<PrivateDirectory> directories{
        { "/dev", 0755, 0, 0 },     { "/etc", 0755, 0, 0 },     { "/home", 0755, 0, 0 },
        { "/mnt", 0755, 0, 0 },     { "/proc", 0555, 0, 0 },    { "/root", 0700, 0, 0 },
        { "/run", 0755, 0, 0 },     { "/srv", 0755, 0, 0 },     { "/sys", 0555, 0, 0 },
        { "/tmp", 01777, 0, 0 },    { "/var", 0755, 0, 0 },     { "/var/cache", 0755, 0, 0 },
        { "/var/lib", 0755, 0, 0 }, { "/var/log", 0755, 0, 0 }, { "/var/tmp", 01777, 0, 0 },
    };
    if (home)
        directories.push_back({ home->path, 0700, home->uid, home->gid });
    return directories;
}

} // namespace vitrine::plan
