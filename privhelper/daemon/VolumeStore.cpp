// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/daemon/VolumeStore.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Try.h"
#include "privhelper/daemon/Directory.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/RandomId.h"
#include "privhelper/daemon/Record.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>

namespace vitrine::daemon {

namespace {

constexpr const char *kRecordFile = "volume.json";
constexpr const char *kData = "data";
constexpr const char *kReplacement = "data.new";
constexpr std::size_t kMaxRecord = 64 * 1024;

VolumeStore::Place placeOf(const VolumeRecord &record)
{
    return { record.ownerUid, record.id };
}

Result<> makePrivate(int dirFd, const std::string &name)
{
    if (::mkdirat(dirFd, name.c_str(), 0700) != 0)
        return failErrno(errno, "making the directory of a volume");
    return {};
}

} // namespace

Result<VolumeStore> VolumeStore::open(const std::string &stateDir, HostResources &host, int trashFd, int quarantineFd)
{
    VolumeStore store(host);
    VITRINE_TRY_ASSIGN(const UniqueFd state, openPrivateDirectoryAt(AT_FDCWD, stateDir));
    VITRINE_TRY_ASSIGN(store.m_volumes, openPrivateDirectoryAt(state.get(), "volumes"));
    store.m_trashFd = trashFd;
    store.m_quarantineFd = quarantineFd;
    return store;
}

std::vector<VolumeStore::Place> VolumeStore::places() const
{
    std::vector<Place> found;
    for (const std::string &user : listDirectory(m_volumes.get())) {
        const auto uid = parseNumber<std::uint32_t>(user);
        const auto directory = openDirectoryAt(m_volumes.get(), user);
        if (!uid || !directory)
            continue;
        for (std::string &id : listDirectory(directory->get())) {
            if (isValidId(id))
                found.push_back({ *uid, std::move(id) });
        }
    }
    return found;
}

Result<UniqueFd> VolumeStore::openUser(std::uint32_t uid) const
{
    return openPrivateDirectoryAt(m_volumes.get(), fmt::format("{}", uid));
}

Result<UniqueFd> VolumeStore::openVolume(const Place &place) const
{
    if (!isValidId(place.id))
        return failure(ErrorCode::StateCorrupt, "a volume's id is not of the right form");
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(place.ownerUid));
    return openDirectoryAt(user.get(), place.id);
}

bool VolumeStore::hasRecord(const Place &place) const
{
    const auto directory = openVolume(place);
    return directory && ::faccessat(directory->get(), kRecordFile, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<VolumeRecord> VolumeStore::load(const Place &place) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openVolume(place));
    VITRINE_TRY_ASSIGN(const std::string text, readFileAt(directory.get(), kRecordFile, kMaxRecord));
    VITRINE_TRY_ASSIGN(VolumeRecord record, volumeRecordFromJson(text));
    if (record.id != place.id || record.ownerUid != place.ownerUid)
        return failure(ErrorCode::StateCorrupt, "reading the record of a volume: it is of another one");
    return record;
}

Result<> VolumeStore::begin(const VolumeRecord &record)
{
    VITRINE_TRY_ASSIGN(const InsideOwner owner, parseInsideOwner(record.owner));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(record.ownerUid));
    VITRINE_TRY(makePrivate(user.get(), record.id));
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openVolume(placeOf(record)));
    return m_host->makeStoredDirectory(directory.get(), kData, owner.uid, owner.gid);
}

Result<> VolumeStore::commit(const VolumeRecord &record)
{
    VITRINE_TRY(save(record));
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(record.ownerUid));
    if (::fsync(user.get()) != 0 || ::fsync(m_volumes.get()) != 0)
        return failErrno(errno, "syncing the directory of volumes");
    return {};
}

Result<> VolumeStore::save(const VolumeRecord &record)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openVolume(placeOf(record)));
    return writeFileAtomicAt(directory.get(), kRecordFile, volumeRecordToJson(record), 0600);
}

Result<UniqueFd> VolumeStore::openData(const VolumeRecord &record, int flags) const
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openVolume(placeOf(record)));
    UniqueFd data(::openat(directory.get(), kData, flags | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!data)
        return failErrno(errno, fmt::format("opening the data of the volume {}", record.name));
    return data;
}

Result<UniqueFd> VolumeStore::beginReplacement(const VolumeRecord &record)
{
    VITRINE_TRY_ASSIGN(const InsideOwner owner, parseInsideOwner(record.owner));
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openVolume(placeOf(record)));
    VITRINE_TRY(m_host->makeStoredDirectory(directory.get(), kReplacement, owner.uid, owner.gid));
    return openDirectoryAt(directory.get(), kReplacement);
}

Result<std::string> VolumeStore::commitReplacement(const VolumeRecord &record)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openVolume(placeOf(record)));
    if (::renameat2(directory.get(), kReplacement, directory.get(), kData, RENAME_EXCHANGE) != 0)
        return failErrno(errno, fmt::format("replacing the data of the volume {}", record.name));
    if (::fsync(directory.get()) != 0)
        return failErrno(errno, fmt::format("syncing the volume {}", record.name));
    return discard(directory.get(), kReplacement);
}

Result<std::string> VolumeStore::dropReplacement(const Place &place)
{
    VITRINE_TRY_ASSIGN(const UniqueFd directory, openVolume(place));
    if (::faccessat(directory.get(), kReplacement, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return std::string();
    return discard(directory.get(), kReplacement);
}

Result<std::string> VolumeStore::discard(int dirFd, const std::string &name) const
{
    VITRINE_TRY_ASSIGN(const std::string id, randomId());
    std::string trashed = fmt::format("{}.{}", id, IdPool::kPlaces);
    if (::renameat2(dirFd, name.c_str(), m_trashFd, trashed.c_str(), RENAME_NOREPLACE) != 0)
        return failErrno(errno, "removing the data of a volume");
    return trashed;
}

Result<std::string> VolumeStore::remove(const Place &place)
{
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(place.ownerUid));
    VITRINE_TRY_ASSIGN(std::string trashed, discard(user.get(), place.id));
    // Of no weight for what is shown: a volume that comes back after a power loss is removed again.
    static_cast<void>(::fsync(user.get()));
    return trashed;
}

Result<> VolumeStore::moveToQuarantine(const Place &place)
{
    VITRINE_TRY_ASSIGN(const UniqueFd user, openUser(place.ownerUid));
    VITRINE_TRY_ASSIGN(const std::string id, randomId());
    const std::string name = fmt::format("{}.volume", place.id);
    if (::renameat2(user.get(), place.id.c_str(), m_quarantineFd, name.c_str(), RENAME_NOREPLACE) == 0)
        return {};
    const std::string other = fmt::format("{}.volume.{}", place.id, id);
    if (::renameat2(user.get(), place.id.c_str(), m_quarantineFd, other.c_str(), RENAME_NOREPLACE) != 0)
        return failErrno(errno, "setting a volume aside");
    return {};
}

} // namespace vitrine::daemon
