// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/StrictJson.h"
#include "core/spec/SpecFields.h"

namespace vitrine::spec {

// The names that stand in JSON and on the command line.
inline constexpr EnumName<RootKind> kRootKindNames[]{
    { RootKind::Host, "host" },
    { RootKind::Folder, "folder" },
    { RootKind::Tar, "tar" },
    { RootKind::Image, "image" },
};
inline constexpr EnumName<Identity> kIdentityNames[]{
    { Identity::Isolated, "isolated" },
    { Identity::Me, "me" },
};
inline constexpr EnumName<NetworkKind> kNetworkNames[]{
    { NetworkKind::None, "none" },
    { NetworkKind::Private, "private" },
};
inline constexpr EnumName<MountKind> kMountKindNames[]{
    { MountKind::Bind, "bind" },
    { MountKind::Tmpfs, "tmpfs" },
    { MountKind::Volume, "volume" },
};
inline constexpr EnumName<Access> kAccessNames[]{
    { Access::ReadWrite, "readWrite" },
    { Access::ReadOnly, "readOnly" },
};
inline constexpr EnumName<Applies> kAppliesNames[]{
    { Applies::Now, "now" },
    { Applies::AtNextStart, "next-start" },
    { Applies::Never, "never" },
};
inline constexpr EnumName<Propagation> kPropagationNames[]{
    { Propagation::Private, "private" },
    { Propagation::Slave, "slave" },
};

} // namespace vitrine::spec
