// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/FieldAccess.h"

namespace vitrine::spec {

FieldRef limitRef(Limits &limits, FieldId id)
{
    switch (id) {
    case FieldId::Cpus:
        return &limits.cpus;
    case FieldId::CpuWeight:
        return &limits.cpuWeight;
    case FieldId::CpusetCpus:
        return &limits.cpusetCpus;
    case FieldId::Memory:
        return &limits.memoryBytes;
    case FieldId::MemoryHigh:
        return &limits.memoryHighBytes;
    case FieldId::MemorySwap:
        return &limits.memorySwapBytes;
    case FieldId::Pids:
        return &limits.pids;
    case FieldId::IoWeight:
        return &limits.ioWeight;
    case FieldId::Io:
        return &limits.io;
    default:
        return &limits.devices;
    }
}

FieldRef fieldRef(ContainerSpec &spec, FieldId id)
{
    switch (id) {
    case FieldId::Name:
        return &spec.name;
    case FieldId::Command:
        return &spec.command;
    case FieldId::Entrypoint:
        return &spec.entrypoint;
    case FieldId::RootKind:
        return &spec.root.kind;
    case FieldId::RootPath:
        return &spec.root.path;
    case FieldId::Identity:
        return &spec.identity;
    case FieldId::Network:
        return &spec.network;
    case FieldId::Cpus:
    case FieldId::CpuWeight:
    case FieldId::CpusetCpus:
    case FieldId::Memory:
    case FieldId::MemoryHigh:
    case FieldId::MemorySwap:
    case FieldId::Pids:
    case FieldId::IoWeight:
    case FieldId::Io:
    case FieldId::Devices:
        return limitRef(spec.limits, id);
    case FieldId::Mounts:
        return &spec.mounts;
    case FieldId::Env:
        return &spec.env;
    case FieldId::User:
        return &spec.user;
    case FieldId::Workdir:
        return &spec.workdir;
    case FieldId::Hostname:
        return &spec.hostname;
    case FieldId::Display:
        return &spec.desktop.display;
    case FieldId::AppId:
        return &spec.desktop.appId;
    case FieldId::Terminal:
        return &spec.terminal;
    case FieldId::OpenStdin:
        return &spec.openStdin;
    case FieldId::RemoveWhenEnded:
        return &spec.removeWhenEnded;
    case FieldId::StopTimeout:
        return &spec.stopTimeoutMs;
    case FieldId::StopSignal:
        return &spec.stopSignal;
    }
    return &spec.name;
}

} // namespace vitrine::spec
