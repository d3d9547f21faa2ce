// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/shim/StoredFiles.h"

#include "core/base/Try.h"
#include "privhelper/sys/IdMaps.h"
#include "privhelper/sys/Mounts.h"

namespace vitrine::shim {

plan::IdMap mapOfStored(const plan::IdMap &container)
{
    plan::IdMap map;
    for (plan::IdMapLine line : container) {
        // An owner's id beyond the range is no id that a stored file can have.
        if (line.inside >= kStoredRange.size)
            continue;
        line.inside += kStoredRange.base;
        map.push_back(line);
    }
    return map;
}

namespace {

Result<UniqueFd> makeMapping(const Ids &ids)
{
    return sys::makeMappingNamespace(mapOfStored(ids.uids), mapOfStored(ids.gids));
}

Result<UniqueFd> mountMapped(int directoryFd, int mappingFd, std::uint64_t attributes)
{
    VITRINE_TRY_ASSIGN(UniqueFd mount, sys::cloneMount(directoryFd, ""));
    VITRINE_TRY(sys::addAttributes(mount.get(), sys::kNoSuidNoDev | attributes));
    auto mapped = sys::mapIds(mount.get(), mappingFd);
    if (!mapped && mapped.error().code == ErrorCode::Unsupported)
        return failure(Error{ ErrorCode::Unsupported, mapped.error().sysErrno,
                              "the file system on which Vitrine keeps images and volumes cannot map ids: it has to be "
                              "one that can, such as ext4, xfs or btrfs" });
    VITRINE_TRY(mapped);
    return mount;
}

} // namespace

Result<UniqueFd> mountStored(int directoryFd, const Ids &ids, std::uint64_t attributes)
{
    VITRINE_TRY_ASSIGN(const UniqueFd mapping, makeMapping(ids));
    return mountMapped(directoryFd, mapping.get(), attributes);
}

Result<std::vector<UniqueFd>> mountLayers(const std::vector<int> &directoryFds, const Ids &ids)
{
    VITRINE_TRY_ASSIGN(const UniqueFd mapping, makeMapping(ids));
    std::vector<UniqueFd> mounts;
    for (const int directoryFd : directoryFds) {
        VITRINE_TRY_ASSIGN(UniqueFd mount, mountMapped(directoryFd, mapping.get(), MOUNT_ATTR_RDONLY));
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

} // namespace vitrine::shim
