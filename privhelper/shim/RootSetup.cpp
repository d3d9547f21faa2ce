// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/RootSetup.h"

#include "core/base/Try.h"
#include "core/plan/EnvPlan.h"
#include "core/plan/EtcPlan.h"
#include "privhelper/shim/Command.h"
#include "privhelper/shim/FileTargets.h"
#include "privhelper/shim/LayeredRoot.h"
#include "privhelper/shim/MountSeed.h"
#include "privhelper/shim/UserMounts.h"
#include "privhelper/sys/DeviceNodes.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::shim {

namespace {

constexpr int kDirectory = O_PATH | O_DIRECTORY;

} // namespace

Result<> RootSetup::assemble()
{
    m_steps.enter("rootfs");
    VITRINE_TRY(makeScratch());
    if (m_config.spec.root.kind == spec::RootKind::Host) {
        VITRINE_TRY(attachHostRoot());
        VITRINE_TRY(fillHostRoot());
    } else {
        VITRINE_TRY(attachOverlay());
    }
    for (const plan::SystemMount &mount : plan::systemMountsBeforeDev())
        VITRINE_TRY(attachSystemMount(mount));
    VITRINE_TRY(attachDev());
    for (const plan::SystemMount &mount : plan::systemMountsAfterDev())
        VITRINE_TRY(attachSystemMount(mount));
    VITRINE_TRY(hidePaths());
    return attachNetworkFiles();
}

Result<> RootSetup::makeScratch()
{
    VITRINE_TRY_ASSIGN(m_scratch, mountScratch());
    return {};
}

Result<> RootSetup::attachHostRoot()
{
    VITRINE_TRY_ASSIGN(const UniqueFd target, scratchDirectory(m_scratch.get(), "root"));
    VITRINE_TRY(sys::attachMount(m_made.root.get(), target.get()));
    m_root = std::move(m_made.root);
    return {};
}

Result<> RootSetup::attachOverlay()
{
    VITRINE_TRY_ASSIGN(m_root, mountOverlay(m_scratch.get(), m_made.lowers, m_made.layer.get()));
    VITRINE_TRY_ASSIGN(const UniqueFd target, scratchDirectory(m_scratch.get(), "root"));
    return sys::attachMount(m_root.get(), target.get());
}

Result<> RootSetup::makePrivateDirectory(const plan::PrivateDirectory &directory)
{
    if (sys::openInRoot(m_root.get(), directory.path, kDirectory))
        return {};
    VITRINE_TRY(sys::makeDirectories(m_root.get(), directory.path));
    VITRINE_TRY_ASSIGN(const UniqueFd made, sys::openInRoot(m_root.get(), directory.path, O_RDONLY | O_DIRECTORY));
    if (::fchownat(made.get(), "", directory.uid, directory.gid, AT_EMPTY_PATH) < 0
        || ::fchmod(made.get(), directory.mode) < 0)
        return failErrno(errno, fmt::format("making the directory {} inside", directory.path));
    return {};
}

Result<> RootSetup::fillHostRoot()
{
    std::optional<plan::Home> home;
    std::optional<plan::User> owner;
    if (m_config.spec.identity == spec::Identity::Me) {
        home = plan::Home{ m_config.userHome, m_config.ownerUid, m_config.ownerGid };
        owner = plan::User{ m_config.ownerUid, m_config.ownerGid, {}, m_config.userName, m_config.userHome };
    }
    for (const plan::PrivateDirectory &directory : plan::planPrivateDirectories(home))
        VITRINE_TRY(makePrivateDirectory(directory));
    for (const NamedMount &mount : m_made.shared) {
        VITRINE_TRY_ASSIGN(const UniqueFd target,
                           mount.isDirectory ? sys::makeDirectories(m_root.get(), mount.target)
                                             : sys::makeFile(m_root.get(), mount.target));
        if (auto attached = sys::attachMount(mount.mount.get(), target.get()); !attached)
            return failure(attached.error().wrap(mount.target));
    }
    m_made.shared.clear();
    for (const NamedLink &link : m_made.links)
        VITRINE_TRY(makeLink(m_root.get(), link.path, link.target));
    for (const plan::EtcFile &file : plan::planUserFiles(owner))
        VITRINE_TRY(makeMissingFile(m_root.get(), "/etc", file));
    return {};
}

