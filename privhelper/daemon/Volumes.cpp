// SPDX-License-Identifier: GPL-3.0-or-later
// The records of volumes and who uses them; what walks their trees is in VolumeWork.cpp.
#include "privhelper/daemon/Volumes.h"

#include "core/base/Text.h"
#include "core/base/Try.h"
#include "core/ipc/Names.h"
#include "core/spec/SpecValidate.h"
#include "privhelper/daemon/Clock.h"
#include "privhelper/daemon/Directory.h"
#include "privhelper/daemon/Journal.h"
#include "privhelper/daemon/RandomId.h"
#include "privhelper/daemon/Trash.h"

#include <fcntl.h>

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::daemon {

namespace {

tl::unexpected<Error> inUse(const Volume &volume, const std::vector<std::string> &users, std::string_view how)
{
    return failure(ErrorCode::Busy,
                   fmt::format("the volume {} is {} by {}", volume.record().name, how, join(users, ", ")));
}

void note(const std::string &doing, const Error &error)
{
    journal(Level::Error, doing + ": " + error.what);
}

} // namespace

Volumes::Volumes(Context &context, VolumeStore store)
    : m_context(context)
    , m_store(std::move(store))
{
}

Volume *Volumes::find(const std::string &id) const
{
    const auto found = m_volumes.find(id);
    return found == m_volumes.end() ? nullptr : found->second.get();
}

std::vector<Volume *> Volumes::ownedBy(std::uint32_t uid) const
{
    std::vector<Volume *> owned;
    for (const auto &[id, volume] : m_volumes) {
        if (volume->ownerUid() == uid)
            owned.push_back(volume.get());
    }
    return owned;
}

Volume *Volumes::findByName(std::uint32_t uid, const std::string &name) const
{
    const auto owned = ownedBy(uid);
    const auto found = std::ranges::find_if(owned, [&](const Volume *v) { return v->record().name == name; });
    return found == owned.end() ? nullptr : *found;
}

void Volumes::load()
{
    for (const VolumeStore::Place &place : m_store.places())
        loadVolume(place);
}

void Volumes::loadVolume(const VolumeStore::Place &place)
{
    if (!m_store.hasRecord(place)) {
        // A helper was ended while it made this one.
        if (const auto removed = m_store.remove(place); !removed)
            note("removing what the making of a volume has left", removed.error());
        return;
    }
    auto record = m_store.load(place);
    if (!record) {
        note(fmt::format("volume {} is set aside", place.id), record.error());
        const bool isNewer = record.error().code == ErrorCode::StateTooNew;
        if (const auto moved = isNewer ? Result<>() : m_store.moveToQuarantine(place); !moved)
            note("setting a volume aside", moved.error());
        return;
    }
    if (const auto dropped = m_store.dropReplacement(place); !dropped)
        note("removing what a replacement has left", dropped.error());
    const auto data = m_store.openData(*record, O_RDONLY);
    // A helper was ended while a container that has never run filled it.
    if (!record->isSeeded && !record->isOpened && data && !listDirectory(data->get()).empty()) {
        if (const auto emptied = replaceWithNothing(*record); !emptied)
            note("emptying a volume that was filled half", emptied.error());
    }
    m_volumes.emplace(record->id, std::make_unique<Volume>(m_context, *record));
}

Result<> Volumes::checkNew(std::uint32_t uid, const std::string &name) const
{
    if (!spec::isValidName(name))
        return failure(ErrorCode::InvalidName,
                       "a name is a letter or a digit and then up to 62 letters, digits, dots, dashes and underscores");
    if (findByName(uid, name) != nullptr)
        return failure(ErrorCode::NameInUse, fmt::format("you have a volume named {} already", name));
    return {};
}

Result<VolumeRecord> Volumes::freshRecord(std::uint32_t uid, const std::string &name, const std::string &owner) const
{
    VITRINE_TRY(checkNew(uid, name));
    VITRINE_TRY(parseInsideOwner(owner));
    if (ownedBy(uid).size() >= kMaxVolumesPerUser)
        return failure(ErrorCode::LimitExceeded,
                       fmt::format("you have {} volumes already: remove some that are not needed", kMaxVolumesPerUser));
    VolumeRecord record;
    VITRINE_TRY_ASSIGN(record.id, randomId());
    record.name = name;
    record.ownerUid = uid;
    record.owner = owner;
    record.createdAtUs = realtimeUs();
    return record;
}

Volume *Volumes::add(VolumeRecord record)
{
    auto made = std::make_unique<Volume>(m_context, std::move(record));
    Volume *volume = made.get();
    m_volumes.emplace(volume->id(), std::move(made));
    m_observer->added(*volume);
    return volume;
}

Result<Volume *> Volumes::create(std::uint32_t uid, const std::string &name, const std::string &owner)
{
    VITRINE_TRY_ASSIGN(VolumeRecord record, freshRecord(uid, name, owner));
    auto made = m_store.begin(record);
    if (made)
        made = m_store.commit(record);
    if (!made) {
        dropFromTrash(m_store.remove({ uid, record.id }), [](const Result<> &) {});
        return failure(made.error());
    }
    return add(std::move(record));
}

Result<> Volumes::rename(Volume &volume, const std::string &name)
{
    if (volume.m_record.name == name)
        return {};
    // A container's specification names it.
    if (!volume.m_usedBy.empty())
        return inUse(volume, volume.m_usedBy, "used");
    VITRINE_TRY(checkNew(volume.ownerUid(), name));
    VolumeRecord changed = volume.m_record;
    changed.name = name;
    VITRINE_TRY(saveChanged(volume, std::move(changed)));
    m_observer->changed(volume, { "Name" });
    return {};
}

Result<> Volumes::saveChanged(Volume &volume, VolumeRecord changed)
{
    VITRINE_TRY(m_store.save(changed));
    volume.m_record = std::move(changed);
    return {};
}

void Volumes::remove(Volume &volume, Done<> done)
{
    if (!volume.m_usedBy.empty())
        return done(inUse(volume, volume.m_usedBy, "used"));
    endFiles(volume, [this, &volume, done = std::move(done)](const Result<> &ended) {
        if (!ended)
            return done(ended);
        // Time has passed.
        if (!volume.m_usedBy.empty())
            return done(inUse(volume, volume.m_usedBy, "used"));
        const auto trashed = m_store.remove({ volume.ownerUid(), volume.id() });
        if (!trashed)
            return done(failure(trashed.error()));
        const std::string id = volume.id();
        const std::uint32_t uid = volume.ownerUid();
        m_volumes.erase(id);
        m_observer->removed(id, uid);
        dropFromTrash(trashed, done);
    });
}

void Volumes::removeAnonymous(std::uint32_t uid, const spec::ContainerSpec &spec)
{
    for (const spec::Mount &mount : spec.mounts) {
        Volume *volume = mount.anonymous ? findByName(uid, mount.source) : nullptr;
        // What is being read whole or changed stays for its owner to see.
        auto turn = volume ? volume->beginOperation() : failure(ErrorCode::NotFound, "");
        if (!turn || !volume->usedBy().empty())
            continue;
        remove(*volume, [turn = *turn, name = mount.source](const Result<> &removed) {
            if (!removed)
                journal(Level::Error, fmt::format("removing the volume {}: {}", name, removed.error().what));
        });
    }
}

void Volumes::empty(Volume &volume, Done<> done)
{
    endFiles(volume, [this, &volume, done = std::move(done)](const Result<> &ended) {
        done(ended ? makeEmpty(volume) : ended);
    });
}

Result<> Volumes::makeEmpty(Volume &volume)
{
    if (!volume.m_activeUsers.empty())
        return inUse(volume, volume.m_activeUsers, "being used");
    VolumeRecord changed = volume.m_record;
    changed.isSeeded = false;
    changed.isOpened = false;
    VITRINE_TRY(replaceWithNothing(changed));
    return saveChanged(volume, std::move(changed));
}

Result<> Volumes::replaceWithNothing(const VolumeRecord &record)
{
    VITRINE_TRY(m_store.beginReplacement(record));
    VITRINE_TRY_ASSIGN(const std::string trashed, m_store.commitReplacement(record));
    dropFromTrash(trashed, [](const Result<> &) {});
    return {};
}

void Volumes::dropFromTrash(const Result<std::string> &name, Done<> done)
{
    if (!name || name->empty())
        return done({});
    m_context.trash.empty(
        { *name }, [](const std::string &) {}, std::move(done));
}

void Volumes::setUses(std::uint32_t uid, const std::vector<VolumeUse> &uses)
{
    for (Volume *volume : ownedBy(uid)) {
        std::vector<std::string> users;
        volume->m_activeUsers.clear();
        for (const VolumeUse &use : uses) {
            const bool isNew = users.empty() || users.back() != use.container;
            if (use.volume == volume->record().name && isNew) {
                users.push_back(use.container);
                if (use.isActive)
                    volume->m_activeUsers.push_back(use.container);
            }
        }
        if (users == volume->m_usedBy)
            continue;
        volume->m_usedBy = std::move(users);
        m_observer->changed(*volume, { "UsedBy" });
    }
}

Result<VolumeLoan> Volumes::lend(std::uint32_t uid, const spec::ContainerSpec &spec)
{
    VolumeLoan loan;
    for (std::size_t row = 0; row < spec.mounts.size(); ++row) {
        if (spec.mounts[row].kind != spec::MountKind::Volume)
            continue;
        if (auto lent = lendOne(uid, spec, row, loan); !lent) {
            for (const std::string &id : loan.newIds)
                m_volumes.at(id)->m_isBeingFilled = false;
            return failure(lent.error());
        }
    }
    return loan;
}

Result<> Volumes::lendOne(std::uint32_t uid, const spec::ContainerSpec &spec, std::size_t row, VolumeLoan &loan)
{
    const spec::Mount &mount = spec.mounts[row];
    Volume *volume = findByName(uid, mount.source);
    if (volume == nullptr)
        return failure(ErrorCode::NotFound, fmt::format("you have no volume named {}", mount.source));
    if (volume->m_isBeingReplaced)
        return failure(ErrorCode::Busy,
                       fmt::format("the volume {} is being restored, emptied or removed", mount.source));
    const bool isOurs = std::ranges::find(loan.newIds, volume->id()) != loan.newIds.end();
    if (volume->m_isBeingFilled && !isOurs)
        return failure(ErrorCode::Busy,
                       fmt::format("the volume {} is being filled by the first start of another container: try again "
                                   "when that runs",
                                   mount.source));
    if (volume->record().isOpened && !volume->record().isSeeded)
        VITRINE_TRY(keepWhatWasPutIn(*volume));
    const std::string key = fmt::format("{}{}", ipc::kSourceMountPrefix, row);
    VITRINE_TRY_ASSIGN(UniqueFd data, m_store.openData(volume->record(), O_PATH));
    loan.sources.push_back({ key, std::move(data) });
    // Through a read-only mount nothing can come into it, so that it stays new.
    if (volume->record().isSeeded || mount.access == spec::Access::ReadOnly || isOurs)
        return {};
    const std::string &owner = volume->record().owner;
    const bool isNamed = isNamedOwner(owner);
    // The users of this computer are not those of any image.
    if (isNamed && spec.root.kind == spec::RootKind::Host)
        return failure(ErrorCode::InvalidConfig,
                       fmt::format("the volume {} is to belong to the user {} of an image, so a container with this "
                                   "computer's files cannot be the first to have it",
                                   mount.source, owner));
    if (isNamed && mount.noCopy)
        return failure(ErrorCode::InvalidConfig,
                       fmt::format("the volume {} is to belong to the user {}, whom the first container looks up as it "
                                   "fills it: leave out nocopy",
                                   mount.source, owner));
    volume->m_isBeingFilled = true;
    loan.newIds.push_back(volume->id());
    if (spec.root.kind != spec::RootKind::Host && !mount.noCopy) {
        loan.newKeys.push_back(key);
        loan.newOwners.push_back(isNamed ? owner : std::string());
    }
    return {};
}

/// Before the first start with it: files that its owner has put into it are not mixed with those of the image, nor lost
/// when the start fails. One that is still empty is new.
Result<> Volumes::keepWhatWasPutIn(Volume &volume)
{
    // Nobody puts anything into it while it is being filled.
    volume.m_files.end([](const Result<> &) {});
    VITRINE_TRY_ASSIGN(const UniqueFd data, m_store.openData(volume.record(), O_RDONLY));
    VolumeRecord changed = volume.m_record;
    changed.isSeeded = !listDirectory(data.get()).empty();
    changed.isOpened = false;
    return saveChanged(volume, std::move(changed));
}

Result<> Volumes::settle(const VolumeLoan &loan)
{
    for (const std::string &id : loan.newIds) {
        Volume *volume = find(id);
        if (volume == nullptr || volume->m_record.isSeeded)
            continue;
        VolumeRecord changed = volume->m_record;
        changed.isSeeded = true;
        VITRINE_TRY(saveChanged(*volume, std::move(changed)));
        volume->m_isBeingFilled = false;
    }
    return {};
}

void Volumes::takeBack(const VolumeLoan &loan)
{
    for (const std::string &id : loan.newIds) {
        Volume *volume = find(id);
        if (volume == nullptr || !volume->m_isBeingFilled)
            continue;
        volume->m_isBeingFilled = false;
        if (const auto emptied = replaceWithNothing(volume->m_record); !emptied)
            note("emptying a volume that was filled half", emptied.error());
    }
}

} // namespace vitrine::daemon
