// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ImageCommit.h"
#include "privhelper/daemon/Cancellation.h"
#include "privhelper/daemon/Container.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Images.h"
#include "privhelper/daemon/NetworkGuard.h"
#include "privhelper/daemon/ObjectObserver.h"
#include "privhelper/daemon/TreeExports.h"
#include "privhelper/daemon/TreeJob.h"
#include "privhelper/daemon/TrialJob.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// All containers of all users: makes, finds and removes them, and finds them again after a restart.
class Manager : public ContainerObserver {
public:
    explicit Manager(Context &context);
    ~Manager() override;

    /// Not owned; before load().
    void setObserver(ObjectObserver<Container> *observer) { m_observer = observer; }

    /// Reads the records and makes the host agree with them: what runs is adopted, what has ended is recorded, what is
    /// left of neither is destroyed.
    void load();
    /// Shims of adopted runs that have not said who they hold.
    [[nodiscard]] bool awaitsGreetings() const;

    [[nodiscard]] Container *find(const std::string &id) const;
    [[nodiscard]] std::vector<Container *> ownedBy(std::uint32_t uid) const;
    [[nodiscard]] std::vector<Container *> all() const;

    /// NameInUse, LimitExceeded: what create() would refuse as things stand.
    [[nodiscard]] Result<> checkNew(std::uint32_t uid, const spec::ContainerSpec &spec) const;
    /// `sources` holds the archive under "root" when the root is a tar, which is then unpacked in the background.
    Result<Container *> create(std::uint32_t uid, const spec::ContainerSpec &spec, Sources sources);
    Result<> rename(Container &container, const std::string &name);
    Result<> updateLimits(Container &container, const spec::Limits &limits);
    /// Container::updateSpec(), within what the account may keep and with volumes that exist.
    Result<> updateSpec(Container &container, const spec::ContainerSpec &spec);
    // ManagerMounts.cpp
    /// Container::addMount(), within what the account may keep.
    void addMount(Container &container, const spec::Mount &mount, const Sources &sources, Keep keep, Done<> done);
    /// TrialJob for an account. `sources` need not hold all that the specification names.
    void tryMounts(std::uint32_t uid, const spec::ContainerSpec &spec, const Sources &sources,
                   Done<TrialJob::Verdicts> done);
    /// With `force` it is ended first. `done` when nothing of it is left on the disk.
    void remove(Container &container, bool force, Done<> done);
    // ManagerImages.cpp
    /// Makes an image of what the container has: its id, at once. `token` keeps others from the container while it is
    /// read. Unsupported where the root is not all the helper's.
    void commit(Container &container, const spec::CommitRequest &request, OperationToken token, Done<std::string> done);
    /// All files that show in the container, as a tar, into an empty file.
    void exportRoot(Container &container, int outputFd, Done<> done);

    /// Gives the preparation up and removes the container; or gives an export up.
    void cancel(Container &container, Done<> done);

    /// Work of its own is under way, or a private network is to be guarded, so the helper must stay.
    [[nodiscard]] bool isWorking() const;
    [[nodiscard]] std::uint32_t freePlaces() const { return m_pool.freePlaces(); }

private:
    void containerChanged(const Container &container, const Properties &properties) override;
    void containerDoomed(Container &container) override;

    void guardNetworks();
    [[nodiscard]] Result<> checkName(std::uint32_t uid, const std::string &name) const;
    /// LimitExceeded when the specifications of the account would come to be too large, `except` left out.
    [[nodiscard]] Result<> checkRoom(std::uint32_t uid, const spec::ContainerSpec &spec, const Container *except) const;
    [[nodiscard]] Result<> checkVolumes(std::uint32_t uid, const std::vector<spec::Mount> &mounts) const;
    Result<std::string> freshId() const;
    void discard(Container &container, Done<> done);
    /// Fills in what the image of the record's specification says.
    Result<> takeImage(ContainerRecord &record) const;
    /// Tells images and volumes which containers of the account have them.
    void noteUses(std::uint32_t uid);
    void purge(const std::vector<TrashEntry> &entries, Done<> done);

    // ManagerPreparing.cpp
    Result<> prepare(Container &container, int archiveFd, Quota::Ticket ticket);
    void onPrepared(const std::string &id, const Result<unpack::Finished> &unpacked);

    // ManagerImages.cpp
    [[nodiscard]] Result<std::vector<UniqueFd>> openOwnTrees(const ContainerRecord &record) const;
    [[nodiscard]] Result<ImageDraft> draftOf(const ContainerRecord &record, const spec::CommitRequest &request) const;
    Result<std::string> beginImage(Container &container, ImageDraft draft, bool isHeld, OperationToken token);
    Result<> startExport(Container &container, int outputFd, const Done<> &done);
    Result<> endExport(const std::string &id, const Result<unpack::Finished> &written);

    // Reconcile.cpp
    void loadTrash();
    void loadRecords();
    void loadRecord(const std::string &id);
    void setAside(const std::string &id, const Error &error);
    void reserveByOwner(int dirFd);
    void reconcileRun(const std::string &id);
    void reconcileIdle(Container &container);
    [[nodiscard]] std::set<std::string> idleIds() const; ///< of all records, also removed ones, that have no run
    void destroyStrays();
    void endOf(Container &container, ipc::Ended ended);

    Context &m_context;
    ObjectObserver<Container> *m_observer = nullptr;
    IdPool m_pool;
    NetworkGuard m_networkGuard;
    std::set<std::string> m_leftAlone; ///< ids whose records a newer helper has written, and whose runs are its own
    std::map<std::string, std::unique_ptr<Container>> m_containers;
    struct Preparation {
        std::unique_ptr<TreeJob> job;
        Cancellation cancellation;
    };
    std::map<std::string, Preparation> m_preparations;
    TreeExports m_exports;
    Quota m_trials{ "trials of mounts", kMaxTrialsPerUser };
    Quota m_exportJobs{ "root file systems being exported", kMaxExportsPerUser };
    Quota m_unpacks{ "archives being unpacked", kMaxUnpacksPerUser };
};

} // namespace vitrine::daemon
