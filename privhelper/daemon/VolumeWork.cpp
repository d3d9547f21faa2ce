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

#include <algorithm>
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

void Volumes::startShown(Volume &volume, const VolumeProgress &progress, const TreeProgram &program,
                         Done<unpack::Finished> done)
{
    auto ticket = m_jobs.take(volume.ownerUid());
    if (!ticket)
        return done(failure(ticket.error()));
    // The volume stays until the job has ended: nothing else is done with it meanwhile.
    auto job = TreeJob::start(
        m_context, program, std::move(*ticket),
        { [this, &volume, progress](const unpack::Progress &so) {
             // Who counts first does not know how much there is.
             const bool isKnown = progress.total != 0 || so.total != UINT64_MAX;
             const std::uint64_t total = progress.total == 0 && isKnown ? so.total : progress.total;
             const std::uint64_t sofar = isKnown ? so.done : 0;
             showProgress(volume, { progress.doing, total == 0 ? sofar : std::min(sofar, total), total });
         },
          [this, &volume, doing = progress.doing, done = std::move(done)](const Result<unpack::Finished> &finished) {
              const std::unique_ptr<TreeJob> ended = std::move(volume.m_job);
              showProgress(volume, {});
              const bool isCancelled = !finished && finished.error().code == ErrorCode::Cancelled;
              done(isCancelled ? failure(ErrorCode::Cancelled, fmt::format("the {} was cancelled", doing)) : finished);
          } });
    if (!job)
        return done(failure(job.error()));
    volume.m_job = std::move(*job);
    showProgress(volume, progress);
}

void Volumes::startMeasured(Volume &volume, const char *doing, int dataFd, const Done<unpack::Finished> &done,
                            std::function<void(const unpack::Finished &all)> work)
{
    startShown(volume, { doing, 0, 0 }, { m_context.helperPath, { "--measure-tree" }, dataFd, dataFd },
               [done, work = std::move(work)](const Result<unpack::Finished> &all) {
                   if (all)
                       work(*all);
                   else
                       done(all);
               });
}

void Volumes::showProgress(Volume &volume, VolumeProgress progress)
{
    volume.m_progress = std::move(progress);
    m_observer->changed(volume, { "Progress" });
}

Result<> Volumes::cancel(Volume &volume)
{
    if (!volume.m_job)
        return failure(ErrorCode::BadState,
                       fmt::format("nothing is being done with the volume {}", volume.record().name));
    volume.m_job->cancel();
    return {};
}

bool Volumes::isWorking() const
{
    return !m_jobs.isUnused()
        || std::ranges::any_of(m_volumes, [](const auto &known) { return !known.second->m_files.isEmpty(); });
}

Result<UniqueFd> Volumes::openFiles(Volume &volume, Quota::Ticket ticket)
{
    if (volume.m_isBeingReplaced || volume.m_isBeingFilled)
        return failure(ErrorCode::Busy,
                       fmt::format("the volume {} is being {}", volume.record().name,
                                   volume.m_isBeingFilled ? "filled" : "restored, emptied or removed"));
    if (!volume.record().isSeeded && !volume.record().isOpened) {
        VolumeRecord changed = volume.record();
        changed.isOpened = true;
        VITRINE_TRY(saveChanged(volume, std::move(changed)));
    }
    VITRINE_TRY_ASSIGN(const UniqueFd data, m_store.openData(volume.record(), O_PATH));
    return volume.m_files.openVolume(data.get(), std::move(ticket));
}

void Volumes::endFiles(Volume &volume, Done<> done)
{
    volume.m_isBeingReplaced = true;
    volume.m_files.end([&volume, done = std::move(done)](const Result<> &ended) {
        volume.m_isBeingReplaced = false;
        done(ended);
    });
}

void Volumes::measure(const Volume &volume, Done<unpack::Finished> done)
{
    const auto data = m_store.openData(volume.record(), O_RDONLY);
    if (!data)
        return done(failure(data.error()));
    startJob(volume.ownerUid(), { m_context.helperPath, { "--measure-tree" }, data->get(), data->get() },
             std::move(done));
}

void Volumes::clone(Volume &volume, const std::string &name, Done<std::string> done)
{
    auto record = freshRecord(volume.ownerUid(), name, volume.record().owner);
    if (!record)
        return done(failure(record.error()));
    record->isSeeded = volume.record().isSeeded;
    record->isOpened = volume.record().isOpened;
    auto from = m_store.openData(volume.record(), O_RDONLY);
    const auto begun = m_store.begin(*record);
    auto to = begun ? m_store.openData(*record, O_RDONLY) : failure(begun.error());
    const auto finish = [this, record = *record, done = std::move(done)](const Result<unpack::Finished> &copied) {
        finishClone(record, copied, done);
    };
    if (!from || !to)
        return finish(failure(from ? to.error() : from.error()));
    const auto source = std::make_shared<UniqueFd>(std::move(*from));
    const auto target = std::make_shared<UniqueFd>(std::move(*to));
    startMeasured(volume, "clone", source->get(), finish, [=, this, &volume](const unpack::Finished &all) {
        startShown(volume, { "clone", 0, all.bytes + all.entries },
                   { m_context.helperPath, { "--copy-tree" }, source->get(), target->get() }, finish);
    });
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

void Volumes::backup(Volume &volume, int outputFd, Done<> done)
{
    auto data = m_store.openData(volume.record(), O_RDONLY);
    if (!data)
        return done(failure(data.error()));
    const auto finish = withoutTotals(std::move(done));
    const auto source = std::make_shared<UniqueFd>(std::move(*data));
    startMeasured(volume, "backup", source->get(), finish, [=, this, &volume](const unpack::Finished &all) {
        startShown(volume, { "backup", 0, all.bytes },
                   { m_context.libexecDir + '/' + unpack::kProgramName,
                     { storedBase(), "pack", "plain" },
                     outputFd,
                     source->get() },
                   finish);
    });
}

void Volumes::restore(Volume &volume, int archiveFd, Done<> done)
{
    endFiles(volume, [this, &volume, archiveFd, done = std::move(done)](const Result<> &ended) {
        if (!ended)
            return done(ended);
        unpackInto(volume, archiveFd, done);
    });
}

void Volumes::unpackInto(Volume &volume, int archiveFd, Done<> done)
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
    const auto finish = [this, &volume, done = std::move(done)](const Result<unpack::Finished> &unpacked) {
        volume.m_isBeingReplaced = false;
        if (unpacked)
            return done(finishRestore(volume));
        dropFromTrash(m_store.dropReplacement({ volume.ownerUid(), volume.id() }), [](const Result<> &) {});
        done(failure(unpacked.error()));
    };
    startShown(volume, { "restore", 0, 0 }, unpackProgram(m_context, { storedBase() }, archiveFd, fresh->get()),
               finish);
}

Result<> Volumes::finishRestore(Volume &volume)
{
    VITRINE_TRY_ASSIGN(const std::string trashed, m_store.commitReplacement(volume.record()));
    dropFromTrash(trashed, [](const Result<> &) {});
    VolumeRecord changed = volume.m_record;
    changed.isSeeded = true;
    return saveChanged(volume, std::move(changed));
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
