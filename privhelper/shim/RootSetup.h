// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "core/plan/MountPlan.h"
#include "privhelper/shim/ChildLink.h"
#include "privhelper/shim/HostMounts.h"
#include "privhelper/shim/MountTree.h"

#include <string>

namespace vitrine::shim {

/// Puts the root file system of a container together, in its own user and mount namespace and without any right on the
/// host: a link that an image lays leads nowhere but into the image.
class RootSetup {
public:
    RootSetup(const ShimConfig &config, HostMounts &made, Steps &steps)
        : m_config(config)
        , m_made(made)
        , m_steps(steps)
    {
    }

    /// The root with all that every container has. Steps "rootfs", "proc", "sys", "dev", "masks", "etc".
    Result<> assemble();
    /// See UserMounts.h. Step "mounts", or "volumes" while a new volume is filled.
    Result<std::uint64_t> attachUserMount(const plan::UserMount &mount, MountTree given);
    /// XDG_RUNTIME_DIR of the user under Identity::Me.
    Result<> makeRuntimeDir(const plan::User &user);
    /// The socket of the relay and the cookie, where Xlib looks for them.
    Result<> attachX11(const plan::User &user);
    /// The working directory that an image asks for, when it does not hold it.
    Result<> makeWorkdir();
    /// Lets go of all descriptors.
    void close();
    /// The new root, for pivot_root.
    [[nodiscard]] int rootFd() const { return m_root.get(); }

private:
    Result<> makeScratch();
    Result<> attachHostRoot();
    Result<> attachOverlay();
    Result<> fillHostRoot();
    Result<> makePrivateDirectory(const plan::PrivateDirectory &directory);
    Result<> attachSystemMount(const plan::SystemMount &mount);
    Result<> attachDev();
    Result<> hidePaths();
    Result<> hidePath(std::string_view path, int nullFd, int emptyFd);
    Result<> attachNetworkFiles();

    const ShimConfig &m_config;
    HostMounts &m_made;
    Steps &m_steps;
    UniqueFd m_scratch; ///< a tmpfs that goes away with the host's mounts
    UniqueFd m_root;
};

} // namespace vitrine::shim
