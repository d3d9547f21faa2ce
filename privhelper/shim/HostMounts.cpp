// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/HostMounts.h"

#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/plan/EtcPlan.h"
#include "privhelper/shim/BindMounts.h"
#include "privhelper/shim/StoredFiles.h"
#include "privhelper/sys/DeviceNodes.h"
#include "privhelper/sys/Mounts.h"
#include "privhelper/sys/SafePath.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>

namespace vitrine::shim {

namespace {

constexpr std::uint64_t kShared = MOUNT_ATTR_RDONLY | sys::kNoSuidNoDev;

/// A directory below the state directory that belongs to root inside.
Result<UniqueFd> ownDirectory(int parentFd, const char *name, const Ids &ids)
{
    if (::mkdirat(parentFd, name, 0755) < 0 && errno != EEXIST)
        return failErrno(errno, fmt::format("making the container's directory \"{}\"", name));
    VITRINE_TRY_ASSIGN(UniqueFd directory, sys::openPlain(parentFd, name, O_RDONLY | O_DIRECTORY));
    struct stat info { };
    if (::fstat(directory.get(), &info) < 0)
        return failErrno(errno, fmt::format("looking at the container's directory \"{}\"", name));
    if (info.st_uid == ids.rootUid && info.st_gid == ids.rootGid)
        return directory;
    if (::fchownat(directory.get(), "", ids.rootUid, ids.rootGid, AT_EMPTY_PATH) < 0)
        return failErrno(errno, fmt::format("giving the directory \"{}\" to the container", name));
    return directory;
}

/// Shows `name` below `dirFd` inside as it is on the host: a link as a link, anything else read-only. What the host
/// lacks is passed over.
Result<> share(HostMounts &made, int dirFd, const std::string &name, const std::string &target)
{
    struct stat info { };
    if (::fstatat(dirFd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) < 0) {
        if (errno == ENOENT)
            return {};
        return failErrno(errno, fmt::format("looking at {} of the host", target));
    }
    if (S_ISLNK(info.st_mode)) {
        std::array<char, PATH_MAX> link{};
        const ssize_t size = ::readlinkat(dirFd, name.c_str(), link.data(), link.size());
        if (size < 0)
            return failErrno(errno, fmt::format("reading the link {} of the host", target));
        made.links.push_back({ target, std::string(link.data(), static_cast<std::size_t>(size)) });
        return {};
    }
    if (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode))
        return {};
    auto mount = sys::cloneMount(dirFd, name);
    if (!mount)
        return failure(mount.error().wrap(fmt::format("sharing {}", target)));
    VITRINE_TRY(sys::addAttributes(mount->get(), kShared));
    made.shared.push_back({ target, std::move(*mount), S_ISDIR(info.st_mode) });
    return {};
}

Result<> makeHostRoot(HostMounts &made, const Ids &ids, int stateDirFd)
{
    VITRINE_TRY_ASSIGN(const UniqueFd writable, ownDirectory(stateDirFd, "writable", ids));
    VITRINE_TRY_ASSIGN(made.root, sys::cloneMount(writable.get(), ""));
    VITRINE_TRY(sys::addAttributes(made.root.get(), sys::kNoSuidNoDev));

    VITRINE_TRY_ASSIGN(const UniqueFd host, sys::openPlain(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
    for (const char *name : { "usr", "opt", "bin", "sbin", "lib", "lib32", "lib64", "libx32" })
        VITRINE_TRY(share(made, host.get(), name, fmt::format("/{}", name)));
    VITRINE_TRY_ASSIGN(const UniqueFd etc, sys::openPlain(AT_FDCWD, "/etc", O_PATH | O_DIRECTORY));
    for (const std::string_view name : plan::sharedEtcEntries())
        VITRINE_TRY(share(made, etc.get(), std::string(name), fmt::format("/etc/{}", name)));
    return {};
}

Result<UniqueFd> mountUnpacked(int stateDirFd)
{
    VITRINE_TRY_ASSIGN(const UniqueFd unpacked, sys::openPlain(stateDirFd, "rootfs", O_PATH | O_DIRECTORY));
    VITRINE_TRY_ASSIGN(UniqueFd mount, sys::cloneMount(unpacked.get(), ""));
    VITRINE_TRY(sys::addAttributes(mount.get(), kShared));
    return mount;
}

Result<std::vector<UniqueFd>> makeLowerLayers(const ShimConfig &config, const Ids &ids, int stateDirFd)
{
    if (config.spec.root.kind == spec::RootKind::Image) {
        std::vector<int> layers;
        for (std::uint32_t i = 0; i < config.layerCount; ++i)
            layers.push_back(kFirstSourceFd + static_cast<int>(config.sources.size() + i));
        return mountLayers(layers, ids);
    }
    std::vector<UniqueFd> lowers;
    if (config.spec.root.kind == spec::RootKind::Folder) {
        const int source = sourceFd(config, ipc::kSourceRoot);
        if (source < 0)
            return failure(ErrorCode::SourceNotAllowed, "the folder for the root was not given");
        plan::UserMount asRoot;
        asRoot.readOnly = true; // alone: a layer does not show what is mounted on it
        VITRINE_TRY_ASSIGN(MountTree folder, makeBindMount(config, ids, source, asRoot, plan::User{}));
        lowers.push_back(std::move(folder.top));
    } else {
        VITRINE_TRY_ASSIGN(UniqueFd unpacked, mountUnpacked(stateDirFd));
        lowers.push_back(std::move(unpacked));
    }
    return lowers;
}

Result<> makeLayeredRoot(HostMounts &made, const ShimConfig &config, const Ids &ids, int stateDirFd)
{
    VITRINE_TRY_ASSIGN(made.lowers, makeLowerLayers(config, ids, stateDirFd));
    if (made.lowers.empty())
        return failure(ErrorCode::InvalidConfig, "the image has no layers");
    // Not id-mapped: overlayfs cannot make its work directory on an id-mapped upper layer and turns read-only silently.
    VITRINE_TRY_ASSIGN(const UniqueFd overlay, ownDirectory(stateDirFd, "overlay", ids));
    VITRINE_TRY(ownDirectory(overlay.get(), "upper", ids));
    VITRINE_TRY(ownDirectory(overlay.get(), "work", ids));
    VITRINE_TRY_ASSIGN(made.layer, sys::cloneMount(overlay.get(), ""));
    return sys::addAttributes(made.layer.get(), sys::kNoSuidNoDev);
}

} // namespace

Result<Ids> planIds(spec::Identity identity, const IdRange &range, std::uint32_t ownerUid, std::uint32_t ownerGid)
{
    constexpr std::uint32_t kSize = 65'536;
    if (range.size != kSize || range.base < kSize || range.base > UINT32_MAX - 2 * kSize)
        return failure(ErrorCode::RangeInvalid,
                       fmt::format("{} ids from {} on are no range for a container", range.size, range.base));
    if (identity == spec::Identity::Me && (ownerUid == 0 || ownerGid == 0))
        return failure(ErrorCode::RangeInvalid, "root of the host cannot be itself in a container");
    const auto overlaps = [&](std::uint32_t id) { return id >= range.base && id - range.base < range.size; };
    if (overlaps(ownerUid) || overlaps(ownerGid))
        return failure(ErrorCode::RangeInvalid, "the ids of the container are those of its owner");
    Ids ids;
    ids.uids = plan::planIdMap(identity, range.base, range.size, ownerUid);
    ids.gids = plan::planIdMap(identity, range.base, range.size, ownerGid);
    ids.rootUid = range.base;
    ids.rootGid = range.base;
    return ids;
}

Result<HostMounts> makeRootMounts(const ShimConfig &config, const Ids &ids, int stateDirFd)
{
    HostMounts made;
    if (config.spec.root.kind == spec::RootKind::Host)
        VITRINE_TRY(makeHostRoot(made, ids, stateDirFd));
    else
        VITRINE_TRY(makeLayeredRoot(made, config, ids, stateDirFd));
    return made;
}

Result<HostMounts> makeHostMounts(const ShimConfig &config, const Ids &ids, int stateDirFd, Steps &steps)
{
    steps.enter("rootfs");
    VITRINE_TRY_ASSIGN(HostMounts made, makeRootMounts(config, ids, stateDirFd));
    steps.enter("dev");
    VITRINE_TRY_ASSIGN(made.dev, sys::makeDev(ids.rootUid, ids.rootGid, config.spec.limits.devices));
    return made;
}

int sourceFd(const ShimConfig &config, const std::string &key)
{
    const auto found = std::ranges::find(config.sources, key);
    return found == config.sources.end() ? -1 : kFirstSourceFd + static_cast<int>(found - config.sources.begin());
}

} // namespace vitrine::shim
