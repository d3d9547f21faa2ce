// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace vitrine::spec {

/// One id a field that a person can set. Lists (mounts, io, devices, env) are one field; a row is named by its index.
enum class FieldId : std::uint8_t {
    Name,
    Command,
    Entrypoint,
    RootKind,
    RootPath,
    Identity,
    Network,
    Cpus,
    CpuWeight,
    CpusetCpus,
    Memory,
    MemoryHigh,
    MemorySwap,
    Pids,
    IoWeight,
    Io,
    Devices,
    Mounts,
    Env,
    User,
    Workdir,
    Hostname,
    Display,
    AppId,
    Terminal,
    OpenStdin,
    RemoveWhenEnded,
    StopTimeout,
    StopSignal,
};

enum class Section : std::uint8_t { What, Limits, Mounts, Network, Display, Security, Environment };
enum class FieldKind : std::uint8_t { Text, Words, Choice, Switch, Cores, Count, Bytes, CpuList, DurationMs, List };
enum class Applies : std::uint8_t { Now, AtNextStart, Never }; ///< Never: fixed when the container is created

/// The one description of a field: JSON, ranges, differences, command-line options and forms are made from it.
struct FieldInfo {
    FieldId id;
    std::string_view jsonKey; ///< dotted path: "limits.memoryBytes"
    std::string_view option; ///< long command-line option without dashes, as in podman run; "" when there is none
    Section section;
    FieldKind kind;
    double minimum; ///< for Cores, Count, Bytes, DurationMs; else 0
    double maximum;
    Applies applies;
    std::string_view cgroupFile; ///< "memory.max"; "" when the field is not a cgroup file
};

std::span<const FieldInfo> fields();
const FieldInfo &field(FieldId id);

} // namespace vitrine::spec
