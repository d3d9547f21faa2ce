// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/daemon/Context.h"
#include "privhelper/daemon/FilesSessions.h"
#include "privhelper/daemon/ObjectObserver.h"
#include "privhelper/daemon/OperationTurn.h"
#include "privhelper/daemon/Quotas.h"
#include "privhelper/daemon/TreeJob.h"
#include "privhelper/daemon/VolumeStore.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::daemon {

/// What is being done with all that a volume holds; nothing when `doing` is empty.
struct VolumeProgress {
    std::string doing; ///< "backup", "restore" or "clone"
    std::uint64_t done = 0; ///< bytes
    std::uint64_t total = 0; ///< 0: not known
};

/// A directory that outlives the containers that it is mounted in.
class Volume {
public:
    Volume(Context &context, VolumeRecord record)
        : m_record(std::move(record))
        , m_files(context)
    {
    }

    [[nodiscard]] const VolumeRecord &record() const { return m_record; }
    [[nodiscard]] const std::string &id() const { return m_record.id; }
    [[nodiscard]] std::uint32_t ownerUid() const { return m_record.ownerUid; }
    /// Names of the containers that name it, running or not.
    [[nodiscard]] const std::vector<std::string> &usedBy() const { return m_usedBy; }
    [[nodiscard]] const VolumeProgress &progress() const { return m_progress; }
    Result<OperationToken> beginOperation() { return m_turn.take("volume"); }

private:
    friend class Volumes;

    VolumeRecord m_record;
    FilesSessions m_files;
    VolumeProgress m_progress;
    std::unique_ptr<TreeJob> m_job; ///< what is being done
    OperationTurn m_turn;
    std::vector<std::string> m_usedBy;
    std::vector<std::string> m_activeUsers; ///< those that have processes
    bool m_isBeingReplaced = false; ///< its data is about to be another directory, or to go
    bool m_isBeingFilled = false; ///< by a start, from the image, for the first time
};

/// That a container names a volume.
struct VolumeUse {
    std::string volume;
    std::string container;
    bool isActive = false;
};

/// What a start borrows: an O_PATH descriptor for each volume, and which are to be filled from the image first.
struct VolumeLoan {
    Sources sources; ///< "mount:N"
    std::vector<std::string> newKeys; ///< of those to be filled
    std::vector<std::string> newOwners; ///< of each of these, a named owner or ""
    std::vector<std::string> newIds; ///< of volumes that no container has run with
};

/// What PruneVolumes would remove, or has removed.
struct PrunedVolume {
    std::string id;
    std::string name;
    std::uint64_t bytes = 0;
};

/// All volumes of all users.
class Volumes {
public:
    Volumes(Context &context, VolumeStore store);

    /// Not owned; before load().
    void setObserver(ObjectObserver<Volume> *observer) { m_observer = observer; }
    /// Reads the records. What is half made goes; what cannot be read is set aside.
    void load();

    [[nodiscard]] Volume *find(const std::string &id) const;
    [[nodiscard]] std::vector<Volume *> ownedBy(std::uint32_t uid) const;

    [[nodiscard]] bool has(std::uint32_t uid, const std::string &name) const
    {
        return findByName(uid, name) != nullptr;
    }

    Result<Volume *> create(std::uint32_t uid, const std::string &name, const std::string &owner);
    /// Busy, naming them, while containers name it.
    Result<> rename(Volume &volume, const std::string &name);
    void remove(Volume &volume, Done<> done);
    /// Those that were made for one container alone, which has gone. One that another uses stays.
    void removeAnonymous(std::uint32_t uid, const spec::ContainerSpec &spec);
    void clone(Volume &volume, const std::string &name, Done<std::string> done);
    /// As it was when it was new. Busy while a container that uses it is active.
    void empty(Volume &volume, Done<> done);
    void measure(const Volume &volume, Done<unpack::Finished> done);
    /// As a plain tar.
    void backup(Volume &volume, int outputFd, Done<> done);
    /// What a plain tar holds takes the place of what is there, all or nothing. Busy as with empty().
    void restore(Volume &volume, int archiveFd, Done<> done);
    /// Gives up what is being done: that answers with Cancelled, and has changed nothing.
    Result<> cancel(Volume &volume);
    /// A conversation about what is in it (core/ipc/FilesFrame.h): the client's end. `ticket` as of FilesSessions.
    Result<UniqueFd> openFiles(Volume &volume, Quota::Ticket ticket);
    /// Those that no container names.
    void prune(std::uint32_t uid, bool isDryRun, Done<std::vector<PrunedVolume>> done);

    /// All uses by one user's containers.
    void setUses(std::uint32_t uid, const std::vector<VolumeUse> &uses);
    /// For a start of one of the user's containers: NotFound or Busy, in words.
    Result<VolumeLoan> lend(std::uint32_t uid, const spec::ContainerSpec &spec);
    /// The command is about to run: what is new is so no longer.
    Result<> settle(const VolumeLoan &loan);
    /// It has not come to run: what was filled is emptied again.
    void takeBack(const VolumeLoan &loan);

    [[nodiscard]] bool isWorking() const;

private:
    struct Pruning;

    [[nodiscard]] Volume *findByName(std::uint32_t uid, const std::string &name) const;
    [[nodiscard]] Result<> checkNew(std::uint32_t uid, const std::string &name) const;
    [[nodiscard]] Result<VolumeRecord> freshRecord(std::uint32_t uid, const std::string &name,
                                                   const std::string &owner) const;
    void loadVolume(const VolumeStore::Place &place);
    Volume *add(VolumeRecord record);
    Result<> lendOne(std::uint32_t uid, const spec::ContainerSpec &spec, std::size_t row, VolumeLoan &loan);
    /// Ends the conversations about what is in it, and lets no other begin before `done`, which finds it still there.
    void endFiles(Volume &volume, Done<> done);
    Result<> keepWhatWasPutIn(Volume &volume);
    Result<> saveChanged(Volume &volume, VolumeRecord changed);
    Result<> replaceWithNothing(const VolumeRecord &record);
    Result<> finishRestore(Volume &volume);
    void finishClone(const VolumeRecord &record, const Result<unpack::Finished> &copied, const Done<std::string> &done);
    void pruneNext(const std::shared_ptr<Pruning> &pruning);
    Result<> makeEmpty(Volume &volume);
    void unpackInto(Volume &volume, int archiveFd, Done<> done);
    void startJob(std::uint32_t uid, const TreeProgram &program, Done<unpack::Finished> done);
    /// The same as the volume's progress, which can be cancelled. `total`: see VolumeProgress.
    void startShown(Volume &volume, const VolumeProgress &progress, const TreeProgram &program,
                    Done<unpack::Finished> done);
    /// Begins with counting, so that what follows can say how much there is in all.
    void startMeasured(Volume &volume, const char *doing, int dataFd, const Done<unpack::Finished> &done,
                       std::function<void(const unpack::Finished &all)> work);
    void showProgress(Volume &volume, VolumeProgress progress);
    void dropFromTrash(const Result<std::string> &name, Done<> done);

    Context &m_context;
    VolumeStore m_store;
    ObjectObserver<Volume> *m_observer = nullptr;
    std::map<std::string, std::unique_ptr<Volume>> m_volumes;
    Quota m_jobs{ "volumes being read or written whole", kMaxVolumeJobsPerUser };
};

} // namespace vitrine::daemon
