// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "privhelper/daemon/HostResources.h"
#include "privhelper/daemon/VolumeRecord.h"

#include <string>
#include <vector>

namespace vitrine::daemon {

/// The volumes on the disk, root's alone above their data:
///
///   STATE/volumes/<uid>/<id>/volume.json   the record; a volume without it was never whole
///                            data/         the content, owned by shim::kStoredRange
///                            data.new/     what is to replace it, or has just been replaced
///
/// What goes is renamed into the trash, under a name that stands for no place of the id pool.
class VolumeStore {
public:
    struct Place {
        std::uint32_t ownerUid = 0;
        std::string id;
    };

    /// `trashFd` and `quarantineFd` are borrowed.
    static Result<VolumeStore> open(const std::string &stateDir, HostResources &host, int trashFd, int quarantineFd);

    [[nodiscard]] std::vector<Place> places() const;
    [[nodiscard]] Result<VolumeRecord> load(const Place &place) const;
    [[nodiscard]] bool hasRecord(const Place &place) const;

    /// Makes the directory with empty data, which is no volume before commit().
    Result<> begin(const VolumeRecord &record);
    /// On disk when it returns, with all that is in it.
    Result<> commit(const VolumeRecord &record);
    Result<> save(const VolumeRecord &record);
    [[nodiscard]] Result<UniqueFd> openData(const VolumeRecord &record, int flags) const;

    /// An empty data directory beside the one in use.
    Result<UniqueFd> beginReplacement(const VolumeRecord &record);
    /// It takes the other's place, which goes into the trash: `trashed` is its name there.
    Result<std::string> commitReplacement(const VolumeRecord &record);
    /// The name in the trash; "" when there was none.
    Result<std::string> dropReplacement(const Place &place);

    /// The name in the trash.
    Result<std::string> remove(const Place &place);
    Result<> moveToQuarantine(const Place &place);

private:
    explicit VolumeStore(HostResources &host)
        : m_host(&host)
    {
    }
    [[nodiscard]] Result<UniqueFd> openUser(std::uint32_t uid) const;
    [[nodiscard]] Result<UniqueFd> openVolume(const Place &place) const;
    [[nodiscard]] Result<std::string> discard(int dirFd, const std::string &name) const;

    HostResources *m_host;
    UniqueFd m_volumes;
    int m_trashFd = -1;
    int m_quarantineFd = -1;
};

} // namespace vitrine::daemon