Result<> RootSetup::attachSystemMount(const plan::SystemMount &mount)
{
    m_steps.enter(mount.step);
    const std::uint64_t attributes =
        sys::kNoSuidNoDev | (mount.readOnly ? MOUNT_ATTR_RDONLY : 0) | (mount.noExec ? MOUNT_ATTR_NOEXEC : 0);
    // devpts makes device nodes, and the kernel refuses to open them on a nodev mount.
    const std::uint64_t allowed = mount.type == "devpts" ? attributes & ~std::uint64_t{ MOUNT_ATTR_NODEV } : attributes;
    VITRINE_TRY_ASSIGN(const UniqueFd made, sys::newFileSystem(mount.type, mount.options, allowed));
    VITRINE_TRY_ASSIGN(const UniqueFd target,
                       sys::makeDirectories(m_root.get(), mount.target,
                                            mount.mayFollowLinks ? sys::Links::Follow : sys::Links::Refuse));
    if (mount.keepsContent) {
        if (auto seeded = seedMount(target.get(), made.get()); !seeded)
            return failure(seeded.error().wrap(fmt::format("taking over what lies in {}", mount.target)));
    }
    if (auto attached = sys::attachMount(made.get(), target.get()); !attached)
        return failure(attached.error().wrap(mount.target));
    return {};
}

Result<> RootSetup::attachDev()
{
    m_steps.enter("dev");
    VITRINE_TRY_ASSIGN(const UniqueFd target, sys::makeDirectories(m_root.get(), "/dev", sys::Links::Refuse));
    return sys::attachMount(m_made.dev.get(), target.get());
}

Result<> RootSetup::hidePath(std::string_view path, int nullFd, int emptyFd)
{
    auto target = sys::openInRoot(m_root.get(), path, O_PATH | O_NOFOLLOW, sys::Links::Refuse);
    if (!target && target.error().sysErrno == ENOENT)
        return {};
    if (!target)
        return failure(std::move(target).error());
    struct stat info { };
    if (::fstat(target->get(), &info) < 0)
        return failErrno(errno, fmt::format("looking at {} inside", path));
    VITRINE_TRY_ASSIGN(const UniqueFd cover, sys::cloneMount(S_ISDIR(info.st_mode) ? emptyFd : nullFd, ""));
    if (auto attached = sys::attachMount(cover.get(), target->get()); !attached)
        return failure(attached.error().wrap(fmt::format("hiding {}", path)));
    return {};
}

Result<> RootSetup::hidePaths()
{
    m_steps.enter("masks");
    // The node of our own /dev, checked by its number: an image's /dev/null may be anything.
    VITRINE_TRY_ASSIGN(const UniqueFd null, sys::openNull(m_made.dev.get()));
    const std::array<sys::FsOption, 2> options{ sys::FsOption{ "mode", "0555" }, sys::FsOption{ "nr_inodes", "1" } };
    VITRINE_TRY_ASSIGN(const UniqueFd empty,
                       sys::newFileSystem("tmpfs", options, sys::kNoSuidNoDev | MOUNT_ATTR_RDONLY));
    VITRINE_TRY_ASSIGN(const UniqueFd emptyPlace, scratchDirectory(m_scratch.get(), "empty"));
    VITRINE_TRY(sys::attachMount(empty.get(), emptyPlace.get()));

    for (const std::string_view path : plan::maskedPaths())
        VITRINE_TRY(hidePath(path, null.get(), empty.get()));
    for (unsigned cpu = 0;; ++cpu) {
        const std::string directory = fmt::format("/sys/devices/system/cpu/cpu{}", cpu);
        if (!sys::openInRoot(m_root.get(), directory, kDirectory, sys::Links::Refuse))
            break;
        VITRINE_TRY(hidePath(directory + "/thermal_throttle", null.get(), empty.get()));
    }
    for (const std::string_view path : plan::readOnlyPaths()) {
        const auto target = sys::openInRoot(m_root.get(), path, O_PATH | O_NOFOLLOW, sys::Links::Refuse);
        if (!target)
            continue; // this kernel has none
        VITRINE_TRY_ASSIGN(const UniqueFd cover, sys::cloneMount(target->get(), ""));
        VITRINE_TRY(sys::addAttributes(cover.get(), MOUNT_ATTR_RDONLY));
        VITRINE_TRY(sys::attachMount(cover.get(), target->get()));
    }
    return {};
}

