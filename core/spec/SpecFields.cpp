// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/SpecFields.h"

#include <array>

namespace vitrine::spec {

namespace {

using enum FieldId;
using enum FieldKind;
using enum Applies;
using S = Section;

constexpr double kMaxCpus = 8192;
constexpr double kMaxWeight = 10'000;
constexpr double kMinMemory = 1024.0 * 1024;
constexpr double kMaxBytes = 1024.0 * 1024 * 1024 * 1024 * 1024;
constexpr double kMaxPids = 4'194'304; // PID_MAX_LIMIT of the kernel
constexpr double kMaxStopMs = 24.0 * 3600 * 1000;

constexpr auto kFields = std::to_array<FieldInfo>({
    { Name, "name", "name", S::What, Text, 0, 0, Now, "" },
    { Command, "command", "", S::What, Words, 0, 0, AtNextStart, "" },
    { Entrypoint, "entrypoint", "entrypoint", S::What, Words, 0, 0, Never, "" },
    { RootKind, "root.kind", "", S::What, Choice, 0, 0, Never, "" },
    { RootPath, "root.path", "rootfs", S::What, Text, 0, 0, Never, "" },
    { Identity, "identity", "identity", S::Security, Choice, 0, 0, Never, "" },
    { Network, "network", "network", S::Network, Choice, 0, 0, AtNextStart, "" },
    { Cpus, "limits.cpus", "cpus", S::Limits, Cores, 0.01, kMaxCpus, Now, "cpu.max" },
    { CpuWeight, "limits.cpuWeight", "cpu-weight", S::Limits, Count, 1, kMaxWeight, Now, "cpu.weight" },
    { CpusetCpus, "limits.cpusetCpus", "cpuset-cpus", S::Limits, CpuList, 0, 0, Now, "cpuset.cpus" },
    { Memory, "limits.memoryBytes", "memory", S::Limits, Bytes, kMinMemory, kMaxBytes, Now, "memory.max" },
    { MemoryHigh, "limits.memoryHighBytes", "memory-high", S::Limits, Bytes, kMinMemory, kMaxBytes, Now,
      "memory.high" },
    { MemorySwap, "limits.memorySwapBytes", "memory-swap-max", S::Limits, Bytes, 0, kMaxBytes, Now, "memory.swap.max" },
    { Pids, "limits.pids", "pids-limit", S::Limits, Count, 1, kMaxPids, Now, "pids.max" },
    { IoWeight, "limits.ioWeight", "io-weight", S::Limits, Count, 1, kMaxWeight, Now, "io.weight" },
    { Io, "limits.io", "device-read-bps", S::Limits, List, 0, 0, Now, "io.max" },
    { Devices, "limits.devices", "device", S::Security, List, 0, 0, Now, "" },
    { Mounts, "mounts", "volume", S::Mounts, List, 0, 0, AtNextStart, "" },
    { Env, "env", "env", S::Environment, List, 0, 0, AtNextStart, "" },
    { User, "user", "user", S::Environment, Text, 0, 0, AtNextStart, "" },
    { Workdir, "workdir", "workdir", S::Environment, Text, 0, 0, AtNextStart, "" },
    { Hostname, "hostname", "hostname", S::Network, Text, 0, 0, AtNextStart, "" },
    { Display, "desktop.display", "display", S::Display, Switch, 0, 0, AtNextStart, "" },
    { AppId, "desktop.appId", "app-id", S::Display, Text, 0, 0, AtNextStart, "" },
    { Terminal, "terminal", "tty", S::Environment, Switch, 0, 0, AtNextStart, "" },
    { OpenStdin, "openStdin", "interactive", S::Environment, Switch, 0, 0, AtNextStart, "" },
    { RemoveWhenEnded, "removeWhenEnded", "rm", S::What, Switch, 0, 0, Now, "" },
    { StopTimeout, "stopTimeoutMs", "stop-timeout", S::What, DurationMs, 0, kMaxStopMs, Now, "" },
    { StopSignal, "stopSignal", "stop-signal", S::What, Text, 0, 0, Now, "" },
});

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        if (static_cast<std::size_t>(kFields[i].id) != i)
            return false;
    }
    return kFields.size() == static_cast<std::size_t>(StopSignal) + 1;
}
static_assert(isInOrder(), "field() finds a line by the number of its id");

} // namespace

std::span<const FieldInfo> fields()
{
    return kFields;
}

const FieldInfo &field(FieldId id)
{
    return kFields[static_cast<std::size_t>(id)];
}

} // namespace vitrine::spec
