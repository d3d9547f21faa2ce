// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with all files of a volume, in a process of its own.
#include "core/base/Try.h"
#include "privhelper/daemon/IdPool.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/Trash.h"
#include "privhelper/daemon/TreeJob.h"
#include "privhelper/daemon/Volumes.h"
#include "privhelper/shim/ShimConfig.h"

#include <fcntl.h>

#include <fmt/format.h>

#include <deque>

namespace vitrine::daemon {

namespace {

std::string storedBase()
{
    return fmt::format("{}", shim::kStoredRange.base);
}

Done<unpack::Finished> withoutTotals(Done<> done)
{
    return [done = std::move(done)](const Result<unpack::Finished> &finished) {
        done(finished ? Result<>() : failure(finished.error()));
    };
}

} // namespace

void Volumes::startJob(std::uint32_t uid, const TreeProgram &program, Done<unpack::Finished> done)
{
    auto ticket = m_jobs.take(uid);
    if (!ticket)
        return done(failure(ticket.error()));
    TreeJob::run(m_context, program, std::move(*ticket), std::move(done));
}

void Volumes::measure(const Volume &volume, Done<unpack::Finished> done)
{
    const auto data = m_store.openData(volume.record(), O_RDONLY);
    if (!data)
        return done(failure(data.error()));
    startJob(volume.ownerUid(), { m_context.helperPath, { "--measure-tree" }, data->get(), data->get() },
             std::move(done));
}

void Volumes::clone(const Volume &volume, const std::string &name, Done<std::string> done)
{
    auto record = freshRecord(volume.ownerUid(), name, volume.record().owner);
    if (!record)
        return done(failure(record.error()));
    record->isSeeded = volume.record().isSeeded;
    const auto from = m_store.openData(volume.record(), O_RDONLY);
    const auto begun = m_store.begin(*record);
    const auto to = begun ? m_store.openData(*record, O_RDONLY) : failure(begun.error());
    const auto finish = [this, record = *record, done = std::move(done)](const Result<unpack::Finished> &copied) {
        finishClone(record, copied, done);
    };
    if (!from || !to)
        return finish(failure(from ? to.error() : from.error()));
    startJob(volume.ownerUid(), { m_context.helperPath, { "--copy-tree" }, from->get(), to->get() }, finish);
}

void Volumes::finishClone(const VolumeRecord &record, const Result<unpack::Finished> &copied,
                          const Done<std::string> &done)
{
    Result<> made = copied ? checkNew(record.ownerUid, record.name) : failure(copied.error());
    if (made)
        made = m_store.commit(record);
    if (!made) {
        dropFromTrash(m_store.remove({ record.ownerUid, record.id }), [](const Result<> &) {});
        return done(failure(made.error()));
    }
    done(add(record)->id());
}

void Volumes::backup(const Volume &volume, int outputFd, Done<> done)
{
    const auto data = m_store.openData(volume.record(), O_RDONLY);
    if (!data)
        return done(failure(data.error()));
    startJob(
        volume.ownerUid(),
        { m_context.libexecDir + '/' + unpack::kProgramName, { storedBase(), "pack", "plain" }, outputFd, data->get() },
        withoutTotals(std::move(done)));
}

void Volumes::restore(Volume &volume, int archiveFd, Done<> done)
{
    if (!volume.m_activeUsers.empty())
        return done(failure(ErrorCode::Busy,
                            fmt::format("the volume {} is being used: stop {} first", volume.record().name,
                                        volume.m_activeUsers.front())));
    if (volume.m_isBeingFilled)
        return done(failure(ErrorCode::Busy, fmt::format("the volume {} is being filled", volume.record().name)));
    const auto fresh = m_store.beginReplacement(volume.record());
    if (!fresh)
        return done(failure(fresh.error()));
    volume.m_isBeingReplaced = true;
    const auto finish = [this, id = volume.id(), done = std::move(done)](const Result<unpack::Finished> &unpacked) {
        // It is there: nothing else is done with it meanwhile.
        Volume &restored = *m_volumes.at(id);
        restored.m_isBeingReplaced = false;
        if (unpacked)
            return done(finishRestore(restored));
        dropFromTrash(m_store.dropReplacement({ restored.ownerUid(), id }), [](const Result<> &) {});
        done(failure(unpacked.error()));
    };
    startJob(volume.ownerUid(), unpackProgram(m_context, { storedBase() }, archiveFd, fresh->get()), finish);
}

Result<> Volumes::finishRestore(Volume &volume)
{
    VITRINE_TRY_ASSIGN(const std::string trashed, m_store.commitReplacement(volume.record()));
    dropFromTrash(trashed, [](const Result<> &) {});
    VolumeRecord changed = volume.m_record;
    changed.isSeeded = true;
    VITRINE_TRY(m_store.save(changed));
    volume.m_record = std::move(changed);
    return {};
}

/// One volume after the other: measured, and then removed.
struct Volumes::Pruning {
    std::deque<std::string> ids;
    bool isDryRun = true;
    std::vector<PrunedVolume> report;
    Done<std::vector<PrunedVolume>> done;
};

void Volumes::prune(std::uint32_t uid, bool isDryRun, Done<std::vector<PrunedVolume>> done)
{
    const auto pruning = std::make_shared<Pruning>(Pruning{ {}, isDryRun, {}, std::move(done) });
    for (const Volume *volume : ownedBy(uid)) {
        if (volume->usedBy().empty())
            pruning->ids.push_back(volume->id());
    }
    pruneNext(pruning);
}

void Volumes::pruneNext(const std::shared_ptr<Pruning> &pruning)
{
    while (!pruning->ids.empty() && find(pruning->ids.front()) == nullptr)
        pruning->ids.pop_front();
    if (pruning->ids.empty())
        return pruning->done(std::move(pruning->report));
    const std::string id = pruning->ids.front();
    pruning->ids.pop_front();
    measure(*find(id), [this, pruning, id](const Result<unpack::Finished> &measured) {
        if (!measured)
            return pruning->done(failure(measured.error()));
        Volume *volume = find(id);
        // Time has passed.
        if (volume == nullptr || !volume->usedBy().empty())
            return pruneNext(pruning);
        const PrunedVolume pruned{ id, volume->record().name, measured->bytes };
        if (pruning->isDryRun) {
            pruning->report.push_back(pruned);
            return pruneNext(pruning);
        }
        // One with which something else is being done stays.
        const auto token = volume->beginOperation();
        if (!token)
            return pruneNext(pruning);
        remove(*volume, [this, pruning, pruned, token = *token](const Result<> &removed) {
            if (removed)
                pruning->report.push_back(pruned);
            pruneNext(pruning);
        });
    });
}

} // namespace vitrine::daemon