Result<> RootSetup::attachNetworkFiles()
{
    m_steps.enter("etc");
    const std::string address = m_config.network ? m_config.network->address : std::string();
    const std::vector<std::string> nameservers =
        m_config.network ? m_config.network->nameservers : std::vector<std::string>();
    VITRINE_TRY_ASSIGN(const UniqueFd files, scratchDirectory(m_scratch.get(), "etc"));
    for (const plan::EtcFile &file : plan::planNetworkFiles(plan::hostnameOf(m_config.spec), address, nameservers)) {
        VITRINE_TRY(makeMissingFile(m_scratch.get(), "etc", file));
        VITRINE_TRY_ASSIGN(const UniqueFd target, makeFileTarget(m_root.get(), "/etc/" + file.name));
        VITRINE_TRY_ASSIGN(const UniqueFd mount, sys::cloneMount(files.get(), file.name));
        if (auto attached = sys::attachMount(mount.get(), target.get()); !attached)
            return failure(attached.error().wrap("/etc/" + file.name));
    }
    return {};
}

Result<> RootSetup::makeRuntimeDir(const plan::User &user)
{
    return makePrivateDirectory({ plan::runtimeDirOf(user.uid), 0700, user.uid, user.gid });
}

Result<> RootSetup::attachX11(const plan::User &user)
{
    m_steps.enter("mounts");
    const std::string socket(plan::kX11SocketPath);
    VITRINE_TRY(sys::makeDirectories(m_root.get(), socket.substr(0, socket.rfind('/'))));
    VITRINE_TRY_ASSIGN(const UniqueFd target, makeFileTarget(m_root.get(), socket));
    if (auto attached = sys::attachMount(m_made.x11Socket.get(), target.get()); !attached)
        return failure(attached.error().wrap(socket));
    const std::string directory = plan::runtimeDirOf(user.uid);
    VITRINE_TRY(makeMissingFile(m_root.get(), directory,
                                { std::string(plan::kX11AuthorityName), plan::planX11Authority(m_made.x11Cookie) }));
    // The directory lets nobody in but its owner, so that the file's own mode is of no weight.
    return {};
}

Result<> RootSetup::makeWorkdir()
{
    m_steps.enter("workdir");
    if (m_config.spec.root.kind != spec::RootKind::Image || m_config.spec.workdir.empty())
        return {};
    VITRINE_TRY(sys::makeDirectories(m_root.get(), m_config.spec.workdir));
    return {};
}

void RootSetup::close()
{
    m_made = HostMounts{};
    m_scratch.reset();
    m_root.reset();
}

Result<std::uint64_t> RootSetup::attachUserMount(const plan::UserMount &mount, MountTree given)
{
    m_steps.enter("mounts");
    const auto found = std::ranges::find(m_config.newVolumes, mount.source);
    const bool isNew = found != m_config.newVolumes.end();
    const std::string owner =
        isNew ? m_config.newVolumeOwners.at(static_cast<std::size_t>(found - m_config.newVolumes.begin())) : "";
    return shim::attachUserMount(m_root.get(), mount, std::move(given), [&](int target, int volume) -> Result<> {
        if (!isNew)
            return {};
        m_steps.enter("volumes");
        if (!owner.empty()) {
            VITRINE_TRY_ASSIGN(const plan::User user, lookUpUser(m_root.get(), owner, spec::Identity::Isolated, 0, 0));
            VITRINE_TRY(giveVolume(volume, user));
        }
        if (auto seeded = seedVolume(target, volume); !seeded)
            return failure(seeded.error().wrap(fmt::format("filling the new volume for {}", mount.target)));
        m_steps.enter("mounts");
        return {};
    });
}

} // namespace vitrine::shim
