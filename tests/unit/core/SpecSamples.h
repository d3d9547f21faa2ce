// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"

namespace vitrine::test {

/// The least that may start.
inline spec::ContainerSpec smallSpec()
{
    spec::ContainerSpec spec;
    spec.name = "web";
    spec.command = { "sh", "-c", "echo \"$HOME\"" };
    return spec;
}

/// Every field has a value of its own, all of them good.
inline spec::ContainerSpec fullSpec()
{
    spec::ContainerSpec spec = smallSpec();
    spec.root = { spec::RootKind::Image, "localhost:5000/team/web:1" };
    spec.entrypoint = { "/entry point", "-x" };
    spec.identity = spec::Identity::Me;
    spec.network = spec::NetworkKind::Private;
    spec.limits.cpus = 1.5;
    spec.limits.cpuWeight = 300;
    spec.limits.cpusetCpus = "0-2,5";
    spec.limits.memoryBytes = 67'108'864;
    spec.limits.memoryHighBytes = 50'000'001;
    spec.limits.memorySwapBytes = 0;
    spec.limits.pids = 32;
    spec.limits.ioWeight = 50;
    spec.limits.io = { { "/dev/vda", 1'048'576, std::nullopt, 100, std::nullopt },
                       { "8:0", std::nullopt, 2'000'000, std::nullopt, 7 } };
    spec.limits.devices = { { "/dev/fuse", true, true, false }, { "/dev/snd/timer", true, false, true } };
    spec.mounts = { { spec::MountKind::Bind, "/home/anna/it's here", "/data", spec::Access::ReadOnly, std::nullopt,
                      true },
                    { spec::MountKind::Bind, "/home/anna", "/home/anna", spec::Access::ReadWrite, std::nullopt },
                    { spec::MountKind::Volume, "pgdata", "/var/lib/pg", spec::Access::ReadWrite, std::nullopt },
                    { spec::MountKind::Tmpfs, "", "/scratch", spec::Access::ReadWrite, 1'048'576 } };
    spec.mounts[0].propagation = spec::Propagation::Slave;
    spec.mounts[0].noExec = true;
    spec.mounts[2].noCopy = true;
    spec.mounts[3].mode = 0700;
    spec.env = { { "LANG", "de_DE.UTF-8" }, { "EMPTY", "" }, { "EQUATION", "a=b\nc" } };
    spec.user = "www-data:www-data";
    spec.workdir = "/data";
    spec.hostname = "web.example";
    spec.desktop.appId = "org.example.App";
    spec.terminal = true;
    spec.openStdin = true;
    spec.removeWhenEnded = true;
    spec.stopTimeoutMs = 2500;
    spec.stopSignal = "QUIT";
    return spec;
}

} // namespace vitrine::test
