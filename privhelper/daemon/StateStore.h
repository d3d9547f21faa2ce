// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"
#include "privhelper/daemon/Record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// A container's directory that waits to be emptied: "<id>.<index>".
struct TrashEntry {
    std::string name;
    std::uint32_t index = 0;
};

/// The two directories of the helper, both root's alone:
///
///   STATE/containers/<id>/container.json   the record; what the shim keeps lies beside it
///                         running          boot id of the run that has begun, until its end is recorded
///         trash/<id>.<index>/              removed, not yet emptied
///         quarantine/<id>.<n>/             its record could not be read
///   RUN/<id>/run.json                      a run; also shim.sock and exit, which the shim makes
///
/// Everything is reached from descriptors of these directories; ids are checked before they become names.
class StateStore {
public:
    /// Makes what is missing. Refuses a directory that somebody else owns or may write to.
    static Result<StateStore> open(const std::string &stateDir, const std::string &runDir);
    /// Makes both directories this store's alone until it is gone. Busy when another helper still has one of them after
    /// `patienceMs`: one that is on its way out is waited for.
    [[nodiscard]] Result<> lock(std::uint64_t patienceMs) const;

    [[nodiscard]] std::vector<std::string> containerIds() const;
    [[nodiscard]] bool hasRecord(const std::string &id) const;
    [[nodiscard]] Result<ContainerRecord> load(const std::string &id) const;
    [[nodiscard]] bool hasContainer(const std::string &id) const; ///< its directory, whatever is in it
    /// Directory and record, whole or not at all; synced unless the container is of the kind that goes when it ends.
    /// What a failure has left is in the trash, or still hasContainer() when even that failed.
    Result<> create(const ContainerRecord &record);
    Result<> save(const ContainerRecord &record);
    /// For one that was to be thrown away and is now to last: its name reaches the disk, too.
    Result<> syncNames();
    [[nodiscard]] Result<UniqueFd> openContainer(const std::string &id) const;

    /// The directory into which the archive of a container is unpacked.
    Result<UniqueFd> makeRootfs(const std::string &id);

    /// Synced for the same containers as their records: after a power loss the end of the run before must not be shown.
    Result<> markRunning(const ContainerRecord &record, const std::string &bootId);
    void unmarkRunning(const std::string &id);
    [[nodiscard]] bool isMarkedRunning(const std::string &id) const;

    Result<> moveToTrash(const std::string &id, std::uint32_t index);
    /// The same for good, synced like the record was: on failure the container is still there.
    Result<> remove(const ContainerRecord &record);
    /// Where nothing says which place it had.
    Result<> moveToQuarantine(const std::string &id);
    [[nodiscard]] std::vector<TrashEntry> trash() const;
    [[nodiscard]] int trashFd() const { return m_trash.get(); }
    [[nodiscard]] int quarantineFd() const { return m_quarantine.get(); }

    [[nodiscard]] std::vector<std::string> runIds() const;
    [[nodiscard]] bool hasRun(const std::string &id) const;
    Result<> createRun(const std::string &id, const RunState &run);
    Result<> saveRun(const std::string &id, const RunState &run);
    [[nodiscard]] Result<RunState> loadRun(const std::string &id) const;
    [[nodiscard]] Result<UniqueFd> openRun(const std::string &id) const;
    /// The exit record of the shim, if it has written one.
    [[nodiscard]] std::optional<ipc::Ended> readExit(const std::string &id) const;
    Result<> removeRun(const std::string &id);

private:
    Result<> writeRecord(const ContainerRecord &record);

    UniqueFd m_containers;
    UniqueFd m_trash;
    UniqueFd m_quarantine;
    UniqueFd m_runs;
};

} // namespace vitrine::daemon
